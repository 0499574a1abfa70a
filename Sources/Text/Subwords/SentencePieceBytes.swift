import CSentencePiece

extension csp_view {
    init(_ bytes: UnsafeRawBufferPointer) {
        self.init(
            bytes: bytes.baseAddress?.assumingMemoryBound(to: CChar.self), count: bytes.count)
    }

    var buffer: UnsafeRawBufferPointer { .init(start: bytes, count: count) }
}

extension String {
    /// Calls `body` with the string's UTF-8, which may hold NUL.
    func withView<Result>(_ body: (csp_view) -> Result) -> Result {
        var copy = self
        return copy.withUTF8 { body(csp_view(UnsafeRawBufferPointer($0))) }
    }
}

/// The string in a text of the library's, which is deleted; nil for no text.
func consumeText(_ text: OpaquePointer?) -> String? {
    guard let text else { return nil }
    defer { csp_text_delete(text) }
    return String(decoding: csp_text_view(text).buffer, as: UTF8.self)
}

/// The outermost layer of a SentencePiece model file.
///
/// The file is a protocol buffer: fields of a key (number and wire type) and, for those that matter
/// here, a length and as many bytes. Its fields are the pieces (1, one field for each), the
/// trainer's settings (2), the normaliser's (3) and a few more. A file that is cut off between two
/// fields is still a valid buffer, and the library would take it for a model with fewer pieces and
/// no normaliser; so both are looked for here.
enum SentencePieceFile {
    private static let lengthDelimited: UInt64 = 2

    static func isComplete(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        var fields: Set<UInt64> = []
        while !rest.isEmpty {
            guard let key = takeNumber(&rest), key & 7 == lengthDelimited,
                let count = takeNumber(&rest), count <= rest.count
            else { return false }
            fields.insert(key >> 3)
            rest = rest.dropFirst(Int(count))
        }
        return fields.isSuperset(of: [1, 2, 3])
    }

    /// A number in groups of seven bits, the lowest first; the high bit says that more follow.
    private static func takeNumber(_ bytes: inout Slice<UnsafeRawBufferPointer>) -> UInt64? {
        var number: UInt64 = 0
        for shift in stride(from: 0, to: 63, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            number |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return number }
        }
        return nil
    }
}
