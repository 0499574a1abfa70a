/// Which pieces of the target vocabulary the translation of a sentence may have: lists of the
/// likely translations of every source piece, so that the output layer is computed for a few
/// hundred pieces instead of all.
///
/// Every sentence may have the `frequentCount` first pieces of the target vocabulary, and what is in
/// the lists of its source pieces, that of the end of the sentence among them. With one vocabulary
/// for both languages it may also have its source pieces themselves, for names are copied.
///
/// The first pieces are meant to be the most frequent ones, and in a unigram model of SentencePiece
/// they are, for it orders its pieces by their probability. In BPE they are the first merges, many of
/// which later ones swallow, and all single characters come last, the full stop among them; with
/// bytes for rare characters, these come first of all. What a sentence needs in any case is
/// therefore better in the list of the end, which every sentence has: ``ShortlistCounts`` puts it
/// there.
package struct Shortlist: Sendable, Equatable {
    /// How many of the first target pieces every sentence may have.
    package let frequentCount: Int
    /// How many likely translations a list was made of. It may have more pieces, such as copies.
    package let bestCount: Int
    /// The number of target pieces.
    package let targetCount: Int

    /// Where the list of each source piece begins, and where the last one ends.
    let offsets: [Int]
    /// The lists, one after the other.
    let targets: [Int32]

    /// The parts, which fit each other.
    init(
        frequentCount: Int, bestCount: Int, targetCount: Int, offsets: [Int], targets: [Int32]
    ) {
        self.frequentCount = frequentCount
        self.bestCount = bestCount
        self.targetCount = targetCount
        self.offsets = offsets
        self.targets = targets
    }

    /// The shortlist of lists.
    ///
    /// - Parameters:
    ///   - frequentCount: How many of the first target pieces every sentence may have.
    ///   - bestCount: How many likely translations the lists were made of.
    ///   - targetCount: The number of target pieces.
    ///   - lists: For every source piece the target pieces that may translate it. The last list is
    ///     given the end of the sentence where it is empty, for Marian takes a file that ends in an
    ///     empty list to be damaged.
    package init(frequentCount: Int, bestCount: Int, targetCount: Int, lists: [[Int32]]) {
        var lists = lists.map { Array(Set($0)).sorted() }
        precondition(
            frequentCount >= 0 && bestCount >= 0 && targetCount > 0 && !lists.isEmpty
                && lists.joined().allSatisfy { (0..<Int32(targetCount)).contains($0) },
            "Shortlist: \(lists.count) lists of \(targetCount) pieces, the \(bestCount) best")
        if lists[lists.count - 1].isEmpty { lists[lists.count - 1] = [Self.endOfSentence] }
        self.init(
            frequentCount: frequentCount, bestCount: bestCount, targetCount: targetCount,
            offsets: lists.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) },
            targets: lists.flatMap { $0 })
    }

    /// The number of source pieces.
    package var sourceCount: Int { offsets.count - 1 }

    /// The list of a source piece.
    package subscript(source: Int32) -> ArraySlice<Int32> {
        precondition(
            (0..<Int32(sourceCount)).contains(source),
            "the shortlist of piece \(source) of \(sourceCount)")
        return targets[offsets[Int(source)]..<offsets[Int(source) + 1]]
    }

    /// The pieces that the translation of a sentence may have, ascending.
    ///
    /// - Parameters:
    ///   - sentence: Source pieces, the end of the sentence included.
    ///   - sharesVocabulary: Whether source and target have one vocabulary.
    package func candidates(
        for sentence: some Sequence<Int32>, sharesVocabulary: Bool
    ) -> [Int32] {
        precondition(
            !sharesVocabulary || sourceCount == targetCount,
            "one vocabulary of \(sourceCount) and \(targetCount) pieces")
        var marked = PieceSet(count: targetCount)
        for piece in 0..<Int32(min(frequentCount, targetCount)) { marked.insert(piece) }
        for source in sentence {
            if sharesVocabulary { marked.insert(source) }
            for piece in self[source] { marked.insert(piece) }
        }
        return marked.pieces
    }
}

/// A set of pieces, a bit for each.
private struct PieceSet {
    private var words: [UInt64]

    init(count: Int) {
        words = Array(repeating: 0, count: (count + 63) / 64)
    }

    mutating func insert(_ piece: Int32) { words[Int(piece) >> 6] |= 1 << UInt64(piece & 63) }

    /// The pieces, ascending.
    var pieces: [Int32] {
        var pieces: [Int32] = []
        pieces.reserveCapacity(words.reduce(0) { $0 + $1.nonzeroBitCount })
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                pieces.append(Int32(index << 6 + rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        return pieces
    }
}
