import Basics
import CExpat

/// Reads XML by expat, as nodes with their places.
///
/// No entity of a document is resolved in its content, none outside it is read, and what entities
/// grow to in attributes and in a document type is bounded.
final class XMLReader {
    /// The most nodes that a document may have in all: one of nothing but tags takes many times its
    /// own memory.
    static let nodeLimit = 4_000_000

    private let parser: XML_Parser
    private let bytes: UnsafeBufferPointer<UInt8>
    private let nodeLimit: Int
    private var nodes: [XMLNode] = []
    private var names: [XMLName] = []
    private var nameIndices: [String: Int32] = [:]
    private var open: [Int] = []
    private var isInCharacterData = false
    private var problem: String?

    /// What stands between a namespace's name and an element's: no document can have it.
    private static let separator: Character = "\u{0C}"

    private init(_ bytes: UnsafeBufferPointer<UInt8>, nodeLimit: Int) {
        guard
            let parser = XML_ParserCreateNS("UTF-8", XML_Char(Self.separator.asciiValue ?? 0))
        else { preconditionFailure("XML_ParserCreateNS: no memory") }
        (self.parser, self.bytes, self.nodeLimit) = (parser, bytes, nodeLimit)
    }

    deinit {
        XML_ParserFree(parser)
    }

    /// The nodes of a document in UTF-8.
    ///
    /// - Parameter nodeLimit: The most that it may have.
    /// - Throws: `XMLProblem` when it is not well-formed, or made to exhaust the machine.
    static func read(
        _ bytes: [UInt8], nodeLimit: Int
    ) throws(XMLProblem) -> (nodes: [XMLNode], names: [XMLName]) {
        guard bytes.count < Int(Int32.max) else {
            throw XMLProblem(position: 0, text: "it is larger than 2 GiB")
        }
        let result: Result<(nodes: [XMLNode], names: [XMLName]), XMLProblem> =
            bytes.withUnsafeBufferPointer { buffer in
                let reader = XMLReader(buffer, nodeLimit: nodeLimit)
                return Result { () throws(XMLProblem) in try reader.parse() }
            }
        return try result.get()
    }

    private func parse() throws(XMLProblem) -> (nodes: [XMLNode], names: [XMLName]) {
        setLimits()
        setHandlers()
        let text = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
        let status = XML_Parse(parser, text, Int32(bytes.count), 1)
        let position = Int(XML_GetCurrentByteIndex(parser))
        if let problem { throw XMLProblem(position: position, text: problem) }
        guard status == XML_STATUS_OK else {
            throw XMLProblem(position: position, text: ExpatParser.problem(of: parser))
        }
        return (nodes, names)
    }

    private func setLimits() {
        ExpatParser.setLimits(parser)
        XML_SetExternalEntityRefHandlerArg(parser, Unmanaged.passUnretained(self).toOpaque())
        // What is elsewhere is not read; where text refers to it, it stays.
        XML_SetExternalEntityRefHandler(parser) { data, context, _, _, _ in
            let reader = XMLReader.of(data.map(UnsafeMutableRawPointer.init))
            reader.addEntity(.declaredEntity)
            if context == nil { ExpatParser.readNothing(reader.parser) }
            return 1
        }
    }

    private func setHandlers() {
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser, { data, name, _ in XMLReader.of(data).start(name) },
            { data, _ in XMLReader.of(data).end() })
        XML_SetCharacterDataHandler(parser) { data, _, _ in XMLReader.of(data).text() }
        XML_SetCommentHandler(parser) { data, _ in XMLReader.of(data).add(.comment) }
        XML_SetProcessingInstructionHandler(parser) { data, _, _ in
            XMLReader.of(data).add(.instruction)
        }
        XML_SetCdataSectionHandler(
            parser, { XMLReader.of($0).startCharacterData() },
            { XMLReader.of($0).endCharacterData() })
        XML_SetSkippedEntityHandler(parser) { data, _, isParameter in
            if isParameter == 0 { XMLReader.of(data).addEntity(.entity) }
        }
        // With a default handler expat hands on entities that the document declares, too.
        XML_SetDefaultHandler(parser) { data, _, _ in XMLReader.of(data).addEntity(.declaredEntity)
        }
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> XMLReader {
        guard let data else { preconditionFailure("a parser without its reader") }
        return Unmanaged<XMLReader>.fromOpaque(data).takeUnretainedValue()
    }
}

// What expat calls.
extension XMLReader {
    private var range: Range<Int> {
        let start = Int(XML_GetCurrentByteIndex(parser))
        return start..<start + Int(XML_GetCurrentByteCount(parser))
    }

    private func start(_ name: UnsafePointer<XML_Char>?) {
        let range = range
        let index = nodes.count
        add(XMLNode(.start, range, name: nameIndex(name), partner: index))
        // Of an element without content expat reports an end, too, which is nowhere.
        if bytes[range].suffix(2).elementsEqual("/>".utf8) { return }
        open.append(index)
        if open.count > ExpatParser.depthLimit {
            stop("more than \(ExpatParser.depthLimit) elements stand in each other")
        }
    }

    private func end() {
        guard !range.isEmpty, let start = open.popLast() else { return }
        nodes[start].partner = nodes.count
        add(XMLNode(.end, range, name: nodes[start].name, partner: start))
    }

    private func text() {
        let range = range
        let kind: XMLNode.Kind = isInCharacterData ? .characterData : .text
        if let last = nodes.last, last.kind == kind, last.range.upperBound == range.lowerBound {
            nodes[nodes.count - 1].extend(to: range.upperBound)
        } else {
            add(kind)
        }
    }

    private func startCharacterData() {
        add(.characterData)
        isInCharacterData = true
    }

    private func endCharacterData() {
        nodes[nodes.count - 1].extend(to: range.upperBound)
        isInCharacterData = false
    }

    private func addEntity(_ kind: XMLNode.Kind) {
        let range = range
        guard !open.isEmpty, !range.isEmpty, bytes[range.lowerBound] == UInt8(ascii: "&") else {
            return
        }
        add(kind)
    }

    private func add(_ kind: XMLNode.Kind) {
        add(XMLNode(kind, range, partner: nodes.count))
    }

    private func add(_ node: XMLNode) {
        nodes.append(node)
        if nodes.count > nodeLimit {
            stop("the document has more than \(Self.nodeLimit) tags and texts")
        }
    }

    private func stop(_ problem: String) {
        self.problem = self.problem ?? problem
        XML_StopParser(parser, XML_Bool(XML_FALSE))
    }

    private func nameIndex(_ name: UnsafePointer<XML_Char>?) -> Int32 {
        let text = name.map { String(cString: $0) } ?? ""
        if let index = nameIndices[text] { return index }
        let parts = text.split(separator: Self.separator, omittingEmptySubsequences: false)
        names.append(
            XMLName(
                namespace: parts.count > 1 ? String(parts[0]) : "", local: String(parts.last ?? ""))
        )
        nameIndices[text] = Int32(names.count - 1)
        return Int32(names.count - 1)
    }
}

/// What is wrong with a document, and where.
struct XMLProblem: Error {
    /// The place in its bytes.
    let position: Int
    /// Half a sentence.
    let text: String
}
