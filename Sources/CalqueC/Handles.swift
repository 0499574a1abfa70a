import CCalque
import CalqueKit

/// What C holds of an object, which lives until it is released.
enum Handle {
    /// A handle that keeps its object.
    static func make(_ object: AnyObject) -> OpaquePointer {
        OpaquePointer(Unmanaged.passRetained(object).toOpaque())
    }

    /// The object of a handle.
    static func object<Object: AnyObject>(
        _ handle: OpaquePointer?, _: Object.Type
    ) -> Object {
        guard let handle else { preconditionFailure("NULL in the place of a \(Object.self)") }
        return Unmanaged<Object>.fromOpaque(UnsafeRawPointer(handle)).takeUnretainedValue()
    }

    /// Ends a handle; NULL is nothing.
    static func release(_ handle: OpaquePointer?) {
        guard let handle else { return }
        Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(handle)).release()
    }
}

/// Texts as C reads them, for as long as it lives.
final class CTexts: @unchecked Sendable {  // it is read alone
    private let bytes: UnsafeMutableBufferPointer<CChar>
    private let ranges: [Range<Int>]

    /// Copies texts, each with a NUL behind it.
    init(_ texts: [String]) {
        var end = 0
        ranges = texts.map { text in
            let start = end
            end += text.utf8.count + 1
            return start..<end - 1
        }
        bytes = .allocate(capacity: end)
        for (text, range) in zip(texts, ranges) {
            for (place, byte) in zip(range, text.utf8) { bytes[place] = CChar(bitPattern: byte) }
            bytes[range.upperBound] = 0
        }
    }

    deinit { bytes.deallocate() }

    var count: Int { ranges.count }

    subscript(place: Int) -> calque_text {
        precondition(ranges.indices.contains(place), "text \(place) of \(ranges.count)")
        let range = ranges[place]
        return calque_text(
            bytes: bytes.baseAddress.map { UnsafePointer($0 + range.lowerBound) },
            count: range.count)
    }
}

/// Numbers as C reads them, for as long as it lives.
final class CNumbers<Number: BitwiseCopyable>: @unchecked Sendable {  // it is read alone
    private let numbers: UnsafeMutableBufferPointer<Number>

    /// Copies numbers.
    init(_ numbers: some Collection<Number>) {
        self.numbers = .allocate(capacity: numbers.count)
        _ = self.numbers.initialize(from: numbers)
    }

    deinit { numbers.deallocate() }

    var count: Int { numbers.count }
    var start: UnsafePointer<Number>? { UnsafePointer(numbers.baseAddress) }
}
