import Hummingbird

/// `POST /translate`.
struct TranslateRoute: Sendable {
    let state: ServiceState

    func respond(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let entry = try await state.enter(request, context, as: RequestParameters.self) {
            parameters, _ in
            max(1, parameters["q"]?.array?.count ?? 1)
        }
        let input = try TranslateInput(
            entry.content, entry.client, state.configuration.limits, await state.engine.languages())
        let wanted = input.request(entry.client.name)
        let answer = try await state.within(context, isShort: entry.isShort) {
            try await state.engine.translate(wanted)
        }
        return Response(Self.json(input, answer))
    }

    private static func json(_ input: TranslateInput, _ answer: EngineAnswer) -> JSONValue {
        var members: JSONValue.Members = []
        /// One of a single text, a list of those of several.
        func add(_ name: String, _ values: [JSONValue]) {
            members.append((name, input.isBatch ? .array(values) : values.first ?? .null))
        }
        if input.alternatives > 0 {
            add(
                "alternatives",
                answer.translations.map { .strings($0.alternatives) })
        }
        if let detected = answer.detected {
            add("detectedLanguage", input.texts.map { _ in detected.json })
        }
        add("translatedText", answer.translations.map { .string($0.text) })
        return .object(members)
    }
}

extension TranslateInput {
    /// What the engine is asked for.
    fileprivate func request(_ client: String) -> EngineRequest {
        var request = EngineRequest(
            .texts(texts, format), from: languages.source, into: languages.target)
        request.alternatives = format == .text ? alternatives : 0
        request.client = client
        return request
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
