import Foundation
import Text
import Training

/// What rank 0 has found out of a run, for the other ranks: what they need beside files.
struct RunMessage: Codable {
    /// The recipe, nothing left open.
    let recipe: TrainingRecipe
    /// Where rank 0 has the pairs: other ranks may see that folder, too.
    let corpus: String
    let corpusName: String
    let validation: Pairs?
    let general: Pairs?

    /// Held-out pairs.
    struct Pairs: Codable {
        let tokens: [[[Int32]]]
        let sources: [String]
        let references: [String]

        init(_ pairs: HeldOutPairs) {
            sources = pairs.sources
            references = pairs.references
            tokens = (0..<pairs.corpus.count).map {
                [Array(pairs.corpus.source[$0]), Array(pairs.corpus.target[$0])]
            }
        }

        var pairs: HeldOutPairs {
            var corpus = EncodedCorpus()
            for pair in tokens { corpus.append(source: pair[0], target: pair[1]) }
            return HeldOutPairs(corpus: corpus, sources: sources, references: references)
        }
    }
}
