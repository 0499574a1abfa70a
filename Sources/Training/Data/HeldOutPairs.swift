public import Text

/// Sentence pairs to validate or to test with, as text and as tokens.
public struct HeldOutPairs: Sendable {
    /// The pairs as tokens.
    public let corpus: EncodedCorpus
    /// The source sentences.
    public let sources: [String]
    /// Their right translations.
    public let references: [String]

    /// Pairs that are at hand, in the same order in all three.
    public init(corpus: EncodedCorpus, sources: [String], references: [String]) {
        self.corpus = corpus
        self.sources = sources
        self.references = references
    }

    /// Reads pairs as they are, but for those that a model cannot take.
    ///
    /// - Parameters:
    ///   - text: The pairs.
    ///   - tokenizer: The model's tokenizer.
    ///   - maximumLength: The positions of the model.
    /// - Returns: The pairs, and what was left out.
    /// - Throws: `CalqueError` when a file cannot be read or nothing is left.
    public static func read(
        _ text: ParallelCorpus, _ tokenizer: TranslationTokenizer, maximumLength: Int
    ) throws -> (pairs: HeldOutPairs, report: CorpusReport) {
        var filters = CorpusFilters()
        filters.maximumTokens = maximumLength - 1
        filters.maximumLengthRatio = nil
        let (corpus, report) = try text.encoded(
            with: tokenizer, filters: filters, keepsText: true)
        func lines(_ text: PackedText?) -> [String] { (0..<corpus.count).map { text?[$0] ?? "" } }
        let pairs = HeldOutPairs(
            corpus: corpus, sources: lines(corpus.sourceText),
            references: lines(corpus.targetText))
        return (pairs, report)
    }
}
