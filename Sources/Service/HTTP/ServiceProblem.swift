package import HTTPTypes
package import Hummingbird
import NIOCore

/// An answer that says what is wrong with a request: `{"error": "…"}`, as LibreTranslate's clients
/// read it.
package struct ServiceProblem: Error, Equatable {
    package let status: HTTPResponse.Status
    /// What is wrong, in a sentence.
    package let message: String
    /// After how many seconds it may be tried again.
    package var retryAfter: Int?
    /// Whether the connection ends with the answer, for what follows cannot be understood either.
    package var endsConnection = false

    package init(_ status: HTTPResponse.Status, _ message: String, retryAfter: Int? = nil) {
        self.status = status
        self.message = message
        self.retryAfter = retryAfter
    }

    /// What is wrong, as JSON.
    var json: JSONValue { ["error": .string(message)] }

    /// The same, with which the connection ends.
    func closing() -> ServiceProblem {
        var problem = self
        problem.endsConnection = true
        return problem
    }

    /// The answer.
    package var response: Response {
        var response = Response(status: status, json)
        if let retryAfter { response.headers[.retryAfter] = "\(retryAfter)" }
        // The rest of what the client sends is not read.
        if endsConnection || [.contentTooLarge, .requestTimeout].contains(status) {
            response.headers[.connection] = "close"
        }
        if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }
}

extension ServiceProblem: HTTPResponseError {
    package func response(from request: Request, context: some RequestContext) -> Response {
        response
    }
}

extension JSONValue {
    /// The body of an answer.
    var body: String { text + "\n" }
}

extension Response {
    /// An answer of JSON.
    package init(status: HTTPResponse.Status = .ok, _ value: JSONValue) {
        self.init(status: status, text: value.body, type: "application/json")
    }

    /// An answer of text.
    ///
    /// - Parameter type: Its media type.
    package init(status: HTTPResponse.Status = .ok, text: String, type: String) {
        self.init(
            status: status, headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
