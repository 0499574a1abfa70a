import Basics
import Documents
import Testing

@Suite struct DocumentTests {
    /// A document with a code or a pair in it, of every kind of skeleton.
    private static let documents = [
        ("html", "See <b>it</b> now."), ("markdown", "See *it* now.\n"),
        ("json", #"{"a": "See <b>it</b> now."}"#),
        ("srt", "1\n00:00:01,000 --> 00:00:02,000\nSee <i>it</i> now.\n"),
    ]

    @Test(arguments: documents)
    func aTranslationHasEveryCodeOnceAndNested(name: String, text: String) throws {
        let document = try #require(DocumentFormat.named(name)).read(Array(text.utf8))
        let elements = document.segments[0].content.elements
        let codes = elements.filter { if case .code = $0 { true } else { false } }
        for wrong in [[], Array(codes.reversed()), codes + codes, [codes[0]], [codes[1]]] {
            let content = InlineContent([.text("Siehe")] + wrong)
            let error = #expect(throws: CalqueError.self) { try document.bytes(with: [content]) }
            #expect(error?.message.contains(document.segments[0].place) == true)
        }
        let right = InlineContent([.text("Siehe "), codes[0], .text("es"), codes[1]])
        let bytes = try document.bytes(with: [right])
        #expect(String(decoding: bytes, as: UTF8.self).contains("Siehe"))
    }
}
