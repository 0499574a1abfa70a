import Basics
import Foundation
import HTTPTypes
import Hummingbird

/// `GET /docs`: what the service understands, as a page for people.
struct DocumentationRoute: Sendable {
    let state: ServiceState

    func respond(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try state.admission.count(request, context)
        var response = Response(text: Self.page, type: "text/html; charset=utf-8")
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'sha256-\(Self.styleHash)'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'"
        return response
    }

    private static let style = """
        :root { color-scheme: light dark }
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
        h2 { margin-top: 2rem } code { font-family: ui-monospace, monospace }
        dt { font-weight: 600 } dd { margin: 0 0 .4rem 1.5rem }
        """

    private static let styleHash = Data(SHA256.hash(Array(style.utf8))).base64EncodedString()

    private static let page = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Translation service</title>
        <meta name="viewport" content="width=device-width, initial-scale=1"><style>\(style)</style></head>
        <body><main><h1>Translation service</h1>
        <p>\(escaped(text(APIDescription.document["info"]?["description"]))) The same for programs:
        <a href="/openapi.json">/openapi.json</a>.</p>
        \(operations)
        </main></body></html>

        """

    private static var operations: String {
        (APIDescription.document["paths"]?.members ?? []).flatMap { path, item in
            item.members.map { method, operation in
                """
                <section><h2><code>\(method.uppercased()) \(escaped(path))</code></h2>
                <p>\(escaped(text(operation["summary"])))</p>\(fields(operation))</section>
                """
            }
        }.joined(separator: "\n")
    }

    private static func fields(_ operation: JSONValue) -> String {
        let content = operation["requestBody"]?["content"]?.members ?? []
        let schema = APIDescription.schema(content.last?.value["schema"])
        let items = (schema?["properties"]?.members ?? []).map { name, property in
            let meaning = text(APIDescription.schema(property)?["description"])
            return "<dt><code>\(escaped(name))</code></dt><dd>\(escaped(meaning))</dd>"
        }
        return items.isEmpty ? "" : "<dl>\(items.joined())</dl>"
    }

    private static func text(_ value: JSONValue?) -> String { value?.string ?? "" }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
