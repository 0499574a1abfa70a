import Basics
import Foundation
import Models
import Text
import Training
import Translation

/// A training in stages under way.
final class StagesWork {
    let stages: [ResolvedStage]
    let place: StagesFolder
    /// How runs in the folder go on.
    private let existing: RunDirectory.Existing
    let report: (StagedTrainingEvent) -> Void
    let isCancelled: () -> Bool

    init(
        stages: [ResolvedStage], place: StagesFolder, existing: RunDirectory.Existing,
        report: @escaping (StagedTrainingEvent) -> Void, isCancelled: @escaping () -> Bool
    ) {
        self.stages = stages
        self.place = place
        self.existing = existing
        self.report = report
        self.isCancelled = isCancelled
    }

    /// Goes through what is not done yet.
    func run() throws {
        try makeTokenizer()
        for stage in stages {
            let name = StagesFolder.name(stage.index, stage.name)
            let folder = place.stage(stage.index, stage.name)
            if try !place.readNotes().done.contains(name) {
                try stopIfCancelled()
                if stage.backTranslation != nil { try backTranslate(stage) }
                try train(
                    part(stage, .training), place.recipe(of: stage, among: stages), in: folder)
                try markDone(name)
                report(.finished(part(stage, .training)))
            }
            try keepModelOnly(of: folder)
        }
        try publish()
    }

    /// Throws `CancellationError` where nobody wants the model any more.
    func stopIfCancelled() throws {
        if isCancelled() { throw CancellationError() }
    }

    func part(_ stage: ResolvedStage, _ work: StagePart.Work) -> StagePart {
        StagePart(number: stage.index + 1, count: stages.count, name: stage.name, work: work)
    }

    // MARK: What is done

    func isDone(_ name: String) throws -> Bool { try place.readNotes().done.contains(name) }

    func markDone(_ name: String) throws {
        var notes = try place.readNotes()
        notes.done.append(name)
        try place.write(notes)
    }

    /// Deletes what only going on needs. A run that is done is noted as that before.
    func keepModelOnly(of run: URL) throws {
        let checkpoints = CheckpointFolder.name
        try Leftovers.clear(in: run) { $0 == checkpoints }
        let folder = run.appendingPathComponent(checkpoints)
        if StagesFolder.isThere(folder) { try AtomicDirectory.remove(folder) }
    }

    /// The model of the last stage becomes that of the folder.
    private func publish() throws {
        guard let last = stages.last else { return }
        var notes = try place.readNotes()
        let name = StagesFolder.name(last.index, last.name)
        guard notes.model != name else { return }
        try place.publish(place.stage(last.index, last.name))
        notes.model = name
        try place.write(notes)
    }

    // MARK: Training

    /// Trains, or goes on.
    func train(_ part: StagePart, _ recipe: TrainingRecipe, in folder: URL) throws {
        report(.began(part))
        let resuming: RunDirectory.Existing = existing.resumes ? existing : .resume
        let run = try TrainingRun(recipe, in: folder, resuming)
        let result = try run.train(
            report: { [report] in report(.training(part, $0)) }, isCancelled: isCancelled)
        if result.reason == .interrupted { throw CancellationError() }
    }

    // MARK: Tokenizer

    /// Trains the tokenizer on the text of all stages.
    private func makeTokenizer() throws {
        guard let first = stages.first, first.trainsTokenizer else { return }
        try? FileManager.default.removeItem(at: place.tokenizerText)
        guard !StagesFolder.isThere(place.tokenizer) else { return }
        report(.began(part(first, .tokenizer)))
        try StagesText(stages).write(to: place.tokenizerText, stopIfCancelled)
        var recipe = first.recipe
        recipe.tokenizer.training.userDefinedSymbols += Set(
            stages.compactMap { $0.backTranslation?.tag }
        ).sorted()
        if let changed = stages.first(where: { $0.recipe.augmentation != nil }) {
            recipe.robustness = changed.recipe.robustness
        }
        let tokenizer = try recipe.makeTokenizer(for: ParallelCorpus(table: place.tokenizerText))
        if let token = tokenizer.source.vocabulary.languageTokens.first {
            throw CalqueError(
                """
                The source lines begin with \(token), for models of several target languages, which are \
                not trained in stages. Take it out, or train without stages.
                """, kind: .unsupported)
        }
        try AtomicDirectory.write(to: place.tokenizer) { try tokenizer.save(to: $0) }
        try StagesFolder.remove(place.tokenizerText)
    }
}
