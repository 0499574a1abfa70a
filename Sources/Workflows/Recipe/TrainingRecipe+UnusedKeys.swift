import Basics

/// Keys that change nothing beside others.
extension TrainingRecipe {
    /// Keys, and whether anything reads them in this recipe; if not, why.
    ///
    /// - Parameters:
    ///   - isBased: Whether it begins with a model.
    ///   - mixes: Whether general text is mixed in.
    private func uses(
        isBased: Bool, mixes: Bool
    ) throws -> [(names: Set<String>, isUsed: Bool, reason: String)] {
        [
            (
                [
                    "vocabulary-size", "tokenizer-sentences", "tokenizer-type",
                    "character-coverage", "normalization", "byte-fallback",
                ], !tokenizer.isGiven, "a tokenizer is given, and none is trained"
            ),
            (
                ["source-language", "target-language"],
                !isBased || text.hasLanguages || text.cleaning != nil,
                "the languages are those of the model in from"
            ),
            (
                ["mix"], mixes, "there is no general text to be mixed in"
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
                ["general-limit"], try isBased && text.generalValidation() != nil,
                "only the model in from is measured before and after, on general text"
            ),
            (
                ["guided-alignment-weight"], text.alignments != nil,
                "there are no alignments that a head could be guided by"
            ),
            (
                // Where nobody has decided yet, it may become cosine.
                ["final-learning-rate"], optimization.shape ?? .cosine == .cosine,
                "only the schedule cosine has an end"
            ),
            (
                ["averaged-checkpoints"], checkpoints.final == .average,
                "only final: average makes a mean"
            ),
        ]
    }

    private var mixes: Bool {
        get throws { try text.general.isFromBase || text.generalTraining() != nil }
    }

    /// The keys that change nothing beside the others.
    ///
    /// - Parameters:
    ///   - isBased: Whether it begins with a model, which may be one that is yet to be made.
    ///   - mixes: Whether general text is made for it, beside what the recipe names.
    func unusedKeys(isBased: Bool, mixes: Bool) throws -> Set<String> {
        try uses(isBased: isBased, mixes: mixes || self.mixes).reduce(into: []) {
            if !$1.isUsed { $0.formUnion($1.names) }
        }
    }

    /// Throws where a key that nothing reads has a value of its own. What is planned has been decided.
    func requireKeysToMatter() throws {
        let plain = TrainingRecipe()
        let uses = try uses(isBased: model.base != nil, mixes: mixes)
        for (names, isUsed, reason) in uses where !isUsed {
            let useless = RecipeKey.all.first { key in
                names.contains(key.name) && key.read(self) != key.read(plain)
            }
            guard let useless else { continue }
            throw CalqueError(
                "\(useless.name) changes nothing: \(reason). Leave it out.", kind: .configuration)
        }
    }
}
