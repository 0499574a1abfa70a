import Basics
import Foundation
import Models
import Text
import Training

/// What a run is made of, one part after the other: tokenizer, text, plan, model.
extension TrainingRun {
    func parts(_ report: @escaping (TrainingRunEvent) -> Void) throws -> TrainingRunParts {
        let text = try recipe.text.training()
        let (tokenizer, recipe) = try tokenizer(for: text, report)
        let maximumLength = try maximumLength()
        let pairs = try pairs(text, tokenizer, maximumLength: maximumLength, report)
        let resolved = try resolved(recipe, pairs, tokenizer, report)
        let model = try model(by: resolved, tokenizer)
        func heldOut(_ text: ParallelCorpus?) throws -> HeldOutPairs? {
            guard let text else { return nil }
            let (pairs, said) = try HeldOutPairs.read(
                text, tokenizer, maximumLength: model.maximumLength)
            report(.validationText(said))
            return pairs
        }
        return TrainingRunParts(
            recipe: resolved.resolved(width: model.configuration.width), tokenizer: tokenizer,
            data: try trainingData(pairs, tokenizer, maximumLength),
            validation: try heldOut(recipe.text.validation()),
            general: try heldOut(recipe.text.generalValidation()), model: model,
            isBegun: isBegun)
    }

    /// The model directory that the run starts from: its own newest checkpoint, or the base.
    private var base: ModelDirectory? {
        recipe.model.base.map { path in
            ModelDirectory(
                (isBegun ? RunDirectory.newestCheckpoint(of: folder) : nil) ?? path.fileURL)
        }
    }

    // MARK: Tokenizer

    /// The tokenizer, and the recipe with its size.
    private func tokenizer(
        for text: ParallelCorpus, _ report: (TrainingRunEvent) -> Void
    ) throws -> (TranslationTokenizer, TrainingRecipe) {
        if isBegun { return (try .load(from: folder), recipe) }
        if let base = recipe.model.base {
            return (try ModelDirectory(base.fileURL).loadTokenizer(), recipe)
        }
        var recipe = recipe
        let tokenizer = try recipe.makeTokenizer(for: text)
        let languageTokens = tokenizer.source.vocabulary.languageTokens
        if !languageTokens.isEmpty { report(.languageTokens(languageTokens)) }
        return (tokenizer, recipe)
    }

    // MARK: Text

    private func maximumLength() throws -> Int {
        try base?.configuration().maximumLength ?? recipe.model.maximumLength
    }

    private func trainingData(
        _ pairs: Pairs, _ tokenizer: TranslationTokenizer, _ maximumLength: Int
    ) throws -> TrainingData {
        guard let sampling = try recipe.sampling(for: tokenizer) else {
            return TrainingData(pairs.corpus, mixture: pairs.mixture)
        }
        return TrainingData(
            pairs.corpus, mixture: pairs.mixture, sampling: sampling, tokenizer: tokenizer,
            maximumTokens: recipe.filters(maximumLength: maximumLength).maximumTokens)
    }

    // MARK: Plan

    /// The recipe with what follows from the text and the limits. A run that goes on has all of it.
    private func resolved(
        _ recipe: TrainingRecipe, _ pairs: Pairs, _ tokenizer: TranslationTokenizer,
        _ report: (TrainingRunEvent) -> Void
    ) throws -> TrainingRecipe {
        let measures = !isBegun && recipe.limits.minutes != nil
        let plan = TrainingPlan(
            recipe.choices, budget: recipe.limits.budget, architecture: recipe.model.architecture,
            textTokens: pairs.tokensOfEpoch,
            tokensPerSecond: measures ? try speeds(recipe, pairs.corpus, tokenizer) : [:])
        if !isBegun { report(.plan(plan)) }
        return try recipe.resolved(plan)
    }

    private func speeds(
        _ recipe: TrainingRecipe, _ pairs: EncodedCorpus, _ tokenizer: TranslationTokenizer
    ) throws -> [ModelSize: Double] {
        func configuration(_ size: ModelSize) throws -> any ModelConfiguration {
            if let base { return try base.configuration() }
            var recipe = recipe
            recipe.model.size = size
            recipe.model.dropout = 0
            return try recipe.configuration(EmbeddingConfiguration(tokenizer))
        }
        let isGiven = recipe.model.size != nil || base != nil
        let measured = recipe.model.size ?? .tiny
        var configurations = [measured: try configuration(measured)]
        for size in ModelSize.allCases where !isGiven && size != measured {
            // What was given may not fit every size.
            configurations[size] = try? configuration(size)
        }
        return try TrainingSpeeds.measure(
            measured, of: configurations, on: pairs, options: recipe.trainingOptions(width: 1))
    }

    // MARK: Model

    private func model(
        by recipe: TrainingRecipe, _ tokenizer: TranslationTokenizer
    ) throws -> any SequenceToSequenceModel {
        guard let base else {
            return try recipe.configuration(EmbeddingConfiguration(tokenizer))
                .makeModel(seed: recipe.seed)
        }
        return try base.loadModel(precision: .float32) { configuration in
            recipe.model.applyDropout(to: &configuration)
        }
    }
}
