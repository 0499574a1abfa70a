import HTTPTypes
import Hummingbird

/// What a request under `/v1` says: JSON, as which it has to be sent.
struct JSONBody: RequestContent {
    private static let keyField = "api_key"

    let value: JSONValue

    init(_ request: Request, body: [UInt8]) throws(ServiceProblem) {
        guard HeaderValue(parsing: request.headers[.contentType] ?? "").value == "application/json"
        else {
            throw ServiceProblem(
                .unsupportedMediaType, "The request is not JSON. Send it as application/json.")
        }
        do {
            value = try JSONValue(parsing: body)
        } catch {
            throw StrictJSON.problem("The request is not JSON.")
        }
    }

    var key: String? {
        get throws(ServiceProblem) {
            switch value[Self.keyField] {
            case nil, .null?: return nil
            case .string(let key)?: return key
            case _?: throw StrictJSON.problem("The request: \(Self.keyField) is not a text.")
            }
        }
    }

    /// The members of the request.
    ///
    /// - Parameter fields: The names that they may have; each request may have a key besides.
    /// - Throws: ``ServiceProblem`` when it is no object, or has another member.
    func members(_ fields: String...) throws(ServiceProblem) -> StrictJSON {
        try StrictJSON(value, "The request", fields: fields + [Self.keyField])
    }
}
