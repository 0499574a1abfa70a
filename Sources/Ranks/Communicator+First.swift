import Basics
import Foundation

/// What rank 0 decides for all.
extension Communicator {
    /// Whether this is rank 0, which reads and writes files for all.
    public var isFirst: Bool { rank == 0 }

    /// Brings bytes of rank 0 to all, who do not know how many there are.
    ///
    /// - Parameter bytes: Those of rank 0; what others give does not count.
    /// - Returns: Those of rank 0.
    /// - Throws: `CalqueError` when a rank does not answer in time.
    public func fromFirst(_ bytes: [UInt8]) throws -> [UInt8] {
        let length = try number(bytes.count)
        return try withMessageMemory(length) { all in
            if isFirst { all.copyBytes(from: bytes) }
            try broadcast(all)
            return Array(all)
        }
    }

    /// A number of rank 0, on all.
    private func number(_ value: Int) throws -> Int {
        try withMessageMemory(MemoryLayout<UInt64>.size) { memory in
            memory.storeBytes(of: UInt64(value).littleEndian, as: UInt64.self)
            try broadcast(memory)
            return Int(UInt64(littleEndian: memory.load(as: UInt64.self)))
        }
    }

    /// Brings a value of rank 0 to all, exactly as it is.
    ///
    /// - Parameter value: That of rank 0; what others give does not count.
    /// - Returns: That of rank 0.
    /// - Throws: `CalqueError` when a rank does not answer in time.
    public func fromFirst<Value: Codable>(_ value: Value) throws -> Value {
        // In a list, since not every reader takes a number or nothing by itself.
        let bytes = isFirst ? [UInt8](try JSONEncoder.forAnyNumber().encode([value])) : []
        let all = try JSONDecoder.forAnyNumber().decode([Value].self, from: Data(fromFirst(bytes)))
        guard let first = all.first else { preconditionFailure("a list of no value") }
        return first
    }
}
