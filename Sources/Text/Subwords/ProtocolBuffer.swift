/// Reads the fields of a protocol buffer one after the other.
///
/// A field is a key (number and wire type) and a value. Values of groups, which nothing writes any
/// more, are refused.
struct ProtocolBuffer {
    /// A value, by its wire type.
    enum Value {
        case number(UInt64)
        case fixed32(UInt32)
        case fixed64
        case bytes(UnsafeRawBufferPointer)
    }

    /// The buffer is cut off, or is none.
    struct Malformed: Error {}

    private var rest: Slice<UnsafeRawBufferPointer>

    init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes[...]
    }

    /// The next field, or nil after the last.
    mutating func next() throws(Malformed) -> (field: UInt64, value: Value)? {
        if rest.isEmpty { return nil }
        let key = try takeNumber()
        switch key & 7 {
        case 0: return (key >> 3, .number(try takeNumber()))
        case 1:
            _ = try take(8)
            return (key >> 3, .fixed64)
        case 2: return (key >> 3, .bytes(try take(takeNumber())))
        case 5:
            let bytes = try take(4)
            return (key >> 3, .fixed32(UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))))
        default: throw Malformed()
        }
    }

    private mutating func take(_ count: UInt64) throws(Malformed) -> UnsafeRawBufferPointer {
        guard count <= rest.count else { throw Malformed() }
        defer { rest = rest.dropFirst(Int(count)) }
        return UnsafeRawBufferPointer(rebasing: rest.prefix(Int(count)))
    }

    /// A number in groups of seven bits, the lowest first; the high bit says that more follow.
    private mutating func takeNumber() throws(Malformed) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: 0, to: 70, by: 7) {
            guard let byte = rest.popFirst() else { throw Malformed() }
            number |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte & 0x80 == 0 { return number }
        }
        throw Malformed()
    }
}
