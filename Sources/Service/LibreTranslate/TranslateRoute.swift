import Hummingbird

/// `POST /translate`.
struct TranslateRoute: Sendable {
    let state: ServiceState

    func respond(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let entry = try await state.enter(request, context, as: RequestParameters.self) {
            parameters, _ in
            if case .array(let texts)? = parameters["q"] { max(1, texts.count) } else { 1 }
        }
        let input = try TranslateInput(
            entry.content, entry.client, state.configuration.limits, await state.engine.languages())
        let result = try await state.within(context, isShort: entry.isShort) {
            try await translate(input, entry.client.name)
        }
        return Response(answer(input, result))
    }

    /// What became of texts.
    private struct Result {
        var translations: [(text: String, alternatives: [String])]
        var detected: DetectedLanguage?
    }

    /// Translates what has words; emoji need no translation.
    private func translate(_ input: TranslateInput, _ client: String) async throws -> Result {
        var result = Result(translations: input.texts.map { ($0, []) })
        let places = input.texts.indices.filter { !input.texts[$0].isEmojiOnly }
        guard !places.isEmpty else {
            result.detected = input.languages.source == nil ? await detected(input.texts) : nil
            return result
        }
        guard input.languages.source != input.languages.target else { return result }
        var request = EngineRequest(
            .texts(places.map { input.texts[$0] }, input.format), from: input.languages.source,
            into: input.languages.target)
        request.alternatives = input.format == .text ? input.alternatives : 0
        request.client = client
        let answer = try await state.engine.translate(request)
        for (place, translation) in zip(places, answer.translations) {
            result.translations[place] = (translation.text, Self.others(translation))
        }
        result.detected = answer.detected
        if input.languages.source == nil, result.detected == nil {
            result.detected = await detected(input.texts)
        }
        return result
    }

    private static func others(_ translation: EngineTranslation) -> [String] {
        var seen: Set = ["", translation.text]
        return translation.alternatives.filter { seen.insert($0).inserted }
    }

    private func detected(_ texts: [String]) async -> DetectedLanguage {
        await state.engine.detect(texts.joined(separator: "\n")).first ?? .unknown
    }

    private func answer(_ input: TranslateInput, _ result: Result) -> JSONValue {
        var members: [(String, JSONValue)] = []
        /// One of a single text, a list of those of several.
        func add(_ name: String, _ values: [JSONValue]) {
            members.append((name, input.isBatch ? .array(values) : values.first ?? .null))
        }
        if input.alternatives > 0 {
            add(
                "alternatives",
                result.translations.map { .array($0.alternatives.map { .string($0) }) })
        }
        if let detected = result.detected {
            add("detectedLanguage", input.texts.map { _ in detected.json })
        }
        add("translatedText", result.translations.map { .string($0.text) })
        return .object(members.map { ($0.0, $0.1) })
    }
}

extension DetectedLanguage {
    /// What is said where nobody can say.
    static let unknown = DetectedLanguage(code: "en", confidence: 0)

    /// As LibreTranslate writes it.
    var json: JSONValue {
        .object([("confidence", .number(confidence.rounded())), ("language", .string(code))])
    }
}

extension String {
    /// Whether a text has emoji and nothing else but white space.
    var isEmojiOnly: Bool {
        let visible = lazy.filter { !$0.isWhitespace }
        return visible.first?.isEmoji == true && visible.allSatisfy(\.isEmoji)
    }
}

extension Character {
    fileprivate var isEmoji: Bool {
        guard let first = unicodeScalars.first, first.properties.isEmoji else { return false }
        return first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}")
    }
}
