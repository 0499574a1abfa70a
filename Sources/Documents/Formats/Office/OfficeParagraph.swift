/// What is written in a paragraph of an Office document for one code.
enum OfficePart: Sendable {
    /// Things that are carried over.
    case atoms([OfficeAtom])
    /// The properties of the runs of some text; nil where there are none.
    case format(Range<Int>?)
}

/// Something in a paragraph that is carried over as it is written.
struct OfficeAtom: Sendable {
    let range: Range<Int>
    /// Whether it stands in a run of text, beside text.
    var isInRun = false
    /// The properties of its run.
    var format: Range<Int>?
}

/// The names that WordprocessingML and DrawingML have for the parts of a paragraph.
enum OfficeDialect: Sendable {
    case word, drawing

    /// The dialect of an element's namespace, of either edition of the standard.
    init?(_ name: XMLName) {
        let word = ["wordprocessingml/2006/main", "wordprocessingml/main"]
        let drawing = ["drawingml/2006/main", "drawingml/main"]
        if word.contains(where: name.namespace.hasSuffix) {
            self = .word
        } else if drawing.contains(where: name.namespace.hasSuffix) {
            self = .drawing
        } else {
            return nil
        }
    }
}

/// Writes a paragraph: text in runs of its format, and what is between them.
struct OfficeParagraph: XMLSlotWriter {
    let segment: InlineSegment<OfficePart>
    let dialect: OfficeDialect
    /// The prefix of names, with its colon.
    let prefix: String
    /// The properties of the runs of text without a code.
    let format: Range<Int>?

    func bytes(
        of content: InlineContent, _ context: XMLRendering, slot: Int
    ) throws -> [UInt8] {
        var (result, formats) = ([UInt8](), [format])
        for piece in segment.pieces(of: content) {
            switch piece {
            case .text(let text):
                result += run(context, formats.last ?? nil, Array(element(text).utf8))
            case .open(.format(let format)): formats.append(format)
            case .close(.format): formats.removeLast()
            case .alone(.format): break
            case .open(.atoms(let atoms)), .close(.atoms(let atoms)), .alone(.atoms(let atoms)):
                for atom in atoms {
                    let bytes = try context.bytes(in: atom.range, from: slot + 1)
                    result += atom.isInRun ? run(context, atom.format, bytes) : bytes
                }
            }
        }
        return result
    }

    private func run(
        _ context: XMLRendering, _ format: Range<Int>?, _ content: [UInt8]
    ) -> [UInt8] {
        var result = Array("<\(prefix)r>".utf8)
        if let format { result += context.spans.bytes[format] }
        return result + content + "</\(prefix)r>".utf8
    }

    private func element(_ text: String) -> String {
        let line = String(text.map { $0.isNewline ? " " : $0 })
        let isTrimmed = dialect == .word && (line.hasPrefix(" ") || line.hasSuffix(" "))
        let space = isTrimmed ? " xml:space=\"preserve\"" : ""
        return "<\(prefix)t\(space)>\(XMLText.escaped(line))</\(prefix)t>"
    }
}
