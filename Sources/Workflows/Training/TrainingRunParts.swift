import Basics
import Foundation
import Models
import Text
import Training
import Translation

/// What a run is made of.
struct TrainingRunParts {
    /// What the run is, nothing left open.
    let recipe: TrainingRecipe
    let tokenizer: TranslationTokenizer
    let data: TrainingData
    /// What the data are called in the run's folder; nil where they are in memory alone.
    let corpusName: String?
    let validation: HeldOutPairs?
    /// Held-out pairs of general text.
    let general: HeldOutPairs?
    /// With the weights that training starts from.
    let model: any SequenceToSequenceModel
    /// Whether the run goes on, with the tokenizer that its folder has.
    let isBegun: Bool
    /// What the base model made of the own text, where the folder has not got it yet.
    let baseTranslations: Data?
    /// Pairs of the text that the run is validated with.
    let heldOut: Data?
    /// What cleaning of the text found out, where the folder has not got it yet.
    var cleaningFiles: [TrainingRunPreparation.NewFile] = []

    /// Trains in a folder, for all ranks where there are several. The recipe is written there once nothing
    /// speaks against the run.
    func train(
        in folder: URL, _ existing: RunDirectory.Existing, across ranks: RunRanks? = nil,
        report: @escaping (TrainingRunEvent) -> Void, isCancelled: () -> Bool
    ) throws -> TrainingResult {
        let run = try RunDirectory(folder, tokenizer: tokenizer, existing: existing)
        for file in cleaningFiles {
            try AtomicFile.write(file.contents, to: folder.appendingPathComponent(file.name))
        }
        for (name, contents) in [
            (RunDirectory.baseTranslationsName, baseTranslations),
            (RunDirectory.heldOutName, heldOut),
        ] {
            guard let contents else { continue }
            try AtomicFile.write(contents, to: folder.appendingPathComponent(name))
        }
        if !isBegun { try tokenizer.save(to: folder) }
        if let ranks { try send(to: ranks, from: folder) }
        let trainer = try trainer(in: run, across: ranks) { report(.training($0)) }
        CorpusFolder(of: folder).clear(except: [corpusName].compactMap(\.self))
        try recipe.write(to: folder.appendingPathComponent(RunDirectory.recipeName))
        report(.recipe(recipe))
        return try trainer.train(isCancelled: isCancelled)
    }

    /// Takes part in training, on a rank that writes nothing.
    ///
    /// - Parameters:
    ///   - ranks: The ranks.
    ///   - begin: Called when training begins.
    ///   - isCancelled: Asked before every update.
    /// - Throws: `CalqueError` when the run diverges, or another rank does not answer.
    func takePart(
        in ranks: RunRanks, begin: () -> Void, isCancelled: () -> Bool
    ) throws -> TrainingResult {
        let trainer = try trainer(in: nil, across: ranks) { _ in }
        begin()
        return try trainer.train(isCancelled: isCancelled)
    }

    private func trainer(
        in run: RunDirectory?, across ranks: RunRanks?, report: @escaping (TrainingEvent) -> Void
    ) throws -> Trainer {
        var options = recipe.trainingOptions(width: model.configuration.width)
        if let ranks { options.workers = try ranks.ownWorkers(of: options.workers) }
        return try Trainer(
            model, options: options, data: data, validation: validation, general: general, run: run,
            across: ranks.map {
                TrainingRanks(
                    $0.communicator, wire: recipe.ranks.wire, overlaps: recipe.ranks.overlaps)
            },
            translate: tokenizer.validationTranslator(beam: recipe.validation.beam),
            report: report)
    }
}
