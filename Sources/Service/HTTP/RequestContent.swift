import Hummingbird

/// What a request says, in the form in which its route takes it.
protocol RequestContent: Sendable {
    /// Reads a request.
    ///
    /// - Parameter body: Its body.
    /// - Throws: ``ServiceProblem`` when it cannot be understood.
    init(_ request: Request, body: [UInt8]) throws(ServiceProblem)

    /// The key that came with it as a parameter; nil for none.
    var key: String? { get throws(ServiceProblem) }
}
