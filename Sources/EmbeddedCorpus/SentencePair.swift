/// A sentence and its translation.
public struct SentencePair: Sendable {
    /// The language of `source`.
    public let from: Language
    /// The language of `target`.
    public let to: Language
    /// The sentence to translate.
    public let source: String
    /// The one translation of `source`.
    public let target: String
    /// The words that translate each other, as indices into `EmbeddedCorpus.words(in:)` of the
    /// source and of the target, in the order of the source. A word may have several partners or
    /// none.
    public let alignment: [(source: Int, target: Int)]
    /// ``alignment`` between the words that spaces alone separate: "l'homme" is one of them. A pair
    /// of words may occur several times.
    public var spacedAlignment: [(source: Int, target: Int)] {
        let (sources, targets) = (WordSplit.chunks(in: source), WordSplit.chunks(in: target))
        return alignment.map { (sources[$0.source], targets[$0.target]) }
    }
    /// Whether an adjective stands with a noun that it never stands with in training.
    public let heldOutCombination: Bool

    package init(
        _ utterance: Utterance, from: Language, to: Language, heldOutCombination: Bool = false
    ) {
        let sourceWords = from.realizer.words(utterance)
        let targetWords = to.realizer.words(utterance)
        self.from = from
        self.to = to
        source = from.realizer.text(sourceWords)
        target = to.realizer.text(targetWords)
        alignment = sourceWords.alignment(with: targetWords)
        self.heldOutCombination = heldOutCombination
    }
}

/// The corpus for one experiment.
public struct CorpusSplit: Sendable {
    /// Without the combinations that the test holds out.
    public let training: [SentencePair]
    /// Like the training sentences, none of which it repeats.
    public let validation: [SentencePair]
    /// Every fifth, with `heldOutCombination`, combines an adjective and a noun anew.
    public let test: [SentencePair]
}
