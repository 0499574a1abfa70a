import Layers
import Models
import Tensors
import Text

/// Measures a model on held-out pairs: loss, perplexity, accuracy and, where it can translate,
/// BLEU.
final class Validator {
    private static let sampleCount = 3

    private let model: any SequenceToSequenceModel
    private let set: HeldOutPairs
    private let pool: WorkerPool
    private let ranks: RankAgreement
    private let scoring: BLEU
    private let translate: Trainer.Translate?
    /// Batches of every worker of this process.
    private let shares: [[Batch]]

    init(
        _ model: any SequenceToSequenceModel, _ set: HeldOutPairs, pool: WorkerPool,
        across ranks: RankAgreement, updateTokens: Int, tokenizer: BLEU.Tokenizer?,
        translate: Trainer.Translate?
    ) {
        self.model = model
        self.set = set
        self.pool = pool
        self.ranks = ranks
        scoring = BLEU(tokenizer: tokenizer ?? .suited(to: set.references))
        self.translate = translate
        shares = Self.shares(
            of: set.corpus, ranks.workers, tokens: max(updateTokens / ranks.workers.count, 1), model
        )
    }

    /// What it measures.
    var text: ValidationText {
        ValidationText(
            fingerprint: set.corpus.fingerprint, bleuTokenizer: scoring.tokenizer.rawValue)
    }

    /// The report on the model as it is, which leaves open whether it is the best.
    func validate(update: Int) throws -> ValidationReport {
        let start = ContinuousClock.now
        let sums = try loss()
        let loss = sums.meanNegativeLogLikelihood
        // Nothing can be translated with weights that are no numbers. If training has not made them so, it
        // is for translating to say what is wrong with the model.
        let isTranslated = loss.isFinite || update == 0
        let translations = isTranslated ? try translations() : nil
        // Scoring may start a program, which the machines of others need not have.
        let bleu = try (ranks.isFirst ? translations : nil).map {
            try scoring.corpusScore(hypotheses: $0, references: [set.references]).score
        }
        return ValidationReport(
            update: update, loss: loss, perplexity: sums.perplexity,
            accuracy: sums.accuracy, bleu: bleu,
            bleuTokenizer: bleu.map { _ in scoring.tokenizer.rawValue },
            samples: translations.map(samples) ?? [], isBest: false,
            seconds: start.duration(to: .now).seconds)
    }

    private func loss() throws -> LossSums {
        let partial = try pool.run { [model, shares] worker, context in
            var sums = LossSums()
            for batch in shares[worker] { sums += model.loss(of: batch, smoothing: 0, context) }
            return sums
        }
        var sums = LossSums()
        for part in try ranks.gather(partial) { sums += part }
        return sums
    }

    /// Each rank translates a part of the set.
    private func translations() throws -> [String]? {
        guard let translate else { return nil }
        return try ranks.lines(set.corpus.source.count) { range in
            try translate(range.map { Array(set.corpus.source[$0]) }, model, pool)
        }
    }

    private func samples(_ translations: [String]) -> [ValidationReport.Sample] {
        let count = min(Self.sampleCount, translations.count)
        return (0..<count).map { index in
            // Spread over the set, the same ones every time.
            let pair = index * translations.count / count
            return ValidationReport.Sample(
                source: set.sources[pair], reference: set.references[pair],
                translation: translations[pair])
        }
    }

    private static func shares(
        of corpus: EncodedCorpus, _ workers: TrainingWorkers, tokens: Int,
        _ model: any SequenceToSequenceModel
    ) -> [[Batch]] {
        let batches = BatchSampler.orderedBatches(of: corpus, tokens: tokens)
        return workers.own.map { worker in
            stride(from: worker, to: batches.count, by: workers.count).map {
                Batch(batches[$0], of: corpus, model.specialTokens)
            }
        }
    }
}
