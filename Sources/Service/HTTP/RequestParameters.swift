import HTTPTypes
import Hummingbird
import NIOCore

/// What a request says, however it says it: as JSON, where Content-Type says so; else in the query, in
/// a form or in a form of parts.
struct RequestParameters: RequestContent {
    /// A file of a form.
    struct File: Sendable {
        let name: String
        let bytes: [UInt8]
    }

    /// Every parameter by name; of several with one name the first, of JSON the last.
    private var values: [String: JSONValue] = [:]
    /// Every file of a form by its field's name.
    private(set) var files: [String: File] = [:]

    /// Reads a request and its body.
    ///
    /// - Throws: ``ServiceProblem`` when they cannot be understood.
    init(_ request: Request, body: [UInt8]) throws(ServiceProblem) {
        let type = HeaderValue(parsing: request.headers[.contentType] ?? "")
        if Self.isJSON(type.value) {
            values = try Self.json(body)
            return
        }
        for (name, value) in try FormEncoding.fields((request.uri.query ?? "").utf8) {
            add(name, value)
        }
        switch type.value {
        case "application/x-www-form-urlencoded":
            for (name, value) in try FormEncoding.fields(body) { add(name, value) }
        case "multipart/form-data":
            try addParts(body, boundary: type.parameters["boundary"] ?? "")
        default: break
        }
    }

    var key: String? { get throws(ServiceProblem) { try text("api_key") } }

    /// A parameter, whatever it is; nil where there is none.
    subscript(_ name: String) -> JSONValue? { values[name] }

    private static func isJSON(_ type: String) -> Bool {
        type == "application/json" || (type.hasPrefix("application/") && type.hasSuffix("+json"))
    }

    private static func json(_ body: [UInt8]) throws(ServiceProblem) -> [String: JSONValue] {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: body)
        } catch {
            throw .notUnderstood
        }
        guard case .object(let members) = value else {
            throw ServiceProblem(.badRequest, "Invalid JSON format")
        }
        return Dictionary(members.map { ($0.name, $0.value) }) { _, last in last }
    }

    private mutating func add(_ name: String, _ value: String) {
        guard values[name] == nil else { return }
        values[name] = .string(Self.withLineFeeds(value))
    }

    private mutating func addParts(
        _ body: [UInt8], boundary: String
    ) throws(ServiceProblem) {
        for part in try Multipart.parts(of: body, boundary: boundary) {
            if let fileName = part.fileName {
                guard files[part.name] == nil else { continue }
                files[part.name] = File(name: fileName, bytes: Array(part.content))
            } else {
                add(part.name, part.text)
            }
        }
    }

    /// Forms end lines as HTTP does, whatever ended them before.
    private static func withLineFeeds(_ text: String) -> String {
        guard text.utf8.contains(13) else { return text }
        let unix = text.replacing("\r\n", with: "\n")
        return String(String.UnicodeScalarView(unix.unicodeScalars.map { $0 == "\r" ? "\n" : $0 }))
    }
}

extension RequestParameters {
    /// A parameter that is text; nil where it is missing or empty.
    ///
    /// - Throws: ``ServiceProblem`` naming the parameter where it is no text.
    func text(_ name: String) throws(ServiceProblem) -> String? {
        switch self[name] {
        case nil, .null?: return nil
        case .string(let text)?: return text.isEmpty ? nil : text
        case _?:
            throw ServiceProblem(.badRequest, "Invalid request: \(name) parameter is not a string")
        }
    }

    /// A parameter that has to be there.
    ///
    /// - Throws: ``ServiceProblem`` naming it where it is missing.
    func required(_ name: String) throws(ServiceProblem) -> String {
        guard let text = try text(name) else { throw .missing(name) }
        return text
    }

    /// A parameter that is there, whatever it is: an empty text and an empty list are none.
    ///
    /// - Throws: ``ServiceProblem`` naming it where it is missing.
    func present(_ name: String) throws(ServiceProblem) -> JSONValue {
        switch self[name] {
        case nil, .null?, .string("")?, .array([])?, .truth(false)?, .integer(0)?:
            throw .missing(name)
        case let value?: return value
        }
    }
}

extension ServiceProblem {
    /// What LibreTranslate answers to what it cannot read.
    static let notUnderstood = ServiceProblem(
        .badRequest,
        "The browser (or proxy) sent a request that this server could not understand.")

    /// A parameter is missing.
    static func missing(_ name: String) -> ServiceProblem {
        ServiceProblem(.badRequest, "Invalid request: missing \(name) parameter")
    }
}
