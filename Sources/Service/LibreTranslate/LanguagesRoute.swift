import Hummingbird

/// `GET /languages`. A body is not looked at: libretranslatepy sends one.
struct LanguagesRoute: Sendable {
    let state: ServiceState

    func respond(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let languages = await state.engine.languages()
        return Response(.array(languages.map(Self.json)))
    }

    private static func json(_ language: ServedLanguage) -> JSONValue {
        .object([
            ("code", .string(language.code)), ("name", .string(language.name)),
            ("targets", .strings(language.targets.map(\.code))),
        ])
    }
}
