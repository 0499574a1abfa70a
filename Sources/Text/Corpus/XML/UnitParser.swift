import Basics
import CExpat

/// Hands the bytes of a file to expat, and what it finds to ``PairUnits``.
final class UnitParser {
    /// The most bytes of a tag, a comment or a document type, which expat holds whole.
    private static let tokenLimit = 16 << 20
    private static let chunkSize: Int32 = 1 << 18

    private let parser: XML_Parser
    /// The bytes that were handed on.
    private(set) var byteCount = 0
    private var hasElement = false
    /// What is wrong beyond what expat sees.
    private var problem: String?
    private(set) var units: any PairUnits

    init(_ units: any PairUnits) {
        guard let parser = XML_ParserCreate(nil) else {
            preconditionFailure("XML_ParserCreate: no memory")
        }
        self.parser = parser
        self.units = units
        ExpatParser.setLimits(parser)
        setHandlers()
    }

    deinit {
        XML_ParserFree(parser)
    }

    /// The line that is being read.
    var line: Int { Int(XML_GetCurrentLineNumber(parser)) }

    /// Whether nothing has been read.
    var isEmpty: Bool { byteCount == 0 }

    /// The pairs that have ended since the last time.
    func takeFinished() -> [ParallelLine] { units.takeFinished() }

    /// What comes of reading on.
    enum Progress {
        /// There may be more.
        case going
        /// The document has ended as it should.
        case ended
        /// The file has ended, and the document has not.
        case truncated
        /// It cannot be read; half a sentence that says why.
        case refused(String)
    }

    /// Reads some bytes on.
    ///
    /// - Throws: `CalqueError` when the file cannot be read or decompressed.
    func readOn(_ input: DecompressingInput) throws -> Progress {
        guard let room = XML_GetBuffer(parser, Self.chunkSize) else {
            return .refused(ExpatParser.problem(of: parser))
        }
        let count = try input.read(into: .init(start: room, count: Int(Self.chunkSize))) ?? 0
        byteCount += count
        let status = XML_ParseBuffer(parser, Int32(count), count == 0 ? 1 : 0)
        if let problem { return .refused(problem) }
        guard status == XML_STATUS_OK else {
            let isTruncated = count == 0 && Self.endings.contains(XML_GetErrorCode(parser).rawValue)
            return isTruncated ? .truncated : .refused(ExpatParser.problem(of: parser))
        }
        let read = hasElement ? Int(XML_GetCurrentByteIndex(parser)) : 0
        guard byteCount - read <= Self.tokenLimit else {
            return .refused("a tag, a comment or what is before the first tag has over 16 MiB")
        }
        return count == 0 ? .ended : .going
    }

    /// What expat says where a document ends too early.
    private static let endings = Set(
        [
            XML_ERROR_NO_ELEMENTS, XML_ERROR_UNCLOSED_TOKEN, XML_ERROR_PARTIAL_CHAR,
            XML_ERROR_UNCLOSED_CDATA_SECTION,
        ].map(\.rawValue))
}

// What expat calls.
extension UnitParser {
    private func setHandlers() {
        let data = Unmanaged.passUnretained(self).toOpaque()
        XML_SetUserData(parser, data)
        XML_SetElementHandler(
            parser, { data, name, attributes in UnitParser.of(data).start(name, attributes) },
            { data, _ in UnitParser.of(data).units.end() })
        XML_SetCharacterDataHandler(parser) { data, text, count in
            let bytes = UnsafeRawPointer(text)?.assumingMemoryBound(to: UInt8.self)
            UnitParser.of(data).units.text(.init(start: bytes, count: Int(count)))
        }
        XML_SetSkippedEntityHandler(parser) { data, name, isParameter in
            guard isParameter == 0, let name else { return }
            UnitParser.of(data).skip(String(cString: name))
        }
        XML_SetExternalEntityRefHandlerArg(parser, data)
        XML_SetExternalEntityRefHandler(parser) { data, context, _, _, _ in
            let reader = UnitParser.of(data.map(UnsafeMutableRawPointer.init))
            if let context {
                reader.units.unknownEntity(String(cString: context))
            } else {
                ExpatParser.readNothing(reader.parser)
            }
            return 1
        }
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> UnitParser {
        guard let data else { preconditionFailure("a parser without its reader") }
        return Unmanaged<UnitParser>.fromOpaque(data).takeUnretainedValue()
    }

    private func start(
        _ name: UnsafePointer<XML_Char>?,
        _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
    ) {
        guard let name, problem == nil else { return }
        hasElement = true
        problem = units.start(
            String(cString: name), line: line, attributes: ExpatAttributes(attributes))
        if problem != nil { XML_StopParser(parser, XML_Bool(XML_FALSE)) }
    }

    /// Goes on behind an entity that nobody declared. A space that does not break is one that many
    /// write without declaring it, as in HTML.
    private func skip(_ entity: String) {
        guard entity == "nbsp" else { return units.unknownEntity(entity) }
        [0xC2, 0xA0].withUnsafeBufferPointer { units.text($0) }
    }
}
