import HTTPTypes
import Hummingbird

/// Translations, and how they may go on.
extension VersionOneRoutes {
    /// `POST /v1/translate`.
    func translate(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> Response {
        let entry = try await state.enter(request, context, as: JSONBody.self) { body, _ in
            max(1, (body.value["texts"]?.array ?? body.value["segments"]?.array)?.count ?? 1)
        }
        let wanted = try EngineRequest(
            entry.content, state.configuration.limits, entry.client)
        if Self.wantsEvents(request) { return try await stream(wanted, context) }
        return try await state.within(context, isShort: entry.isShort) {
            let answer = try await state.engine.translate(wanted)
            let translations = answer.translations.map { JSONValue.object(wanted.json($0)) }
            return Response(.object(answer.summary + [("translations", .array(translations))]))
        }
    }

    /// Whether a client takes events, as Accept says.
    private static func wantsEvents(_ request: Request) -> Bool {
        let types = (request.headers[.accept] ?? "").split(separator: ",")
        return types.map { HeaderValue(parsing: String($0)) }.contains {
            $0.value == "text/event-stream" && Double($0.parameters["q"] ?? "") != 0
        }
    }

    /// An event for every text as soon as it is translated, and one at the end.
    private func stream(
        _ wanted: EngineRequest, _ context: ServiceRequestContext
    ) async throws -> Response {
        try await EventStream.response(problem: { ServiceProblem($0, context.logger) }) { send in
            var request = wanted
            request.onTranslation = { place, translation in
                send(
                    .init(
                        name: "translation",
                        data: .object([("index", .integer(place))] + wanted.json(translation))))
            }
            // Here and not around the answer, which begins with the first event.
            try await state.within(context) { [request] in
                let answer = try await state.engine.translate(request)
                send(.init(name: "done", data: .object(answer.summary)))
            }
        }
    }

    /// `POST /v1/continuations`.
    func continuations(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> Response {
        let entry = try await state.enter(request, context, as: JSONBody.self)
        let json = try entry.content.members("text", "source", "target", "after", "count")
        let text = try json.required("text")
        try entry.client.check(characters: text.unicodeScalars.count)
        let (source, target) = (try json.source(), try json.required("target"))
        let after = try json.text("after") ?? ""
        let count = try json.integer("count", in: 1...SearchBounds.beam, default: 5)
        return try await state.within(context) {
            let found = try await state.engine.continuations(
                of: text, after: after, from: source, into: target, client: entry.client.name,
                count: count)
            return Response(.object([("continuations", .array(found.map(\.json)))]))
        }
    }
}

extension EngineRequest {
    /// What became of a text, in the form that was asked for.
    fileprivate func json(_ translation: EngineTranslation) -> JSONValue.Members {
        translation.json(alignment: wantsAlignment, codes: input.hasCodes)
    }
}

extension EngineContinuation {
    fileprivate var json: JSONValue {
        .object([
            ("word", .string(word)), ("text", .string(text)), ("score", .number(score)),
        ])
    }
}
