/// What `/translate` is asked: checked in LibreTranslate's order, with its sentences.
struct TranslateInput {
    let texts: [String]
    /// Whether several texts were given, and several are answered.
    let isBatch: Bool
    let languages: LanguageChoice
    let format: EngineRequest.Format
    let alternatives: Int

    /// - Throws: ``ServiceProblem`` when a parameter is missing or not allowed.
    init(
        _ parameters: RequestParameters, _ client: Admission.Client,
        _ limits: ServiceConfiguration.Limits, _ languages: [ServedLanguage]
    ) throws(ServiceProblem) {
        let query = try parameters.present("q")
        let source = try parameters.required("source")
        let target = try parameters.required("target")
        (texts, isBatch) = try Self.texts(query)
        alternatives = try Self.alternatives(parameters, limits)
        if isBatch { try Self.check(texts.count, limit: limits.batch) }
        for text in texts {
            try Self.check(text.unicodeScalars.count, limit: client.characters)
        }
        var format = EngineRequest.Format.text
        self.languages = try LanguageChoice(source, target, languages) {
            () throws(ServiceProblem) in
            format = try Self.format(parameters)
        }
        self.format = format
    }

    private static func texts(
        _ query: JSONValue
    ) throws(ServiceProblem) -> (texts: [String], isBatch: Bool) {
        if let text = query.string { return ([text], false) }
        if let values = query.array {
            let texts = values.compactMap(\.string)
            if texts.count == values.count { return (texts, true) }
        }
        throw ServiceProblem(
            .badRequest, "Invalid request: q parameter is not a string or a list of strings")
    }

    private static func alternatives(
        _ parameters: RequestParameters, _ limits: ServiceConfiguration.Limits
    ) throws(ServiceProblem) -> Int {
        guard let count = number(parameters["alternatives"]) else {
            throw ServiceProblem(
                .badRequest, "Invalid request: alternatives parameter is not a number")
        }
        guard count <= limits.alternatives else {
            throw ServiceProblem(
                .badRequest,
                "Invalid request: alternatives parameter must be <= \(limits.alternatives)")
        }
        return max(0, count)
    }

    private static func number(_ value: JSONValue?) -> Int? {
        switch value {
        case nil, .null?, .string("")?: 0
        case .integer(let number)?: number
        case .number(let number)?: whole(number)
        case .string(let text)?: whole(text.trimmingCharacters(in: .whitespacesAndNewlines)[...])
        default: nil
        }
    }

    private static func whole(_ number: Double) -> Int {
        Int(exactly: number.rounded(.towardZero)) ?? (number < 0 ? .min : .max)
    }

    /// Digits have no end, as in Python.
    private static func whole(_ text: Substring) -> Int? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return Int(text) ?? Double(text).map(whole)
    }

    private static func check(_ size: Int, limit: Int?) throws(ServiceProblem) {
        guard let limit, size > limit else { return }
        throw ServiceProblem(
            .badRequest, "Invalid request: request (\(size)) exceeds text limit (\(limit))")
    }

    private static func format(
        _ parameters: RequestParameters
    ) throws(ServiceProblem) -> EngineRequest.Format {
        guard let name = try parameters.text("format") else { return .text }
        guard let format = EngineRequest.Format(rawValue: name) else {
            throw ServiceProblem(.badRequest, "\(name) format is not supported")
        }
        return format
    }
}
