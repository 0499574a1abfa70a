import Hummingbird

/// `GET /languages`. A body is not looked at: libretranslatepy sends one.
struct LanguagesRoute: Sendable {
    let state: ServiceState

    func respond(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let languages = await state.languages.all
        return Response(.array(languages.map(Self.json)))
    }

    private static func json(_ language: ServedLanguage) -> JSONValue {
        let targets = language.targets.map(\.code)
        let all = Set(targets + [language.code]).sorted()
        return .object([
            ("code", .string(language.code)), ("name", .string(language.name)),
            ("targets", .array(all.map { .string($0) })),
        ])
    }
}
