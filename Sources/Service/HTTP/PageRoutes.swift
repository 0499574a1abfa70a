import Basics
import HTTPTypes
import Hummingbird
import Pages

/// The page: `GET /`, and what belongs to it.
///
/// All of it is in the program. It asks nothing of another place, and could not: its policy allows what
/// comes from this service alone.
enum PageRoutes {
    /// A file of the page.
    private struct File {
        let bytes: [UInt8]
        let type: String
        /// What tells it from another version of it.
        let tag: String

        init(_ name: String, _ bytes: [UInt8]) {
            self.bytes = bytes
            type =
                switch name.split(separator: ".").last {
                case "html": "text/html; charset=utf-8"
                case "css": "text/css; charset=utf-8"
                case "js": "text/javascript; charset=utf-8"
                case "svg": "image/svg+xml"
                default: "application/octet-stream"
                }
            let hash = SHA256.hash(bytes).prefix(16)
            tag = "\"" + hash.map { String($0, radix: 16) }.joined(separator: "-") + "\""
        }

        /// The file; only that it is still the same for a browser that has it.
        func response(to request: Request) -> Response {
            guard request.headers[.ifNoneMatch] != tag else {
                return Response(status: .notModified, headers: [.eTag: tag])
            }
            return Response(
                status: .ok,
                headers: [.contentType: type, .eTag: tag, .cacheControl: "no-cache"],
                body: ResponseBody(byteBuffer: .init(bytes: bytes)))
        }
    }

    private static let page = File("index.html", PackageResources.index_html)

    /// What belongs to the page, by the name that it has under `/assets`.
    private static let assets = Dictionary(
        uniqueKeysWithValues: [
            ("palette.css", Array(InspectionPageResources.palette.utf8)),
            ("base.css", Array(InspectionPageResources.base.utf8)),
            ("service.css", PackageResources.service_css),
            ("service.js", PackageResources.service_js),
            ("calls.js", PackageResources.calls_js),
            ("languages.js", PackageResources.languages_js),
            ("alignment.js", PackageResources.alignment_js),
            ("output.js", PackageResources.output_js),
            ("documents.js", PackageResources.documents_js),
            ("doubts.js", PackageResources.doubts_js),
            ("words.js", PackageResources.words_js),
            ("inside.js", PackageResources.inside_js),
            ("problems.js", PackageResources.problems_js),
            ("tabs.js", PackageResources.tabs_js),
            ("icon.svg", PackageResources.icon_svg),
        ].map { name, bytes in (name, File(name, bytes)) })

    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        + "img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'"

    /// Adds the routes.
    static func add(to router: ServiceRouter) {
        router.on(.get, "/") { request, _ in
            var response = page.response(to: request)
            response.headers[.contentSecurityPolicy] = policy
            return response
        }
        router.on(.get, "/assets/{name}") { request, context in
            guard let asset = context.parameters.get("name").flatMap({ assets[$0] }) else {
                throw ServiceProblem(.notFound, "There is no such file.")
            }
            return asset.response(to: request)
        }
    }
}
