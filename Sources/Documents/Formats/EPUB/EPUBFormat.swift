import Basics
import Foundation

extension DocumentFormat {
    /// Books of web pages. Their titles in the package stay, for shops and shelves know them by those.
    public static let epub = DocumentFormat(
        "epub", fileExtensions: ["epub"], mediaType: "application/epub+zip", isText: false
    ) { try EPUBBook.read($0, $1) }
}

/// An archive of EPUB 2 or 3.
struct EPUBBook {
    private var archive: XMLArchive

    /// Reads a book.
    ///
    /// - Throws: `CalqueError` when it is none, damaged, or locked.
    static func read(_ bytes: [UInt8], _ reading: DocumentReading) throws -> Document {
        var book = EPUBBook(archive: try XMLArchive(bytes, reading))
        return try book.document()
    }

    private mutating func document() throws -> Document {
        let path = try packagePath()
        let package = try archive.spans(of: path)
        let languages = package.nodes.indices
            .filter { package.isStart($0, "language") && package.nodes[$0].partner > $0 }
            .map { XMLMember.LanguagePlace.content(package.innerRange($0)) }
        let items = EPUBManifest(package)
        let locked = try lockedMembers()
        var members: [(String, XMLMember)] = []
        for (reference, isContents) in items.documents {
            let member = Self.resolve(reference, from: path)
            guard archive.contains(member), !members.contains(where: { $0.0 == member }) else {
                continue
            }
            guard !locked.contains(member) else {
                throw CalqueError(
                    "\(archive.name) is locked: \(member) is encrypted. Use a copy that is not.",
                    kind: .input)
            }
            let spans = try archive.spans(of: member)
            members.append((member, isContents ? Self.contents(spans) : XHTMLReader.member(spans)))
        }
        return ArchiveSkeleton.document(
            archive.zip, members,
            package: (path, XMLMember(spans: package, slots: [], languagePlaces: languages)))
    }

    /// The member that says what is in the book.
    private mutating func packagePath() throws -> String {
        let list = "META-INF/container.xml"
        guard archive.contains(list) else {
            throw CalqueError(
                "\(archive.name) is no book in EPUB: it has no \(list).", kind: .input)
        }
        let container = try archive.spans(of: list)
        let path = container.nodes.indices.first { container.isStart($0, "rootfile") }
            .flatMap { container.attribute("full-path", of: $0) }
        guard let path, archive.contains(path) else {
            throw CalqueError(
                "\(archive.name) is no sound book in EPUB: \(list) names no package that is there.",
                kind: .input)
        }
        return path
    }

    private mutating func lockedMembers() throws -> Set<String> {
        let list = "META-INF/encryption.xml"
        guard archive.contains(list) else { return [] }
        let spans = try archive.spans(of: list)
        return Set(
            spans.nodes.indices.filter { spans.isStart($0, "CipherReference") }
                .compactMap { spans.attribute("URI", of: $0) })
    }

    /// A member by what another says of its place.
    private static func resolve(_ reference: String, from base: String) -> String {
        let path = reference.prefix { $0 != "#" }.removingPercentEncoding ?? reference
        var parts = base.split(separator: "/").dropLast().map(String.init)
        for part in path.split(separator: "/") {
            switch part {
            case ".": break
            case "..": _ = parts.popLast()
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }

    /// A table of contents of EPUB 2.
    private static func contents(_ spans: XMLSpans) -> XMLMember {
        var flow = MarkupFlow(spans)
        for label in spans.nodes.indices where spans.isStart(label, "navLabel") {
            for text in spans.children(of: label) where spans.isStart(text, "text") {
                for index in spans.children(of: text) {
                    if let words = spans.text(of: index) {
                        flow.append(text: words, at: spans.nodes[index].range)
                    } else {
                        flow.append(element: index)
                    }
                }
                flow.endSegment(collapsesSpace: true)
            }
        }
        let language = spans.root.map { XMLMember.LanguagePlace.attribute("xml:lang", of: $0) }
        return XMLMember(
            spans: spans, slots: flow.sortedSlots(), languagePlaces: language.map { [$0] } ?? [])
    }
}
