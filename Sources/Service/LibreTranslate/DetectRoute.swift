import Hummingbird

/// `POST /detect`.
struct DetectRoute: Sendable {
    /// The most guesses of an answer.
    private static let count = 3

    let state: ServiceState

    func respond(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let entry = try await state.enter(request, context, as: RequestParameters.self)
        let text = try entry.content.required("q")
        let found = try await state.within(context) {
            await state.engine.detect(text)
        }
        let guesses = found.isEmpty ? [.unknown] : Array(found.prefix(Self.count))
        return Response(.array(guesses.map(\.json)))
    }
}
