import Basics
import Models
package import Text
package import Translation

/// How long the lists of a shortlist are, and how much of a text they allow.
package struct ShortlistReport: Encodable {
    /// How many source pieces have translations in their lists, other than themselves.
    package let listedPieces: Int
    /// The source pieces.
    package let sourcePieces: Int
    /// The target pieces.
    package let targetPieces: Int
    /// The mean length of the lists that have translations.
    package let meanListLength: Double
    /// The sentences that the rest was measured on.
    package let sentences: Int
    /// How many target pieces a sentence may have, as a mean.
    package let meanCandidates: Double
    /// The share of the target tokens that their sentence may have, the ends not counted.
    package let coveredTokens: Double
    /// The share of the sentences that may have all of their target tokens.
    package let coveredSentences: Double

    /// Measures a shortlist on a text.
    package init(
        _ shortlist: Shortlist, _ tokenizer: TranslationTokenizer, on pairs: [EncodedPair]
    ) {
        let lists = (0..<Int32(shortlist.sourceCount)).lazy.filter { source in
            let copy = tokenizer.copy(of: source)
            return shortlist[source].contains { $0 != copy }
        }.map { shortlist[$0].count }
        listedPieces = lists.count
        sourcePieces = shortlist.sourceCount
        targetPieces = shortlist.targetCount
        meanListLength = Self.share(lists.reduce(0, +), of: listedPieces)
        sentences = pairs.count
        var coverage = Coverage()
        let model = ModelShortlist(shortlist, for: tokenizer)
        for pair in pairs {
            coverage.add(pair.target.dropLast(), among: model.candidates(for: pair.source))
        }
        meanCandidates = Self.share(coverage.candidates, of: pairs.count)
        coveredTokens = Self.share(coverage.coveredTokens, of: coverage.tokens)
        coveredSentences = Self.share(coverage.coveredSentences, of: pairs.count)
    }

    private struct Coverage {
        var candidates = 0
        var tokens = 0
        var coveredTokens = 0
        var coveredSentences = 0

        mutating func add(_ target: ArraySlice<Int32>, among candidates: [Int32]) {
            let allowed = Set(candidates)
            let covered = target.count { allowed.contains($0) }
            self.candidates += candidates.count
            tokens += target.count
            coveredTokens += covered
            if covered == target.count { coveredSentences += 1 }
        }
    }

    private static func share(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 0 : Double(part) / Double(whole)
    }

    /// A line for every figure.
    ///
    /// - Parameter textName: What the text is called.
    package func text(ofText textName: String) -> String {
        """
        lists       \(listedPieces.grouped) of \(sourcePieces.grouped) source pieces have \
        translations, \(meanListLength.fixed(1)) pieces in a list
        candidates  \(meanCandidates.fixed(1)) of \(targetPieces.grouped) target pieces for a \
        sentence (\(sentences.grouped) pairs of \(textName))
        coverage    \((100 * coveredTokens).fixed(2)) % of the target tokens, all of \
        \((100 * coveredSentences).fixed(1)) % of the sentences

        """
    }
}
