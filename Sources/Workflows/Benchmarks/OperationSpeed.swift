import Basics
/// What this machine can do at most, all workers together.
package struct MachineLimits {
    /// Floating-point operations a second, in products.
    let operations: Double
    /// Bytes read and written a second, from memory.
    let bytes: Double

    /// Limits that were measured.
    package init(operations: Double, bytes: Double) {
        self.operations = operations
        self.bytes = bytes
    }

    package var text: String {
        "limits: \(operations.abbreviated)FLOP/s in products, \(bytes.abbreviated)B/s from memory\n"
    }
}

/// What an operation has to do at least.
package enum Work: Sendable {
    /// Floating-point operations.
    case operations(Double)
    /// Bytes read and written.
    case bytes(Double)
}

/// An operation's rate beside the machine's limit.
package struct OperationSpeed: Encodable {
    let operation: String
    /// Milliseconds of a call on one worker, all working at once.
    let milliseconds: Double
    /// Work a second of all workers together, in `unit`.
    let rate: Double
    /// `FLOP/s` or `B/s`.
    let unit: String
    /// The rate over the machine's limit. What stays in cache may exceed the limit of memory.
    let shareOfLimit: Double

    private enum CodingKeys: String, CodingKey {
        case operation, milliseconds, rate, unit
        case shareOfLimit = "share_of_limit"
    }

    /// - Parameters:
    ///   - seconds: Of a call on one worker.
    ///   - work: Of a call.
    package init(
        operation: String, seconds: Double, work: Work, workers: Int, _ limits: MachineLimits
    ) {
        self.operation = operation
        milliseconds = seconds * 1000
        switch work {
        case .operations(let count):
            rate = count * Double(workers) / seconds
            unit = "FLOP/s"
            shareOfLimit = rate / limits.operations
        case .bytes(let count):
            rate = count * Double(workers) / seconds
            unit = "B/s"
            shareOfLimit = rate / limits.bytes
        }
    }

    package var text: String {
        let name = operation + String(repeating: " ", count: max(0, 24 - operation.count))
        let time =
            String(repeating: " ", count: max(0, 9 - milliseconds.fixed(3).count))
            + milliseconds.fixed(3)
        return
            "\(name) \(time) ms  \(rate.abbreviated)\(unit)  "
            + "\((shareOfLimit * 100).fixed(0)) % of the limit\n"
    }
}
