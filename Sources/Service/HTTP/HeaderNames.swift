import HTTPTypes

extension HTTPField.Name {
    /// For whom a proxy asks.
    static let xForwardedFor = HTTPField.Name.known("X-Forwarded-For")
    /// How a client speaks to a proxy.
    static let xForwardedProto = HTTPField.Name.known("X-Forwarded-Proto")
    /// What tells a request from others in logs.
    static let requestID = HTTPField.Name.known("X-Request-ID")
    /// What a page tells others of where it was.
    static let referrerPolicy = HTTPField.Name.known("Referrer-Policy")
    /// Whether nginx keeps an answer until there is more of it.
    static let accelBuffering = HTTPField.Name.known("X-Accel-Buffering")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is no name") }
        return field
    }
}
