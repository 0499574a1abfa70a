import Basics

/// Keys that change nothing beside others.
extension TrainingRecipe {
    /// Keys, and whether anything reads them in this recipe; if not, why.
    private var uses: [(names: Set<String>, isUsed: Bool, reason: String)] {
        get throws {
            [
                (
                    [
                        "vocabulary-size", "tokenizer-sentences", "tokenizer-type",
                        "character-coverage", "normalization", "byte-fallback",
                    ], !tokenizer.isGiven, "a tokenizer is given, and none is trained"
                ),
                (
                    ["source-language", "target-language"],
                    model.base == nil || text.hasLanguages || text.cleaning != nil,
                    "the languages are those of the model in from"
                ),
                (
                    ["mix"], try text.general.isFromBase || text.generalTraining() != nil,
                    "there is no general text to be mixed in"
                ),
                (
                    ["drop-near-validation"], try text.validates,
                    "there is no text to validate with"
                ),
                (
                    ["robustness"], robustness.isPartOfStandardUsed,
                    "the shares of all kinds are given"
                ),
                (
                    ["general-limit"], try model.base != nil && text.generalValidation() != nil,
                    "only the model in from is measured before and after, on general text"
                ),
                (
                    ["guided-alignment-weight"], text.alignments != nil,
                    "there are no alignments that a head could be guided by"
                ),
                (
                    ["final-learning-rate"], optimization.shape == .cosine,
                    "only the schedule cosine has an end"
                ),
                (
                    ["averaged-checkpoints"], checkpoints.final == .average,
                    "only final: average makes a mean"
                ),
            ]
        }
    }

    /// Throws where a key that nothing reads has a value of its own. What is planned has been decided.
    func requireKeysToMatter() throws {
        let plain = TrainingRecipe()
        for (names, isUsed, reason) in try uses where !isUsed {
            let useless = RecipeKey.all.first { key in
                names.contains(key.name) && key.read(self) != key.read(plain)
            }
            guard let useless else { continue }
            throw CalqueError(
                "\(useless.name) changes nothing: \(reason). Leave it out.", kind: .configuration)
        }
    }
}
