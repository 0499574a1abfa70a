import CalqueKit

/// A request for `/v1/translate`.
struct VersionOneTranslation: Sendable {
    var request: EngineRequest
    /// Segments with codes; nil for texts.
    var contents: [InlineContent]?
    let options: [String: String]

    private static let fields = [
        "texts", "segments", "source", "target", "format", "options", "alternatives", "prefix",
        "glossary", "alignment", "api_key",
    ]

    /// Reads a request.
    ///
    /// - Throws: ``ServiceProblem`` that names what is wrong.
    init(_ body: JSONValue, _ limits: ServiceLimits, characters: Int?) throws {
        let json = try StrictJSON(body, "The request", fields: Self.fields)
        contents = try json.values("segments").map { try $0.map(InlineContent.init(json:)) }
        let texts = try json.texts("texts") ?? []
        guard contents == nil || !json.has("texts") else {
            throw StrictJSON.problem("The request has texts and segments. Send one of the two.")
        }
        let count = contents?.count ?? texts.count
        guard count > 0 else { throw json.missing("texts") }
        if let limit = limits.texts, count > limit {
            throw ServiceProblem(
                .badRequest, "The request has \(count) texts. Allowed are \(limit).")
        }
        let size = (contents?.map(\.text) ?? texts).reduce(0) { $0 + $1.unicodeScalars.count }
        if let characters, size > characters {
            throw ServiceProblem(
                .badRequest, "The request has \(size) characters. Allowed are \(characters).")
        }
        request = EngineRequest(
            texts: texts, source: try json.source(), target: try json.required("target"))
        request.format = try json.format(isText: contents != nil)
        request.alternatives = try json.integer(
            "alternatives", in: 0...limits.alternatives, default: 0)
        request.targetPrefixes = try json.prefixes(count)
        request.glossary = try json.glossary()
        options = try json.options(limits)
        request.wantsAlignment = try json.truth("alignment")
    }
}

extension StrictJSON {
    /// A language to translate from; nil for what is detected.
    func source() throws -> String? {
        guard let source = try text("source"), source.lowercased() != "auto" else { return nil }
        return source
    }

    fileprivate func format(isText: Bool) throws -> EngineRequest.Format {
        guard let name = try text("format") else { return .text }
        guard let format = EngineRequest.Format(rawValue: name), !isText || format == .text else {
            throw wrong("format", isText ? "text, as segments are" : "text or html")
        }
        return format
    }

    fileprivate func prefixes(_ count: Int) throws -> [String] {
        if has("prefix"), let one = try? text("prefix") {
            return Array(repeating: one, count: count)
        }
        guard let prefixes = try texts("prefix") else { return [] }
        guard prefixes.count == count else {
            throw wrong("prefix", "a text, or one for each of the \(count) texts")
        }
        return prefixes
    }

    fileprivate func glossary() throws -> [(term: String, translation: String)] {
        try (values("glossary") ?? []).map { value in
            let entry = try StrictJSON(
                value, "An entry of the glossary", fields: ["term", "translation"])
            return (try entry.required("term"), try entry.required("translation"))
        }
    }

    /// Options that a request may have: what takes memory and time is bounded.
    fileprivate func options(_ limits: ServiceLimits) throws -> [String: String] {
        let options = try words("options")
        for (name, limit) in [
            ("beam", limits.beam), ("n-best", limits.beam), ("maximum-length", limits.length),
            ("minimum-length", limits.length), ("maximum-length-offset", limits.length),
            ("maximum-length-ratio", limits.lengthRatio),
        ] {
            if let value = options[name].flatMap({ Double($0) }), value > Double(limit) {
                throw wrong("options.\(name)", "a number up to \(limit)")
            }
        }
        return options
    }
}

// MARK: Segments with codes

extension InlineContent {
    /// Reads `{"elements": [{"text": "See "}, {"code": 1, "role": "begin"}, …]}`.
    init(json: JSONValue) throws {
        let object = try StrictJSON(json, "A segment", fields: ["elements"])
        guard let values = try object.values("elements") else { throw object.missing("elements") }
        let elements = try values.map(Element.init(json:))
        guard Self.nests(elements) else {
            throw StrictJSON.problem(
                "A segment's codes do not nest: each that begins has one end behind it, and each "
                    + "number is there once.")
        }
        self.init(elements)
    }

    /// Whether each code that begins has its end, within those around it, and each id is there once.
    private static func nests(_ elements: [Element]) -> Bool {
        var open: [Int] = []
        var seen: Set<Int> = []
        for case .code(let code) in elements {
            switch code.role {
            case .begin:
                guard seen.insert(code.id).inserted else { return false }
                open.append(code.id)
            case .end: guard open.popLast() == code.id else { return false }
            case .alone: guard seen.insert(code.id).inserted else { return false }
            }
        }
        return open.isEmpty
    }

    /// The same as JSON.
    var json: JSONValue {
        .array(
            elements.map { element in
                switch element {
                case .text(let text): .object([("text", .string(text))])
                case .code(let code):
                    .object([
                        ("code", .integer(code.id)), ("role", .string(code.role.name)),
                    ])
                }
            })
    }
}

extension InlineContent.Element {
    fileprivate init(json: JSONValue) throws {
        let object = try StrictJSON(
            json, "An element", fields: ["text", "code", "role", "carries"])
        if object.has("text") {
            guard !object.has("code"), let text = try object.text("text") else {
                throw object.wrong("text", "beside a code")
            }
            self = .text(text)
            return
        }
        guard object.has("code") else { throw object.missing("text") }
        let id = try object.integer("code", in: 0...1_000_000, default: 0)
        let role: InlineCode.Role =
            switch try object.text("role") ?? "alone" {
            case "begin": .begin
            case "end": .end
            case "alone": .alone
            default: throw object.wrong("role", "begin, end or alone")
            }
        self = .code(
            InlineCode(id: id, role, markup: "", carriedText: try object.text("carries")))
    }
}

extension InlineCode.Role {
    fileprivate var name: String {
        switch self {
        case .begin: "begin"
        case .end: "end"
        case .alone: "alone"
        }
    }
}
