import Documents
import Hummingbird

/// `POST /translate_file`: a document in a form, and an address where its translation can be fetched.
struct TranslateFileRoute: Sendable {
    let state: ServiceState

    func respond(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let limits = state.configuration.limits
        let entry = try await state.enter(
            request, context, as: RequestParameters.self,
            bodyLimit: limits.document + Self.formRoom, cost: Self.cost)
        // Its bytes count until the document is translated.
        defer { withExtendedLifetime(entry.bytes) {} }
        guard state.configuration.features.translatesFiles else {
            throw ServiceProblem(.forbidden, "Files translation are disabled on this server.")
        }
        let document = try Self.document(entry, await state.engine.languages())
        let translated = try await state.within(seconds: limits.documentDeadline, context) {
            try await state.engine.translate(document)
        }
        let name = try await state.shelf.keep(translated, name: document.name)
        let origin = state.admission.origin(request, context)
        return Response(["translatedFileUrl": .string("\(origin)/download_file/\(name)")])
    }

    /// What a form may have beside its document.
    private static let formRoom = 64 << 10

    /// A document counts as the texts that it could be cut into.
    private static func cost(_ parameters: RequestParameters, _ client: Admission.Client) -> Int {
        guard let file = parameters.files["file"], let limit = client.characters else { return 1 }
        return max(1, file.bytes.count / limit)
    }

    private static func document(
        _ entry: ServiceState.Entry<RequestParameters>, _ languages: [ServedLanguage]
    ) throws(ServiceProblem) -> EngineDocument {
        guard let file = entry.content.files["file"] else { throw .notUnderstood }
        let source = try entry.content.required("source")
        let target = try entry.content.required("target")
        guard !file.name.isEmpty && !file.bytes.isEmpty else {
            throw ServiceProblem(.badRequest, "Invalid request: empty file")
        }
        let name = FileShelf.safe(file.name)
        guard let format = DocumentFormat.of(fileName: name) else {
            throw ServiceProblem(.badRequest, "Invalid request: file format not supported")
        }
        let choice = try LanguageChoice(source, target, languages)
        return EngineDocument(
            file.bytes, name: name, format: format, from: choice.source, into: choice.target,
            client: entry.client.name)
    }
}
