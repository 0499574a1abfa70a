import Basics
import Foundation
package import Testing

/// Records an issue at the worst element that is further from the expected than `relative` of the
/// largest expected magnitude and `absolute` together.
package func expect<Number: BinaryFloatingPoint>(
    _ actual: [Float], _ expected: [Number], relative: Double = 0, absolute: Double = 0,
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    guard actual.count == expected.count else {
        Issue.record(
            "\(what): \(actual.count) numbers, not \(expected.count)",
            sourceLocation: sourceLocation)
        return
    }
    let largest = expected.reduce(0) { max($0, Double(abs($1))) }
    let allowed = relative * largest + absolute
    let distances = zip(actual, expected).map { abs(Double($0) - Double($1)) }
    guard let worst = distances.indices.max(by: { distances[$0] < distances[$1] }) else { return }
    let isClose = distances.allSatisfy { $0 <= allowed }
    #expect(
        isClose,
        """
        \(what)[\(worst)] is \(actual[worst]), not \(expected[worst]); allowed is a difference of \
        \(allowed)
        """, sourceLocation: sourceLocation)
}

/// The message of the error that `body` has to throw.
package func message(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) throws -> String {
    let error = #expect(
        throws: CalqueError.self, sourceLocation: sourceLocation, performing: body)
    return try #require(error, sourceLocation: sourceLocation).message
}

/// The members of a JSON object.
package func jsonObject(_ text: some Sequence<UInt8>) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any])
}

/// Counts calls from any thread.
package final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0

    /// None yet.
    package init() {}

    /// How many there were.
    package var current: Int { lock.withLock { count } }

    /// Counts a call, and returns its number, from 1.
    @discardableResult
    package func next() -> Int {
        lock.withLock {
            count += 1
            return count
        }
    }
}
