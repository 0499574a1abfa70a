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
    func withView<Result>(_ body: (csp_view) -> Result) -> Result { self[...].withView(body) }
}

extension Substring {
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
