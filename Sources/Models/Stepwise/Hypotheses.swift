import Tensors
import Text

/// Which rows of a decoder's states belong to its hypotheses.
///
/// Choosing hypotheses only changes this list; states are moved at the next step, where there is a
/// context to do it.
struct HypothesisRows {
    /// The row of every hypothesis.
    private var rows: [Int32]

    /// Row h belongs to hypothesis h.
    init(count: Int) { rows = (0..<count).map(Int32.init) }

    /// Keeps hypotheses `kept`, in that order; one may be kept several times.
    mutating func select(_ kept: [Int32]) { rows = kept.map { rows[Int($0)] } }

    /// Gives row h to hypothesis h, and tells how states are to be moved for that: from which row
    /// each of the first `filled` rows is to be taken, −1 after the last hypothesis; nil when they
    /// are so already.
    ///
    /// - Parameter present: The rows that the states have now.
    mutating func settle(filledTo filled: Int, from present: Int) -> [Int32]? {
        let settled = HypothesisRows(count: rows.count)
        defer { self = settled }
        if present == filled && rows == settled.rows { return nil }
        return rows + repeatElement(-1, count: filled - rows.count)
    }
}

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
