import Hummingbird

/// `POST /detect`.
struct DetectRoute: Sendable {
    /// The most guesses of an answer.
    private static let count = 3

    let state: ServiceState

    func respond(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let limits = state.configuration.limits
        let entry = try await state.enter(request, context, bodyLimit: limits.body)
        let text = try entry.parameters.required("q")
        let found = try await state.within(seconds: limits.deadline, context) {
            await state.engine.detect(text)
        }
        let guesses = found.isEmpty ? [.unknown] : Array(found.prefix(Self.count))
        return Response(.array(guesses.map(\.json)))
    }
}
