/// Packed sentences as a recurrence walks them: step by step, all sentences at once.
///
/// The sentences are sorted by falling length, so that those that still go on at a step are the
/// first ones. A matrix in the order of time has the rows of step 0, then those of step 1, and so
/// on; within a step, row r belongs to the same sentence in all steps. The rows of a step are
/// filled up, so that products meet few shapes; filler rows carry on with what a sentence that is
/// over, or none, left there, and nothing depends on them.
public struct TimeSteps: Sendable {
    /// Where each step begins in the order of time, then where the last one ends. `[count + 1]`
    public let offsets: [Int]
    /// The sentences by falling length: row r of every step belongs to `sentences[r]`.
    public let sentences: [Int]
    /// The row of every sentence, by the packed order, in the steps that it goes on.
    public let places: [Int]
    /// The sentences that go on at each step. `[count]`
    public let activeCounts: [Int]
    /// The packed row of every row in the order of time; −1 for filler.
    public let packedRows: [Int32]
    /// The row in the order of time of every packed row; −1 for filler.
    public let timeRows: [Int32]
    /// The row in the order of time of every sentence's last step, by the packed order of
    /// sentences; −1 for a sentence without tokens.
    public let lastRows: [Int32]

    /// The steps of packed sentences.
    ///
    /// - Parameters:
    ///   - sentenceOffsets: Where each sentence begins, then where the last one ends.
    ///   - rows: All packed rows, filler after the last sentence included.
    ///   - reversed: Whether the sentences are read from their last token to their first.
    ///   - rowMultiple: What the rows of a step are filled up to a multiple of.
    public init(
        sentenceOffsets: [Int], rows: Int, reversed: Bool = false, rowMultiple: Int = 8
    ) {
        let lengths = zip(sentenceOffsets.dropFirst(), sentenceOffsets).map(-)
        // The place decides between equal lengths: the order must not depend on the sort.
        let order = lengths.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
        var offsets = [0]
        var activeCounts: [Int] = []
        var packedRows: [Int32] = []
        var timeRows = [Int32](repeating: -1, count: rows)
        var active = order.count
        for step in 0..<(lengths.max() ?? 0) {
            while active > 0, lengths[order[active - 1]] <= step { active -= 1 }
            for sentence in order.prefix(active) {
                let place = reversed ? lengths[sentence] - 1 - step : step
                let packed = sentenceOffsets[sentence] + place
                timeRows[packed] = Int32(packedRows.count)
                packedRows.append(Int32(packed))
            }
            let filled = (active + rowMultiple - 1) / rowMultiple * rowMultiple
            packedRows.append(contentsOf: repeatElement(-1, count: filled - active))
            offsets.append(packedRows.count)
            activeCounts.append(active)
        }
        var places = [Int](repeating: 0, count: order.count)
        for (place, sentence) in order.enumerated() { places[sentence] = place }
        lastRows = lengths.indices.map { sentence in
            lengths[sentence] == 0
                ? -1 : Int32(offsets[lengths[sentence] - 1] + places[sentence])
        }
        self.places = places
        self.offsets = offsets
        self.activeCounts = activeCounts
        self.packedRows = packedRows
        self.timeRows = timeRows
        sentences = order
    }

    /// The number of steps: the length of the longest sentence.
    public var count: Int { offsets.count - 1 }
    /// All rows in the order of time, filler included.
    public var rows: Int { packedRows.count }

    /// The rows of a step.
    public func range(of step: Int) -> Range<Int> { offsets[step]..<offsets[step + 1] }

    /// The rows of every step.
    public var ranges: [Range<Int>] { (0..<count).map(range) }

    /// The rows of the first step, which has the most.
    public var firstRowCount: Int { count > 0 ? offsets[1] : 0 }

    /// The sentences that go on at a step, in the order of its rows.
    public func activeSentences(at step: Int) -> ArraySlice<Int> {
        sentences.prefix(activeCounts[step])
    }

    /// For every row of the first step, which row of a matrix that has one for every sentence, in
    /// the packed order, belongs to it; −1 for filler.
    public var sentenceRows: [Int32] {
        sentences.prefix(firstRowCount).map(Int32.init)
            + repeatElement(-1, count: max(0, firstRowCount - sentences.count))
    }

    /// Brings what belongs to packed rows into the order of time.
    public func inOrderOfTime<Element>(_ packed: [Element], filler: Element) -> [Element] {
        packedRows.map { $0 < 0 ? filler : packed[Int($0)] }
    }
}
