import Basics
import Foundation
import Models
import Text
import Training

// The student learns: first as any model does, then with eight-bit rounding.

extension DistillationWork {
    /// Trains the student on the pairs.
    func trainStudent() throws {
        try train(studentRecipe(), in: place.student)
    }

    /// Goes on from the student's best checkpoint, with products in eight bits.
    func trainWithRounding() throws {
        try train(roundingRecipe(), in: place.rounded)
    }

    private func train(_ recipe: TrainingRecipe, in folder: URL) throws {
        let resuming: RunDirectory.Existing = existing.resumes ? existing : .resume
        let run = try TrainingRun(recipe, in: folder, resuming)
        let result = try run.train(
            report: { [report] in report(.training($0)) }, isCancelled: isCancelled)
        if result.reason == .interrupted { throw CancellationError() }
    }

    /// Held-out text: what was given, or what was held out.
    var validation: (source: URL, target: URL) {
        if let source = settings.validationSource, let target = settings.validationTarget {
            return (source.fileURL, target.fileURL)
        }
        return (place.chosen.heldOutSource, place.chosen.heldOutTarget)
    }

    // MARK: Recipes

    private func studentRecipe() throws -> TrainingRecipe {
        var recipe = TrainingRecipe()
        recipe.text.source = place.pairs.source.path
        recipe.text.target = place.pairs.target.path
        recipe.text.validationSource = validation.source.path
        recipe.text.validationTarget = validation.target.path
        try settings.apply(to: &recipe)
        recipe.limits = try settings.limits(isRounding: false)
        if settings.hasTeacher {
            try useTokenizer(in: &recipe)
            try recipe.set("alignments", to: place.alignments.path)
        }
        return recipe
    }

    /// The teacher's tokenizer cuts the student's text.
    private func useTokenizer(in recipe: inout TrainingRecipe) throws {
        let tokenizer = try savedTokenizer()
        recipe.text.sourceLanguage = tokenizer.settings.sourceLanguage
        recipe.text.targetLanguage = tokenizer.settings.targetLanguage
        let (source, target) = TranslationTokenizer.modelFiles(in: place.tokenizer)
        if tokenizer.source.model.serialized == tokenizer.target.model.serialized {
            recipe.tokenizer.both = source.path
        } else {
            recipe.tokenizer.source = source.path
            recipe.tokenizer.target = target.path
        }
        recipe.tokenizer.separatesVocabularies = !tokenizer.sharesVocabulary
    }

    private func savedTokenizer() throws -> TranslationTokenizer {
        if !FileManager.default.fileExists(atPath: place.tokenizer.path) {
            let first = (settings.teachers ?? []).prefix(1)
            let tokenizer = try translator(Array(first), settings.precision).tokenizer
            try AtomicDirectory.write(to: place.tokenizer) { try tokenizer.save(to: $0) }
        }
        return try TranslationTokenizer.load(from: place.tokenizer)
    }

    /// What the student was trained by, with its weights to begin with, a tenth of its learning rate and
    /// rounding. The schedule is one of its own.
    private func roundingRecipe() throws -> TrainingRecipe {
        let file = place.student.appendingPathComponent(RunDirectory.recipeName)
        var recipe = try TrainingRecipe(contentsOf: file)
        let model = recipe.model
        recipe.model = .init()
        recipe.model.base = place.student.path
        recipe.model.dropout = model.dropout
        recipe.model.transformer.attentionDropout = model.transformer.attentionDropout
        recipe.model.transformer.activationDropout = model.transformer.activationDropout
        let sampling = recipe.tokenizer.sampling
        recipe.tokenizer = .init()
        recipe.tokenizer.sampling = sampling
        recipe.text.sourceLanguage = nil
        recipe.text.targetLanguage = nil
        recipe.optimization.roundsToEightBits = true
        recipe.optimization.learningRate = recipe.optimization.learningRate.map { $0 / 10 }
        recipe.optimization.finalLearningRate /= 10
        recipe.optimization.shape = nil
        recipe.optimization.warmup = nil
        recipe.validation.interval = nil
        try applyAgain(to: &recipe)
        recipe.limits = try settings.limits(isRounding: true)
        return recipe
    }

    /// Settings of the student that the plan of its training has taken the place of.
    private func applyAgain(to recipe: inout TrainingRecipe) throws {
        let planned: Set<String> = ["schedule", "warm-up", "validation-interval"]
        for setting in settings.recipeSettings ?? [] where planned.contains(setting.name) {
            try recipe.set(setting.name, to: setting.value)
        }
        recipe.workers = settings.workers ?? recipe.workers
    }
}
