import Foundation
import Workflows

/// A run of a few updates on made-up text.
enum TinyRun {
    private static let words = ["red", "dog", "cat", "blue", "sun"]

    /// Sentences, each of which translates to itself reversed.
    static let sources: [String] = (0..<60).map { number in
        let places = (0...(number % 5)).map { place in (number * 7 + place * 3) % 5 }
        return places.map { words[$0] }.joined(separator: " ")
    }
    static let targets: [String] = sources.map {
        $0.split(separator: " ").reversed().joined(separator: " ")
    }

    /// Writes the text into a folder, and names it.
    static func recipe(in folder: TemporaryFolder) throws -> TrainingRecipe {
        func file(_ lines: [String], _ name: String) throws -> String {
            try folder.write(lines.map { $0 + "\n" }.joined().utf8, to: name).path
        }
        var recipe = TrainingRecipe()
        recipe.text.source = try file(sources, "train.source")
        recipe.text.target = try file(targets, "train.target")
        recipe.text.validationSource = try file(Array(sources.prefix(6)), "validation.source")
        recipe.text.validationTarget = try file(Array(targets.prefix(6)), "validation.target")
        recipe.tokenizer.vocabularySize = 40
        recipe.model.width = 16
        recipe.model.maximumLength = 24
        recipe.model.transformer.innerWidth = 32
        recipe.model.transformer.heads = 2
        recipe.model.transformer.encoderLayers = 1
        recipe.model.transformer.decoderLayers = 1
        recipe.optimization.updateTokens = 100
        recipe.optimization.warmup = 2
        recipe.precision = .float32
        recipe.workers = 1
        recipe.limits.updates = 4
        recipe.validation.interval = 2
        recipe.checkpoints.interval = 2
        recipe.checkpoints.logInterval = 1
        return recipe
    }
}
