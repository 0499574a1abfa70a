/// A line to translate.
public struct TranslationRequest: Sendable, Hashable, Codable {
    /// The line.
    public var line: String
    /// What its translation begins with: forced decoding. Empty for nothing.
    ///
    /// The translation begins with it as it is written, with what the vocabulary lacks and whatever
    /// normalisation would make of it; the model reads it as it reads any text. Unless it ends in a
    /// space, the model may go on with its last word: "the red hou" becomes "the red house".
    ///
    /// Of a line that is translated sentence by sentence, every sentence of the prefix but the last
    /// is the whole translation of one sentence of the line, in order; the last begins that of the
    /// next, unless the prefix ends with it and the line goes on. What is more than the line's
    /// sentences begins the translation of its last one. A prefix that ends in a line break is the
    /// whole translation of the line.
    public var targetPrefix: String

    /// Words of the line whose translations are asked for. Each is found in the translation of the
    /// sentence that has it, where the search can put it there: ``TranslationResult/terms`` says
    /// which are.
    public var terms: [RequiredTerm]

    /// Whether ``LineTranslating`` is to say which parts of the line and its translation go together.
    /// It costs some of the time of a search; without it the pieces of a translation are none.
    public var needsAlignment = true

    /// A line, what its translation begins with, and what it has in it.
    public init(_ line: String, targetPrefix: String = "", terms: [RequiredTerm] = []) {
        self.line = line
        self.targetPrefix = targetPrefix
        self.terms = terms
    }
}

extension TranslationRequest {
    /// Decodes a line. What came later than ``line`` and ``targetPrefix`` may be left out.
    ///
    /// - Parameter decoder: Has the line.
    /// - Throws: `DecodingError` when something is missing, or of another type.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try values.decode(String.self, forKey: .line),
            targetPrefix: try values.decode(String.self, forKey: .targetPrefix),
            terms: try values.decodeIfPresent([RequiredTerm].self, forKey: .terms) ?? [])
        needsAlignment = try values.decodeIfPresent(Bool.self, forKey: .needsAlignment) ?? true
    }
}
