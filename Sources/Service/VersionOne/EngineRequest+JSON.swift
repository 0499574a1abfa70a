import CalqueKit

/// The most that a request may ask of a search: memory and time grow with it.
enum SearchBounds {
    /// The widest beam.
    static let beam = 32
    /// The most tokens of a translation, or added to those of others.
    static let length = 1000
    /// The most tokens of a translation for each of its source.
    static let lengthRatio = 10
}

extension EngineRequest {
    /// Reads a request for `/v1/translate`.
    ///
    /// - Parameters:
    ///   - limits: What it may be.
    ///   - client: Who asks.
    /// - Throws: ``ServiceProblem`` that names what is wrong.
    init(
        _ body: JSONBody, _ limits: ServiceConfiguration.Limits, _ client: Admission.Client
    ) throws {
        let json = try body.members(
            "texts", "segments", "source", "target", "format", "options", "alternatives", "prefix",
            "glossary", "alignment")
        let contents = try json.values("segments").map { try $0.map(InlineContent.init(json:)) }
        let texts = try json.texts("texts") ?? []
        guard contents == nil || !json.has("texts") else {
            throw StrictJSON.problem("The request has texts and segments. Send one of the two.")
        }
        let input = contents.map(Input.segments) ?? .texts(texts, .text)
        let plain = input.plain
        guard !plain.isEmpty else { throw json.missing("texts") }
        try limits.check(texts: plain.count)
        try client.check(characters: plain.reduce(0) { $0 + $1.unicodeScalars.count })
        self.init(input, from: try json.source(), into: try json.required("target"))
        self.client = client.name
        let format = try json.format(isText: contents != nil)
        if contents == nil { self.input = .texts(texts, format) }
        alternatives = try json.integer("alternatives", in: 0...limits.alternatives, default: 0)
        targetPrefixes = try json.prefixes(plain.count)
        glossary = try json.glossary()
        options = try json.options()
        wantsAlignment = try json.truth("alignment")
    }
}

extension StrictJSON {
    /// A language to translate from; nil for what is detected.
    func source() throws -> String? {
        guard let source = try text("source"), source.lowercased() != ServedLanguage.automatic
        else { return nil }
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
    fileprivate func options() throws -> [String: String] {
        let options = try words("options")
        for (name, limit) in [
            ("beam", SearchBounds.beam), ("n-best", SearchBounds.beam),
            ("maximum-length", SearchBounds.length), ("minimum-length", SearchBounds.length),
            ("maximum-length-offset", SearchBounds.length),
            ("maximum-length-ratio", SearchBounds.lengthRatio),
        ] {
            if let value = options[name].flatMap({ Double($0) }), value > Double(limit) {
                throw wrong("options.\(name)", "a number up to \(limit)")
            }
        }
        return options
    }
}
