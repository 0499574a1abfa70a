import Tensors

/// Which rows of a decoder's states belong to its hypotheses.
///
/// Choosing hypotheses only changes this list; states are moved at the next step, where there is a
/// context to do it.
struct HypothesisRows {
    private let sourceOffsets: [Int]
    /// The sentence that every hypothesis translates.
    private var sentences: [Int]
    /// The row of every hypothesis.
    private var rows: [Int32]

    /// One hypothesis for every sentence, in order.
    init(sourceOffsets: [Int]) {
        self.sourceOffsets = sourceOffsets
        sentences = Array(0..<sourceOffsets.count - 1)
        rows = sentences.map(Int32.init)
    }

    /// The number of hypotheses.
    var count: Int { sentences.count }

    /// Keeps hypotheses `kept`, in that order; one may be kept several times.
    mutating func select(_ kept: [Int32]) {
        rows = kept.map { rows[Int($0)] }
        sentences = kept.map { sentences[Int($0)] }
    }

    /// The row that every row of the states is to be taken from, as many as are asked for, −1 behind
    /// the last hypothesis; nil when the states are so already.
    ///
    /// - Parameter present: The rows that the states have now.
    mutating func moves(filledTo filled: Int, from present: Int) -> [Int32]? {
        defer { rows = (0..<count).map(Int32.init) }
        let indices = rows + repeatElement(-1, count: filled - count)
        return present == filled && indices.prefix(count).elementsEqual(0..<Int32(count))
            ? nil : indices
    }

    /// The source rows of a hypothesis's sentence.
    func sourceRows(_ hypothesis: Int) -> Range<Int> {
        let sentence = sentences[hypothesis]
        return sourceOffsets[sentence]..<sourceOffsets[sentence + 1]
    }

    /// Every hypothesis against the source rows of its sentence.
    var segments: AttentionSegments {
        AttentionSegments(
            sentences.indices.map { .init(queries: $0..<$0 + 1, keys: sourceRows($0)) })
    }
}
