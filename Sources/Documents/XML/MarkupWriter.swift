/// A segment whose codes are written as they stand in the document: tags, and elements as a whole.
struct MarkupWriter: XMLSlotWriter {
    let segment: InlineSegment<Range<Int>>
    /// Where the text stands.
    var context = XMLText.Context.content

    func bytes(
        of content: InlineContent, _ rendering: XMLRendering, slot: Int
    ) throws -> [UInt8] {
        var result: [UInt8] = []
        for piece in segment.pieces(of: content) {
            switch piece {
            case .text(let text): result += XMLText.escaped(text, in: context).utf8
            case .open(let range), .close(let range), .alone(let range):
                // A code may hold segments of its own, such as a note.
                result += try rendering.bytes(in: range, from: slot + 1)
            }
        }
        return result
    }
}
