import Basics
import HTTPTypes
import Hummingbird
import Pages

/// The page: `GET /`, and what belongs to it.
///
/// All of it is in the program. It asks nothing of another place, and could not: its policy allows what
/// comes from this service alone.
enum PageRoutes {
    /// What belongs to the page, by the name that it has under `/assets`.
    private static let assets: [String: (bytes: [UInt8], type: String)] = [
        "palette.css": (Array(InspectionPageResources.palette.utf8), "text/css; charset=utf-8"),
        "base.css": (Array(InspectionPageResources.base.utf8), "text/css; charset=utf-8"),
        "service.css": (PackageResources.service_css, "text/css; charset=utf-8"),
        "service.js": (PackageResources.service_js, "text/javascript; charset=utf-8"),
        "calls.js": (PackageResources.calls_js, "text/javascript; charset=utf-8"),
        "languages.js": (PackageResources.languages_js, "text/javascript; charset=utf-8"),
        "alignment.js": (PackageResources.alignment_js, "text/javascript; charset=utf-8"),
        "output.js": (PackageResources.output_js, "text/javascript; charset=utf-8"),
        "documents.js": (PackageResources.documents_js, "text/javascript; charset=utf-8"),
        "doubts.js": (PackageResources.doubts_js, "text/javascript; charset=utf-8"),
        "words.js": (PackageResources.words_js, "text/javascript; charset=utf-8"),
        "inside.js": (PackageResources.inside_js, "text/javascript; charset=utf-8"),
        "problems.js": (PackageResources.problems_js, "text/javascript; charset=utf-8"),
        "tabs.js": (PackageResources.tabs_js, "text/javascript; charset=utf-8"),
        "icon.svg": (PackageResources.icon_svg, "image/svg+xml"),
    ]

    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        + "img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'"

    /// Adds the routes.
    static func add(to router: ServiceRouter) {
        router.on(.get, "/") { request, _ in
            var response = file(
                PackageResources.index_html, "text/html; charset=utf-8", for: request)
            response.headers[.contentSecurityPolicy] = policy
            return response
        }
        router.on(.get, "/assets/{name}") { request, context in
            guard let asset = context.parameters.get("name").flatMap({ assets[$0] }) else {
                throw ServiceProblem(.notFound, "There is no such file.")
            }
            return file(asset.bytes, asset.type, for: request)
        }
    }

    /// A file; only that it is still the same for a browser that has it.
    private static func file(_ bytes: [UInt8], _ type: String, for request: Request) -> Response {
        let hash = SHA256.hash(bytes).prefix(16)
        let tag = "\"" + hash.map { String($0, radix: 16) }.joined(separator: "-") + "\""
        guard request.headers[.ifNoneMatch] != tag else {
            return Response(status: .notModified, headers: [.eTag: tag])
        }
        return Response(
            status: .ok,
            headers: [.contentType: type, .eTag: tag, .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: .init(bytes: bytes)))
    }
}
