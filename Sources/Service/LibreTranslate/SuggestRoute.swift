import Foundation
import Hummingbird

/// `POST /suggest`: somebody knows a better translation.
struct SuggestRoute: Sendable {
    let state: ServiceState

    func respond(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let entry = try await state.enter(request, context, as: RequestParameters.self)
        guard let file = state.suggestions else {
            throw ServiceProblem(.forbidden, "Suggestions are disabled on this server.")
        }
        let names = ["q", "s", "source", "target"]
        var members: JSONValue.Members = [("time", .string(Date().ISO8601Format()))]
        for name in names { members.append((name, .string(try entry.content.required(name)))) }
        try file.add(.object(members))
        return Response(["success": true])
    }
}
