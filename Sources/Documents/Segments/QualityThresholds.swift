/// From where on a translation is said to be worth a look.
///
/// Measured on 500 sentences of Multi30k's validation set and what was made of them, with a student
/// (D) and a teacher (T1) of English to German, and Firefox's English to Portuguese. Flagged, in
/// percent, with the usual thresholds and scores compared with those of the other sentences:
///
/// | source or translation | D | T1 | Firefox |
/// | --- | --- | --- | --- |
/// | good | 1.0 | 2.7 | 1.6 |
/// | another language (French) | 85 | 100 | 100 |
/// | random letters | 98 | 100 | 100 |
/// | half of the translation is missing | 100 | 99 | |
/// | the translation is there twice | 100 | 99 | |
/// | words in random order | 5 | 7 | 49 |
public struct QualityThresholds: Sendable, Equatable {
    /// A mean log-probability below it is improbable.
    public var leastScore = -1.5
    /// So is one that is further below the median of a call's sentences than this multiple of their
    /// median distance from it: models differ more in their scores than sentences do.
    public var mostDeviations = 5.0
    /// How many sentences a call has at least whose scores are compared.
    public var leastSentences = 30
    /// A word of the source that gets less attention is not covered. Off: models that were trained
    /// on alignments leave a word of every second good sentence without any.
    public var leastCoverage: Double?
    /// A translation that is shorter than this share of its source is too short.
    public var leastLengthRatio = 0.5
    /// One longer than this multiple of its source is too long.
    public var mostLengthRatio = 2.0
    /// Sentences of fewer characters may have any length.
    public var leastLength = 20
    /// A translation is none if this share of its words is the source's; no good one had more than
    /// a third.
    public var mostCopied = 0.6

    /// The usual thresholds.
    public init() {}
}
