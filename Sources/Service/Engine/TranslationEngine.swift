package import CalqueKit

/// What the routes of a service ask of whatever translates for it.
package protocol TranslationEngine: Sendable {
    /// The languages that can be translated from or into, each with those that it can be translated
    /// into, itself among them.
    func languages() async -> [ServedLanguage]

    /// Translates texts, or segments with codes.
    ///
    /// - Throws: ``EngineProblem``, or `CalqueError` where an option is wrong; `CancellationError`
    ///   when the task is cancelled.
    func translate(_ request: EngineRequest) async throws -> EngineAnswer

    /// Translates a document.
    ///
    /// - Returns: Its translation.
    /// - Throws: As ``translate(_:)-(EngineRequest)``, and `CalqueError` where the document cannot be
    ///   read.
    func translate(_ document: EngineDocument) async throws -> [UInt8]

    /// How a translation may go on after its beginning, the likeliest word first.
    ///
    /// It goes on in the line and the sentence in which the beginning ends, as
    /// `TranslationRequest.targetPrefix` has it.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - beginning: The beginning of its translation.
    ///   - source: The text's language; nil for what is detected.
    ///   - target: The language of the translation.
    ///   - client: Who asks.
    ///   - count: How many are wanted at most.
    /// - Throws: As the others do.
    func continuations(
        of text: String, after beginning: String, from source: String?, into target: String,
        client: String, count: Int
    ) async throws -> [EngineContinuation]

    /// What a model looks at while it translates a text, or is given a translation.
    ///
    /// - Throws: As the others do, and `CalqueError` where two models translate.
    func attention(
        of text: String, to translation: String?, from source: String, into target: String,
        client: String
    ) async throws -> AttentionMap

    /// A page of what a model does with the first sentence of a text: HTML that is one file.
    ///
    /// - Throws: As the others do, and `CalqueError` where two models translate.
    func inspectionPage(
        of text: String, from source: String, into target: String, client: String
    ) async throws -> String

    /// The models.
    func models() async -> [EngineModel]

    /// The languages that a text may be in, the likeliest first; none where nobody can say.
    func detect(_ text: String) async -> [DetectedLanguage]

    /// Whether requests can be answered now.
    var isReady: Bool { get async }

    /// Reads its models again, without a request lost.
    func reload() async
}

/// Why an engine does not translate.
package enum EngineProblem: Error, Equatable {
    /// There is no such language.
    case unknownLanguage(String)
    /// There is no way from a language to another.
    case noPair(source: String, target: String)
    /// Too much waits.
    case busy(retryAfterSeconds: Int)
    /// The model cannot be loaded; the sentence is for the operator's log.
    case broken(String)
}
