import Basics
import Foundation
import Text
import Training

/// The recipes of runs, with what the training itself makes.
extension StagesFolder {
    /// The recipe of a stage's run.
    func recipe(of stage: ResolvedStage, among stages: [ResolvedStage]) -> TrainingRecipe {
        var recipe = stage.recipe
        switch stage.beginning {
        case .random: if stage.trainsTokenizer { useTokenizer(in: &recipe) }
        case .model(let path): recipe.model.base = path
        case .stage(let index):
            recipe.model.base = self.stage(index, stages[index].name).path
        }
        if stage.backTranslation != nil {
            let made = backTranslation(stage.index, stage.name)
            recipe.useSynthetic(made.source.path, made.target.path)
        }
        return recipe
    }

    private func useTokenizer(in recipe: inout TrainingRecipe) {
        let (source, target) = TranslationTokenizer.modelFiles(in: tokenizer)
        let own = recipe.tokenizer
        recipe.tokenizer = .init()
        recipe.tokenizer.sampling = own.sampling
        recipe.tokenizer.separatesVocabularies = own.separatesVocabularies
        if own.separatesVocabularies {
            recipe.tokenizer.source = source.path
            recipe.tokenizer.target = target.path
        } else {
            recipe.tokenizer.both = source.path
        }
    }

    /// The recipe of a stage's reverse model, whose text is the tables of
    /// ``BackTranslationFolder/writeTables(of:)``; nil where none is trained.
    func reverseRecipe(of stage: ResolvedStage) -> TrainingRecipe? {
        guard var recipe = stage.reverse else { return nil }
        let made = backTranslation(stage.index, stage.name)
        let validates = recipe.text.hasValidationFiles
        for key in RecipeKey.text where key.kind == .path { key.clear(&recipe) }
        recipe.text.sources = nil
        recipe.text.table = made.table.path
        if validates { recipe.text.validationTable = made.validationTable.path }
        swap(&recipe.text.sourceLanguage, &recipe.text.targetLanguage)
        swap(&recipe.tokenizer.source, &recipe.tokenizer.target)
        return recipe
    }

    /// Throws `CalqueError` where a run that has begun cannot go on by its recipe.
    ///
    /// - Parameters:
    ///   - stages: The stages as they are to be.
    ///   - existing: How runs go on.
    ///   - notes: What is done.
    func requireRuns(
        of stages: [ResolvedStage], _ existing: RunDirectory.Existing, _ notes: Notes
    ) throws {
        func require(_ recipe: TrainingRecipe?, _ folder: URL, _ name: String) throws {
            let file = folder.appendingPathComponent(RunDirectory.recipeName)
            guard let recipe, !notes.done.contains(name), Self.isThere(file) else { return }
            _ = try TrainingRun(recipe, in: folder, existing)
        }
        for stage in stages {
            let name = Self.name(stage.index, stage.name)
            guard !notes.done.contains(name) else { continue }
            let made = backTranslation(stage.index, stage.name)
            try require(reverseRecipe(of: stage), made.reverse, Self.nameOfReverse(name))
            let recipe = recipe(of: stage, among: stages)
            try require(recipe, self.stage(stage.index, stage.name), name)
        }
    }

    /// What a stage's reverse model is noted as.
    static func nameOfReverse(_ stage: String) -> String { stage + "/reverse" }
}

extension ResolvedStage {
    /// Whether it is cut by a tokenizer that is trained before it.
    var trainsTokenizer: Bool { beginning == .random && !recipe.tokenizer.isGiven }
}

extension TrainingRecipe.TextSettings {
    /// Whether there is text to validate with in files of its own; what is wrong with them is said
    /// elsewhere.
    fileprivate var hasValidationFiles: Bool { (try? validation()) != nil }
}

extension StagesFolder.BackTranslationFolder {
    /// Writes tables of a stage's text, whatever its form, with source and target exchanged. Every pair is
    /// there once, whatever the weight of its source.
    ///
    /// - Throws: `CalqueError` where a file cannot be read or written.
    func writeTables(of text: TrainingRecipe.TextSettings) throws {
        try Self.exchange(text.training(), to: table)
        if let validation = try text.validation() {
            try Self.exchange(validation, to: validationTable)
        }
    }

    private static func exchange(_ corpus: ParallelCorpus, to file: URL) throws {
        let reader = try corpus.makeReader()
        try AtomicFile.write(to: file) { output in
            while let pair = try reader.next() {
                guard let source = pair.source, let target = pair.target else { continue }
                try output.write(
                    "\(StagesText.column(target))\t\(StagesText.column(source))\n")
            }
        }
    }
}
