import Tensors
import Text

/// The sentences that the hypotheses of a search translate.
struct HypothesisSources {
    private let offsets: [Int]
    /// The sentence of every hypothesis.
    private var sentences: [Int]

    /// One hypothesis for every sentence, in order.
    init(of source: PackedSentences) {
        offsets = source.offsets
        sentences = Array(0..<source.count)
    }

    /// The number of hypotheses.
    var count: Int { sentences.count }

    /// Keeps hypotheses `kept`, in that order; one may be kept several times.
    mutating func select(_ kept: [Int32]) { sentences = kept.map { sentences[Int($0)] } }

    /// The source rows of every hypothesis's sentence.
    var rows: [Range<Int>] { sentences.map { offsets[$0]..<offsets[$0 + 1] } }

    /// Every hypothesis, one query, against the source rows of its sentence.
    var segments: AttentionSegments { AttentionSegments(oneQueryEach: rows) }
}
