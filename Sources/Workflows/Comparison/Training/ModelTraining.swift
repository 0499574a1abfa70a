import Basics
import Foundation
import Models
import Text
import Training

/// Trains one model of a comparison in a folder of its own, or goes on where that was left.
struct ModelTraining {
    /// What progress calls it.
    let name: String
    /// What the run is, nothing left open.
    let recipe: TrainingRecipe
    let configuration: any ModelConfiguration
    let training: EncodedCorpus
    let data: ComparisonData
    let folder: URL

    /// How a training ended.
    enum End {
        /// At the end of its budget.
        case trained(updates: Int)
        /// Where its numbers were no longer finite.
        case diverged(reason: String)
    }

    /// Trains to the end of the budget, unless that has been done.
    ///
    /// - Returns: The updates done in all; nil when the end was not reached.
    func run(
        isCancelled: () -> Bool, report: @escaping (ComparisonEvent) -> Void
    ) throws -> Int? {
        var state = try begin()
        report(
            .contender(
                name: name, parameters: configuration.trainableCount,
                learningRate: recipe.optimization.learningRate ?? 0))
        if let updates = state.updates { return updates }
        let parts = TrainingRunParts(
            recipe: recipe, tokenizer: data.tokenizer, data: TrainingData(training),
            corpusName: nil,
            validation: data.validation, general: nil,
            model: configuration.makeModel(seed: recipe.seed), isBegun: false,
            baseTranslations: nil, heldOut: nil)
        let result = try parts.train(
            in: folder, .resume,
            report: { if case .training(let event) = $0 { report(.training(event)) } },
            isCancelled: isCancelled)
        guard result.reason != .interrupted else { return nil }
        state.updates = result.updates
        try state.write(to: folder)
        return result.updates
    }

    /// The same of a model that may well diverge: that is an end, too, and is not tried again.
    func end(
        isCancelled: () -> Bool, report: @escaping (ComparisonEvent) -> Void
    ) throws -> End? {
        var state = try begin()
        do {
            if let reason = state.divergence { return .diverged(reason: reason) }
            return try run(isCancelled: isCancelled, report: report).map { .trained(updates: $0) }
        } catch let error as CalqueError where error.kind == .divergence {
            report(.note(error.message))
            state.divergence = error.message
            try state.write(to: folder)
            return .diverged(reason: error.message)
        }
    }

    /// How far the training is in its folder, which is made where there is none.
    ///
    /// - Throws: `CalqueError` when the folder holds something else, or was begun with other settings.
    private func begin() throws -> PartState {
        if let found = try PartState.read(from: folder) {
            try found.check(settings, folder)
            return found
        }
        guard !RunDirectory.holdsRun(folder) else {
            throw CalqueError(
                """
                \(folder.path) holds a run that is no part of this comparison. Give another \
                output folder.
                """, kind: .system)
        }
        try RunDirectory.check(folder, .refuse)
        try FileManager.default.createFolder(folder)
        let state = PartState(settings: settings)
        try state.write(to: folder)
        return state
    }

    /// What the trained weights depend on.
    private var settings: [String: String] {
        let keys = RecipeKey.all.map { ($0.name, $0.read(recipe)) }
        return Dictionary(uniqueKeysWithValues: keys).compactMapValues(\.self).merging([
            "vocabulary": "\(configuration.embeddings.targetVocabularySize)",
            "training pairs": "\(training.count)",
            "training text": "\(training.fingerprint)",
        ]) { own, _ in own }
    }
}
