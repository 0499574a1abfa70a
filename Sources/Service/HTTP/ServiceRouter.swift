import HTTPTypes
import Hummingbird

/// The routes of a service, and which methods each path has.
///
/// Hummingbird answers a wrong method as if there were no such path; the table tells the two apart.
final class ServiceRouter {
    typealias Handler =
        @Sendable (Request, ServiceRequestContext) async throws -> Response

    private let state: ServiceState
    private var all: [(method: HTTPRequest.Method, path: String, handler: Handler)] = []

    /// A router whose requests go through what every service has around its routes.
    init(_ state: ServiceState) { self.state = state }

    /// Adds a route.
    ///
    /// - Parameter path: With names in braces, as OpenAPI writes it: `/assets/{name}`. `**` at its end
    ///   stands for whatever follows.
    func on(_ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler) {
        all.append((method, path, handler))
    }

    /// Every route, as method and path.
    var routes: [(method: HTTPRequest.Method, path: String)] { all.map { ($0.method, $0.path) } }

    /// What answers requests.
    func buildResponder() -> RouterResponder<ServiceRequestContext> {
        let router = Router(
            context: ServiceRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ServiceShell(state: state, table: RouteTable(routes: routes)))
        for route in all {
            router.on(RouterPath(route.path), method: route.method, use: route.handler)
        }
        do {
            try router.validate()
        } catch {
            preconditionFailure("routes of which one hides another: \(error)")
        }
        return router.buildResponder()
    }
}

/// Which methods a path has.
struct RouteTable {
    let routes: [(method: HTTPRequest.Method, path: String)]

    /// The methods of the routes that a path belongs to, HEAD and OPTIONS among them; none where there
    /// is no such path.
    func methods(of path: String) -> [HTTPRequest.Method] {
        let parts = path.split(separator: "/")
        let found = routes.filter { Self.matches(parts, $0.path.split(separator: "/")) }
            .map(\.method)
        guard !found.isEmpty else { return [] }
        let all = found + (found.contains(.get) ? [.head] : []) + [.options]
        return all.enumerated().filter { !all[..<$0.offset].contains($0.element) }.map(\.element)
    }

    private static func matches(_ path: [Substring], _ pattern: [Substring]) -> Bool {
        if pattern.last == "**" {
            return path.count >= pattern.count - 1 && path.starts(with: pattern.dropLast())
        }
        return path.count == pattern.count
            && zip(path, pattern).allSatisfy { $0 == $1 || $1.hasPrefix("{") }
    }
}
