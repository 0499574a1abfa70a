import Basics
import Text
import Translation

/// What was found out of the importance of heads: by attention, then by head.
struct MeasuredImportance {
    var gradients: [[Double]]?
    var switchedOff: [[InspectedHeads.SwitchedOff]]?
    var whole: InspectedHeads.Whole?
}

extension Translator {
    /// Measures what depends on the heads of attentions.
    func importance(
        _ options: HeadImportance, _ pairs: [EncodedPair], references: [String],
        _ attentions: [GatedAttention?], _ progress: (@Sendable (HeadProgress) -> Void)?
    ) async throws -> MeasuredImportance {
        let gated = attentions.compactMap { $0 }
        guard gated.count == attentions.count else {
            throw CalqueError(
                "Only the heads of a single Transformer can be switched off one by one. Leave "
                    + "importance out.", kind: .configuration)
        }
        var measured = MeasuredImportance()
        if options.byGradient {
            measured.gradients = try await gradientImportance(of: gated, pairs) { done in
                progress?(HeadProgress(stage: .gradients, done: done, count: pairs.count))
            }
        }
        if options.bySwitchingOff {
            let test = HeadTest(options, pairs, references: references)
            let whole = try await test.worth(of: self, without: nil)
            measured.whole = InspectedHeads.Whole(
                loss: whole.loss, bleu: whole.bleu.score, signature: try test.signature())
            measured.switchedOff = try await worth(
                withoutEachHeadOf: gated, whole, test, options.confidence, progress)
        }
        return measured
    }

    /// What the model is worth without each head, by attention and head.
    private func worth(
        withoutEachHeadOf attentions: [GatedAttention], _ whole: HeadTest.Worth, _ test: HeadTest,
        _ confidence: Double, _ progress: (@Sendable (HeadProgress) -> Void)?
    ) async throws -> [[InspectedHeads.SwitchedOff]] {
        let count = attentions.reduce(0) { $0 + $1.heads }
        var done = 0
        var all: [[InspectedHeads.SwitchedOff]] = []
        for attention in attentions {
            var heads: [InspectedHeads.SwitchedOff] = []
            for head in 0..<attention.heads {
                try Task.checkCancellation()
                let rest = try await test.worth(
                    of: self, without: SwitchedOffHead(head, of: attention))
                heads.append(rest.beside(whole, confidence: confidence))
                done += 1
                progress?(HeadProgress(stage: .switchingOff, done: done, count: count))
            }
            all.append(heads)
        }
        return all
    }

    /// The mean over the pairs of |∂L/∂ξ_h|, by attention and head.
    private func gradientImportance(
        of attentions: [GatedAttention], _ pairs: [EncodedPair],
        progress: @escaping @Sendable (Int) -> Void
    ) async throws -> [[Double]] {
        let gradients = try await gateGradients(of: pairs, at: attentions, progress: progress)
        return attentions.indices.map { attention in
            (0..<attentions[attention].heads).map { head in
                gradients.reduce(0) { $0 + abs($1[attention][head]) } / Double(pairs.count)
            }
        }
    }
}

/// The test that a model takes with and without its heads.
private struct HeadTest {
    private let pairs: [EncodedPair]
    private let references: [String]
    private let bleu: BLEU
    private let samples: Int
    private let random: RandomSource

    init(_ options: HeadImportance, _ pairs: [EncodedPair], references: [String]) {
        self.pairs = pairs
        self.references = references
        bleu = options.bleu ?? BLEU(tokenizer: .suited(to: references))
        samples = options.samples
        random = options.random
    }

    /// What a model is worth.
    struct Worth {
        let loss: Double
        let bleu: ResampledBLEU

        func beside(_ whole: Worth, confidence: Double) -> InspectedHeads.SwitchedOff {
            InspectedHeads.SwitchedOff(
                loss: loss, bleu: bleu.score, lossDifference: loss - whole.loss,
                bleuDifference: bleu.difference(from: whole.bleu, confidence: confidence))
        }
    }

    func worth(of translator: Translator, without head: SwitchedOffHead?) async throws -> Worth {
        let losses = try await translator.losses(of: pairs, without: head)
        let translations = try await translator.greedyTranslations(
            of: pairs.map(\.source), without: head)
        let tokens = pairs.reduce(0) { $0 + $1.target.count }
        return Worth(
            loss: losses.reduce(0, +) / Double(tokens),
            bleu: try bleu.resampledScores(
                hypotheses: translations, references: [references], samples: samples,
                random: random))
    }

    func signature() throws -> String {
        try bleu.corpusScore(hypotheses: references, references: [references]).signature
    }
}
