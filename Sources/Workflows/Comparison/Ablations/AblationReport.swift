import Training

/// Everything that a study of ablations found out: what `ablations.json` holds.
public struct AblationReport: Sendable, Codable {
    /// What became of one training.
    public struct Run: Sendable, Codable {
        /// What weights, order and dropout followed from.
        public let seed: UInt64
        /// How it went; nil where it diverged.
        public let training: TrainingSummary?
        /// How good the translations of the test sentences are; nil where it diverged.
        public let quality: TranslationQuality.Score?
        /// Why it ended early, where its numbers were no longer finite.
        public let divergence: String?

        /// Mean −log p of a target token of the validation text in nats, when training was over; nil
        /// where there was none.
        public var loss: Double? { training?.validations.last?.loss }
    }

    /// Figures over all seeds, or their differences from those of the whole model with the same seeds.
    public struct Scores: Sendable, Codable {
        /// Mean −log p of a target token of the validation text in nats.
        public let loss: MeanOverSeeds?
        /// BLEU of the test translations.
        public let bleu: MeanOverSeeds?
        /// The share of test translations that are the reference, character by character.
        public let exactMatch: MeanOverSeeds?
    }

    /// What was found out about one model.
    public struct Result: Sendable, Codable {
        /// What is taken out.
        public let ablation: Ablation
        /// Trainable parameters.
        public let parameterCount: Int
        /// The trainings, in the order of their seeds.
        public let runs: [Run]
        /// Means over the trainings that did not diverge.
        public let scores: Scores
        /// What they are above those of the whole model; nil for the whole model.
        public let differences: Scores?
    }

    /// What was the same for all.
    public let setting: ComparisonReport.Setting
    /// The whole model, then the others in the order in which they were asked for.
    public let results: [Result]
}

extension AblationReport {
    /// Results of trainings.
    ///
    /// - Parameter models: What is taken out, parameters, and a training with each seed; the first is the
    ///   whole model.
    static func results(
        _ models: [(ablation: Ablation, parameters: Int, runs: [Run])]
    ) -> [Result] {
        let whole = models.first?.runs ?? []
        return models.enumerated().map { index, model in
            Result(
                ablation: model.ablation, parameterCount: model.parameters, runs: model.runs,
                scores: Scores(model.runs),
                differences: index == 0 ? nil : Scores(model.runs, less: whole))
        }
    }
}

extension AblationReport.Scores {
    /// Means over trainings.
    init(_ runs: [AblationReport.Run]) {
        func mean(_ value: (AblationReport.Run) -> Double?) -> MeanOverSeeds? {
            MeanOverSeeds(runs.compactMap(value))
        }
        self.init(
            loss: mean(\.loss), bleu: mean { $0.quality?.bleu },
            exactMatch: mean { $0.quality?.exactMatch })
    }

    /// Means of the differences between trainings with the same seed, where both have a figure.
    init(_ runs: [AblationReport.Run], less others: [AblationReport.Run]) {
        func mean(_ value: (AblationReport.Run) -> Double?) -> MeanOverSeeds? {
            MeanOverSeeds(
                zip(runs, others).compactMap { run, other in
                    value(run).flatMap { own in value(other).map { own - $0 } }
                })
        }
        self.init(
            loss: mean(\.loss), bleu: mean { $0.quality?.bleu },
            exactMatch: mean { $0.quality?.exactMatch })
    }
}
