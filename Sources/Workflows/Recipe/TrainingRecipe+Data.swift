import Text
import Training

/// The pairs of a run, as its epochs have them.
extension TrainingRecipe {
    /// What a run by this recipe is trained on.
    ///
    /// - Parameters:
    ///   - corpus: The own text, and general text where there is some.
    ///   - tokenizer: The model's tokenizer.
    /// - Throws: `CalqueError` when the changes of epochs cannot be made with it.
    func data(
        of corpus: StoredCorpus, for tokenizer: TranslationTokenizer
    ) throws -> TrainingData {
        let changes = try epochChanges(for: tokenizer)
        var parts = ownParts(corpus.parts[0])
        if corpus.parts.count > 1 {
            parts.append(
                EpochPart(
                    pairs: corpus.parts[1].pairs,
                    perEpoch: parts.reduce(0) { $0 + $1.perEpoch } * text.general.mix.ratio))
        }
        return changes.isNone
            ? TrainingData(corpus, parts: parts)
            : TrainingData(
                corpus, parts: parts, changes: changes, tokenizer: tokenizer,
                maximumTokens: filters.maximumTokens)
    }

    /// The sources of the own text, as often as an epoch has them.
    private func ownParts(_ own: StoredCorpus.Part) -> [EpochPart] {
        let weights = text.weights
        guard weights.count > 1 else { return [EpochPart(pairs: own.pairs, weight: weights[0])] }
        return weights.enumerated().map { place, weight in
            let source = own.report.sources.first { $0.part == place }
            return EpochPart(pairs: source?.kept ?? 0, weight: weight)
        }
    }
}
