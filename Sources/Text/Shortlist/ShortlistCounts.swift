/// How often source pieces go with target pieces in aligned sentences, of which a ``Shortlist`` is
/// made.
///
/// A piece goes with every piece of every word that its own word is aligned with: a list that has a
/// piece too many costs less than one that lacks a piece. Its list are the pieces t that are most
/// probable for it,
///
///     p(t | s) = count(s, t) / Σ_t' count(s, t').
///
/// Memory is bounded: where there are too many pairs of pieces, the rarest are forgotten. They are
/// chance more often than translations.
package struct ShortlistCounts: Sendable {
    private struct Pair: Hashable {
        let source: Int32
        let target: Int32
    }

    private let tokenizer: TranslationTokenizer
    private let pairLimit: Int
    private var counts: [Pair: UInt32] = [:]
    /// How often the text has each target piece, aligned or not.
    private var targetCounts: [Int]

    /// Of no sentence yet.
    ///
    /// - Parameters:
    ///   - tokenizer: Whose pieces are counted.
    ///   - pairLimit: The most pairs of pieces to keep, which take some 25 bytes each.
    package init(_ tokenizer: TranslationTokenizer, pairLimit: Int = 1 << 23) {
        precondition(pairLimit > 0, "ShortlistCounts needs a limit above 0, got \(pairLimit)")
        self.tokenizer = tokenizer
        self.pairLimit = pairLimit
        targetCounts = Array(repeating: 0, count: tokenizer.target.vocabulary.textCount)
    }

    /// Whether no piece goes with another.
    package var isEmpty: Bool { counts.isEmpty }

    /// Counts a sentence and its translation.
    ///
    /// - Parameters:
    ///   - source: The source tokens.
    ///   - target: The target tokens.
    ///   - links: The places of the tokens of words that belong together.
    package mutating func add(
        source: [Int32], target: [Int32],
        links: [(source: Range<Int>, target: Range<Int>)]
    ) {
        for token in target { targetCounts[Int(token)] += 1 }
        for link in links {
            for source in source[link.source] {
                for target in target[link.target] {
                    counts[Pair(source: source, target: target), default: 0] += 1
                }
            }
        }
        if counts.count > pairLimit { forgetRarest() }
    }

    /// Forgets pairs, those that occurred once first, until half of the limit is left.
    private mutating func forgetRarest() {
        var least: UInt32 = 1
        while counts.count > pairLimit / 2 {
            least += 1
            counts = counts.filter { $0.value >= least }
        }
    }
}

extension ShortlistCounts {
    /// The shortlist. Beside its most probable translations, the list of a piece has
    ///
    /// - the target piece of the same text, so that names can be copied, and an unknown word can stay
    ///   one. (Where one vocabulary serves both languages, Marian and Calque allow it anyway. slimt
    ///   does not.)
    /// - all bytes, if it is a byte of a character that has no piece;
    /// - the most frequent pieces of the target text, if it is the end of the sentence. Those that
    ///   the vocabulary has first need not be the most frequent (see ``Shortlist``), and the end is in
    ///   every sentence.
    ///
    /// No list has any of the first pieces, which a sentence may have in any case.
    ///
    /// - Parameters:
    ///   - frequentCount: How many of the first target pieces every sentence may have, and as many of
    ///     the most frequent.
    ///   - bestCount: How many translations a list has. Of equally probable ones it takes those that
    ///     the vocabulary has first.
    package func shortlist(frequentCount: Int, bestCount: Int) -> Shortlist {
        precondition(
            frequentCount >= 0 && bestCount >= 0,
            "shortlist of \(frequentCount) frequent and \(bestCount) best pieces")
        var lists = translations(bestCount, from: Int32(clamping: frequentCount))
        for source in lists.indices {
            if let copy = tokenizer.copy(of: Int32(source)) { lists[source].append(copy) }
        }
        let bytes = tokenizer.target.byteTokens
        for source in tokenizer.source.byteTokens { lists[Int(source)] += bytes }
        lists[Int(tokenizer.source.vocabulary.endID)] += mostFrequent(frequentCount)
        return Shortlist(
            frequentCount: frequentCount, bestCount: bestCount, targetCount: targetCounts.count,
            lists: lists.map { list in list.filter { $0 >= frequentCount } })
    }

    /// The most probable translations of every source piece, of the target pieces from `first` on.
    private func translations(_ bestCount: Int, from first: Int32) -> [[Int32]] {
        var found: [[(target: Int32, count: UInt32)]] = Array(
            repeating: [], count: tokenizer.source.vocabulary.textCount)
        for (pair, count) in counts where pair.target >= first {
            found[Int(pair.source)].append((pair.target, count))
        }
        return found.map { list in
            list.sorted { ($1.count, $0.target) < ($0.count, $1.target) }
                .prefix(bestCount).map(\.target)
        }
    }

    /// The most frequent target pieces of the text.
    private func mostFrequent(_ count: Int) -> [Int32] {
        targetCounts.indices.filter { targetCounts[$0] > 0 }
            .sorted { (targetCounts[$1], $0) < (targetCounts[$0], $1) }
            .prefix(count).map(Int32.init)
    }
}

extension TranslationTokenizer {
    /// The target token with the same text as a source token, other than padding.
    package func copy(of source: Int32) -> Int32? {
        guard let piece = self.source.vocabulary.piece(of: source) else { return nil }
        return target.vocabulary.id(of: piece).flatMap {
            $0 == target.vocabulary.paddingID ? nil : $0
        }
    }
}

extension SubwordTokenizer {
    /// The tokens that are bytes of characters without a piece.
    fileprivate var byteTokens: [Int32] {
        (0..<model.pieceCount).filter { model.kind($0) == .byte }
            .compactMap { vocabularyIDs[$0] }.filter { $0 != vocabulary.unknownID }
    }
}
