/// Sentences of token ids, one after the other, without padding between them.
///
/// Sentence i is `ids[offsets[i] ..< offsets[i + 1]]`. Rows after the last sentence are filler:
/// they belong to no sentence and only round the row count up, so that matrix products meet few
/// distinct shapes.
public struct PackedSentences: Sendable, Equatable {
    /// The token id of every row: all sentences back to back, then the filler. `[rows]`
    public private(set) var ids: [Int32]
    /// Where each sentence begins, then where the last one ends. `[count + 1]`, the first being 0.
    public private(set) var offsets: [Int]

    /// No sentences.
    public init() {
        ids = []
        offsets = [0]
    }

    /// The given sentences, and filler up to a multiple of `rowMultiple` rows.
    ///
    /// - Parameters:
    ///   - sentences: The token ids of each sentence.
    ///   - fillerID: The id of the filler rows; any id of the vocabulary, usually the padding
    ///     token's.
    ///   - rowMultiple: What the row count is rounded up to a multiple of; 1 for no filler.
    public init(
        _ sentences: some Sequence<some Collection<Int32>>, fillerID: Int32, rowMultiple: Int = 32
    ) {
        self.init()
        for sentence in sentences { append(sentence) }
        let rows = Self.paddedRows(ids.count, multiple: rowMultiple)
        ids.append(contentsOf: repeatElement(fillerID, count: rows - ids.count))
    }

    /// Adds a sentence at the end.
    ///
    /// - Precondition: There is no filler.
    public mutating func append(_ sentence: some Collection<Int32>) {
        precondition(
            rows == tokenCount, "append to \(rows) rows of which only \(tokenCount) are sentences")
        ids.append(contentsOf: sentence)
        offsets.append(ids.count)
    }

    /// The number of sentences.
    public var count: Int { offsets.count - 1 }

    /// The number of rows that belong to sentences.
    public var tokenCount: Int { offsets[count] }

    /// The number of rows, filler included.
    public var rows: Int { ids.count }

    /// The number of tokens in the longest sentence; 0 without sentences.
    public var longestCount: Int { lengths.max() ?? 0 }

    /// The rows of a sentence.
    public func range(of sentence: Int) -> Range<Int> {
        precondition(
            sentence >= 0 && sentence < count, "sentence \(sentence) of \(count) packed sentences")
        return offsets[sentence]..<offsets[sentence + 1]
    }

    /// The token ids of a sentence.
    public subscript(sentence: Int) -> ArraySlice<Int32> { ids[range(of: sentence)] }

    /// The tokens of each sentence. `[count]`
    public var lengths: [Int] { (0..<count).map { range(of: $0).count } }

    /// The place of every row in its sentence, from 0; 0 for filler. `[rows]`
    public var positions: [Int32] {
        var positions: [Int32] = []
        positions.reserveCapacity(rows)
        for sentence in 0..<count {
            positions.append(contentsOf: 0..<Int32(range(of: sentence).count))
        }
        positions.append(contentsOf: repeatElement(0, count: rows - tokenCount))
        return positions
    }

    static func paddedRows(_ count: Int, multiple: Int) -> Int {
        precondition(multiple > 0, "rows rounded up to a multiple of \(multiple)")
        return (count + multiple - 1) / multiple * multiple
    }
}
