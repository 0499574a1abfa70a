import Basics

extension DocumentFormat {
    /// Word's documents and templates.
    public static let docx = DocumentFormat(
        "docx", fileExtensions: ["docx", "docm", "dotx", "dotm"],
        mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        isText: false
    ) { try OfficePackage.read($0, $1, .docx) }

    /// PowerPoint's presentations and templates.
    public static let pptx = DocumentFormat(
        "pptx", fileExtensions: ["pptx", "pptm", "potx", "potm", "ppsx", "ppsm"],
        mediaType: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        isText: false
    ) { try OfficePackage.read($0, $1, .pptx) }
}

/// An archive of Office Open XML (ISO/IEC 29500-2): parts, and what kind each is.
enum OfficePackage {
    /// What a package is.
    enum Kind: Sendable {
        case docx, pptx

        /// The ends of the types of parts with text, without `+xml`; the first is the main part's.
        fileprivate var parts: [String] {
            let drawings = [
                "drawingml.chart", "drawingml.diagramData", "drawingml.diagramDrawing",
                "drawing.ml.diagramDrawing",
            ]
            return switch self {
            case .docx:
                [
                    ".main", "wordprocessingml.header", "wordprocessingml.footer",
                    "wordprocessingml.footnotes", "wordprocessingml.endnotes",
                    "wordprocessingml.comments",
                ] + drawings
            case .pptx:
                [".main", "presentationml.slide", "presentationml.notesSlide"] + drawings
            }
        }

        fileprivate func isMain(_ type: String) -> Bool {
            let names =
                switch self {
                case .docx: ["wordprocessingml", "ms-word"]
                case .pptx: ["presentationml", "ms-powerpoint"]
                }
            return type.hasSuffix(".main+xml") && names.contains(where: type.contains)
        }

        fileprivate var name: String {
            switch self {
            case .docx: "document of Word"
            case .pptx: "presentation of PowerPoint"
            }
        }
    }

    /// Reads a document.
    ///
    /// - Throws: `CalqueError` when it is none of this kind, or damaged.
    static func read(
        _ bytes: [UInt8], _ reading: DocumentReading, _ kind: Kind
    ) throws -> Document {
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw CalqueError(
                "\(reading.name) is protected by a password, or of the kind from before 2007. Save "
                    + "it as \(kind == .docx ? "DOCX" : "PPTX") without a password.", kind: .input)
        }
        var archive = try XMLArchive(bytes, reading)
        let types = try partTypes(&archive)
        guard types.contains(where: { kind.isMain($0.type) && archive.contains($0.part) }) else {
            throw CalqueError(
                "\(reading.name) is no \(kind.name): its [Content_Types].xml names no main part that "
                    + "is there.", kind: .input)
        }
        let parts = types.filter { entry in
            archive.contains(entry.part)
                && kind.parts.contains { entry.type.hasSuffix("\($0)+xml") }
        }
        let members = try order(parts).map { part in
            let spans = try archive.spans(of: part)
            return (part, XMLMember(spans: spans, slots: OfficeParagraphReader.slots(spans)))
        }
        return ArchiveSkeleton.document(archive.zip, members)
    }

    /// The parts that name their type, in the order of the list.
    private static func partTypes(
        _ archive: inout XMLArchive
    ) throws -> [(part: String, type: String)] {
        let list = "[Content_Types].xml"
        guard archive.contains(list) else {
            throw CalqueError(
                "\(archive.name) is no document of Office: it has no \(list).", kind: .input)
        }
        let spans = try archive.spans(of: list)
        return spans.nodes.indices.compactMap { index in
            guard spans.isStart(index, "Override"),
                let part = spans.attribute("PartName", of: index),
                let type = spans.attribute("ContentType", of: index)
            else { return nil }
            return (String(part.drop { $0 == "/" }), type)
        }
    }

    /// The names of parts, the main one first, the others with their numbers in order.
    private static func order(_ parts: [(part: String, type: String)]) -> [String] {
        let isFirst: (String) -> Bool = { $0.hasSuffix(".main+xml") }
        return parts.sorted { one, two in
            if isFirst(one.type) != isFirst(two.type) { return isFirst(one.type) }
            if one.type != two.type { return one.type < two.type }
            return (one.part.utf8.count, one.part) < (two.part.utf8.count, two.part)
        }.map(\.part)
    }
}
