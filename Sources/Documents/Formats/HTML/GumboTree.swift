import Basics
import CGumbo

/// Texts as gumbo reads them.
enum GumboTree {
    /// Parses a document and lends its tree.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - body: Takes the tree, which is gone afterwards.
    /// - Returns: nil when the tree would take far more memory than a page's.
    static func parse<Result>(
        _ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafePointer<GumboNode>) throws -> Result
    ) rethrows -> Result? {
        // A page of paragraphs takes twenty times its length.
        let limit = (64 << 20) + 64 * bytes.count
        return try parse(bytes, context: GUMBO_TAG_LAST, limit: limit) { output in
            try output.document.map { try body(UnsafePointer($0)) }
        } ?? nil
    }

    /// A text with its character references decoded, which has no markup.
    static func decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) || bytes.contains(0) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        // In a title nothing but references is markup.
        let text = parse(bytes, context: GUMBO_TAG_TITLE, limit: .max) { output in
            var text = ""
            let children = output.root.pointee.v.element.children
            for index in 0..<Int(children.length) {
                let child = children.data[index]?.assumingMemoryBound(to: GumboNode.self)
                if let part = child?.pointee.v.text.text { text += String(cString: part) }
            }
            return text
        }
        return text ?? String(decoding: bytes, as: UTF8.self)
    }

    private static func parse<Result>(
        _ bytes: UnsafeBufferPointer<UInt8>, context: GumboTag, limit: Int,
        _ body: (GumboOutput) throws -> Result
    ) rethrows -> Result? {
        guard let arena = gumbo_arena_create(limit) else { return nil }
        defer { gumbo_arena_free(arena) }
        let output = bytes.withMemoryRebound(to: CChar.self) {
            gumbo_arena_parse(arena, $0.baseAddress, $0.count, context)
        }
        return try output.map { try body($0.pointee) }
    }
}
