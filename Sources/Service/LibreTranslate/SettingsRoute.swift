import Documents
import Hummingbird
import Text

/// `GET /frontend/settings`: what a page needs to know.
struct SettingsRoute: Sendable {
    let state: ServiceState

    func respond(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let configuration = state.configuration
        let target = target(await state.engine.languages())
        return Response([
            "apiKeys": .truth(configuration.access.keys != nil),
            "charLimit": .integer(configuration.limits.characters ?? -1),
            "filesTranslation": .truth(configuration.features.translatesFiles),
            "frontendTimeout": .integer(configuration.features.frontendTimeout),
            "keyRequired": .truth(configuration.access.requiresKey),
            "language": [
                "source": ["code": .string(ServedLanguage.automatic), "name": "Auto Detect"],
                "target": ["code": .string(target.code), "name": .string(target.name)],
            ],
            "suggestions": .truth(state.suggestions != nil),
            "supportedFilesFormat": .array(
                DocumentFormat.all.flatMap(\.fileExtensions).map { .string(".\($0)") }),
        ])
    }

    /// English where something is translated into it, else the first there is.
    private func target(_ languages: [ServedLanguage]) -> (code: String, name: String) {
        let targets = languages.flatMap { language in
            language.targets.map(\.code).filter { $0 != language.code }
        }
        let code = targets.contains("en") ? "en" : targets.first ?? "en"
        return (code, LanguageCode.englishName(of: code))
    }
}
