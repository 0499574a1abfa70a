/// Which sentence pairs of a corpus to leave out.
public struct CorpusFilters: Codable, Equatable, Sendable {
    /// The fewest tokens on either side, the end token not counted. 1 leaves out pairs with an
    /// empty side, 0 keeps them.
    public var minimumTokens = 1

    /// The most tokens on either side, the end token not counted: at most one less than the model
    /// has positions.
    public var maximumTokens = 256

    /// The most tokens of one side for every token of the other, the end tokens not counted; nil
    /// for any number. The default is that of Moses' clean-corpus-n.
    public var maximumLengthRatio: Double? = 9

    /// Whether of pairs with the same text on both sides only the first is kept.
    public var dropsDuplicates = false

    /// The default filters.
    public init() {}

    /// The most bytes of a side that can have no more than ``maximumTokens``, so that longer ones need
    /// not be cut; nil for any number.
    ///
    /// A token has no more bytes than the longest piece, but its text may have had more before it
    /// was normalised: a Hangul syllable is three times as long in parts. Four times is enough for
    /// any sentence; a longer run of spaces or of characters without a piece is none.
    func maximumBytes(longestPiece: Int) -> Int? {
        let (bytes, overflows) = (4 * longestPiece).multipliedReportingOverflow(by: maximumTokens)
        return overflows ? nil : bytes
    }

    /// Why to leave out a pair with these numbers of tokens, the end tokens not counted; nil to
    /// keep it.
    public func reason(sourceTokens: Int, targetTokens: Int) -> CorpusReport.Reason? {
        let (shorter, longer) = (min(sourceTokens, targetTokens), max(sourceTokens, targetTokens))
        if shorter < minimumTokens { return shorter == 0 ? .empty : .tooShort }
        if longer > maximumTokens { return .tooLong }
        if let maximumLengthRatio, Double(longer) > maximumLengthRatio * Double(max(1, shorter)) {
            return .lengthRatio
        }
        return nil
    }
}
