import Basics
import Foundation
import Models
import Tensors
import Text
import Training

/// What can be said of a recipe before any work is done.
extension TrainingRecipe {
    /// The recipe with paths that hold in any folder.
    var withAbsolutePaths: TrainingRecipe {
        mapPaths { ["", "-"].contains($0) ? $0 : $0.fileURL.path }
    }

    /// Throws `CalqueError` when no run can come of the recipe.
    ///
    /// - Parameters:
    ///   - isBegun: Whether the run goes on: it has its tokenizer and model.
    ///   - base: The model that it starts from, if there is one.
    func requirePossible(isBegun: Bool, base: TrainingBase?) throws {
        try requireAllowedValues()
        try text.requireOneStandardInput()
        try requireFiles(isBegun: isBegun)
        try requireEnd()
        try tokenizer.requirePossible()
        try robustness.requirePossible()
        if let precision, !precision.isSupported {
            throw CalqueError(
                "This processor cannot compute in \(precision.rawValue). Set precision to float32.",
                kind: .unsupported)
        }
        if let base {
            let configuration = try base.configuration()
            try requireNothingBeside(configuration)
            try requireHeadsToGuide(configuration)
        } else {
            try requireHeadsToGuide(configuration(.ofAnyVocabulary))
        }
        let plan = TrainingPlan(
            choices, budget: limits.budget, architecture: model.architecture, textTokens: 1)
        let planned = try planned(by: plan)
        try planned.trainingOptions(width: model.width ?? 1).validate()
        // A run that an earlier version began may have keys that change nothing, and goes on.
        if !isBegun { try planned.requireKeysToMatter() }
    }

    /// Throws where a value is not in the range of its key: what is set from Swift may be any.
    func requireAllowedValues() throws(CalqueError) {
        var copy = self
        for key in RecipeKey.all {
            guard let value = key.read(self), !key.write(&copy, value) else { continue }
            throw key.refusal(of: value)
        }
    }

    private func requireFiles(isBegun: Bool) throws {
        _ = try (text.training(), text.validation())
        try requireOneHeldOutText()
        try requireGeneralText()
        for item in paths where [.text, .general].contains(item.section) || !isBegun {
            let path = item.path
            guard path != "-" else { continue }
            guard FileManager.default.isReadableFile(atPath: path.fileURL.path) else {
                throw CalqueError(
                    "\(item.name) is \(path), which is not there or cannot be read. Check the path.",
                    kind: .system)
            }
        }
    }

    private func requireOneHeldOutText() throws {
        guard text.validationPairs > 0 else { return }
        guard try text.validation() == nil else {
            throw CalqueError(
                "validation-pairs holds out pairs of the text: leave it out, or the files to validate "
                    + "with.", kind: .configuration)
        }
        guard text.dropsNearValidation != false else {
            throw CalqueError(
                "validation-pairs takes pairs and what is nearly the same out of training: leave "
                    + "drop-near-validation out.", kind: .configuration)
        }
    }

    private func requireGeneralText() throws {
        let general = try text.generalTraining()
        if text.general.isFromBase {
            guard model.base != nil, general == nil else {
                throw CalqueError(
                    "general-from-base needs the model in from, and no other general text.",
                    kind: .configuration)
            }
        }
        guard try text.generalValidation() == nil || text.validates else {
            throw CalqueError(
                "General text is validated beside the own: give validation-source and "
                    + "validation-target, too.", kind: .configuration)
        }
    }

    /// Throws where there are alignments, and the model has no head that they could guide.
    private func requireHeadsToGuide(_ configuration: any ModelConfiguration) throws {
        guard text.alignments != nil else { return }
        guard let transformer = configuration as? TransformerConfiguration else {
            throw CalqueError(
                """
                alignments guide a head of the Transformer's attention to the source, and architecture is \
                \(Architecture(of: configuration).rawValue). Leave them out, or choose another architecture.
                """, kind: .configuration)
        }
        let part = TransformerStudy.Part.encoderDecoderAttention
        guard !transformer.study.without.contains(part) else {
            throw CalqueError(
                """
                alignments guide a head of the attention to the source, and without takes out \
                \(part.rawValue). Leave one of the two out.
                """, kind: .configuration)
        }
    }

    private func requireEnd() throws {
        if try text.validates { return }
        guard limits.patience == nil else {
            throw CalqueError(
                """
                patience counts validations: give validation-source and validation-target, or \
                validation-pairs.
                """,
                kind: .configuration)
        }
        guard limits.budget.isLimited else {
            throw CalqueError(
                "Nothing says when the run ends: give updates, epochs, minutes, or text to validate "
                    + "with.", kind: .configuration)
        }
    }

    /// Throws where a model that exists is to be another one.
    private func requireNothingBeside(_ base: any ModelConfiguration) throws {
        let plain = TrainingRecipe()
        let ofBase = plain.based(on: base)
        let model: Set<RecipeKey.Section> = [
            .tokenizer, .model, .transformer, .study, .recurrent, .machine,
        ]
        let allowed: Set = [
            "from", "dropout", "attention-dropout", "activation-dropout", "subword-sampling",
        ]
        let other = RecipeKey.all.first { key in
            model.contains(key.section) && !allowed.contains(key.name)
                && ![key.read(plain), key.read(ofBase)].contains(key.read(self))
        }
        if let other {
            throw CalqueError(
                "from takes model and tokenizer as they are: leave \(other.name) out, or train from "
                    + "random weights.", kind: .configuration)
        }
        try based(on: base).requireArchitecture()
    }
}

extension EmbeddingConfiguration {
    /// For what is the same with every vocabulary.
    static let ofAnyVocabulary = EmbeddingConfiguration(
        vocabularySize: 3, specialTokens: SpecialTokens(start: 2, end: 0, padding: 2))
}

extension TrainingRecipe.TokenizerOptions {
    /// Whether there is one that is not trained.
    var isGiven: Bool { both != nil || source != nil || target != nil }

    fileprivate func requirePossible() throws {
        switch (both, source, target) {
        case (nil, nil, nil):
            try trainerOptions.validate()
            guard sampling == 0 || [.bpe, .unigram].contains(training.type) else {
                throw CalqueError(
                    """
                    subword-sampling needs a tokenizer with more than one way to cut a word, and \
                    tokenizer-type is \(training.type.rawValue). Leave it out, or choose bpe or unigram.
                    """, kind: .configuration)
            }
        case (_?, nil, nil), (nil, _?, _?): break
        default:
            throw CalqueError(
                "Give tokenizer alone, or both source-tokenizer and target-tokenizer.",
                kind: .configuration)
        }
    }
}
