import ArgumentParser
import CalqueKit
import Foundation

/// `calque benchmark training`.
struct BenchmarkTraining: ParsableCommand, RecipeOptions {
    static let configuration = CommandConfiguration(
        commandName: "training",
        abstract: "Measure updates of a model.",
        discussion: """
            Prints target tokens a second (end tokens counted; there is no padding) over whole \
            updates: batching, forward and backward pass, optimiser. The share of the arithmetic \
            limit is the time that the matrix products alone would take, at the rate of products \
            measured in the same run, over the time taken.
            """)

    @Option(help: .value("file", "Source sentences."))
    var source: String

    @Option(help: .value("file", "Their translations, line by line."))
    var target: String

    @Option(help: .value("file", "SentencePiece model for both sides."))
    var tokenizer: String

    @Option(
        help: .value("tokens", "Tokens of an update, over all workers.", default: 4096),
        transform: wholeNumber(from: 1))
    var tokens = 4096

    @Option(
        help: .value("n", "Updates that are measured.", default: 8),
        transform: wholeNumber(from: 1))
    var steps = 8

    @Option(
        help: .value("n", "Updates before them.", default: 2), transform: wholeNumber(from: 0))
    var warmup = 2

    @Option(help: .key("precision")) var precision: String?
    @Option(help: .key("architecture")) var architecture: String?
    @Option(help: .value("size", "Named size of the model.", default: "small")) var size: String?
    @Option(name: [.long, .customLong("threads")], help: .key("workers")) var workers: String?
    @OptionGroup var binding: Binding
    @OptionGroup var other: SettingOptions
    @OptionGroup var format: ReportFormat

    static var keys: [(name: String, value: KeyPath<Self, String?>)] {
        [
            ("precision", \.precision), ("architecture", \.architecture), ("size", \.size),
            ("workers", \.workers),
        ]
    }

    func run() throws {
        var recipe = TrainingRecipe()
        recipe.model.size = .small
        recipe.model.dropout = 0.1
        recipe.optimization.updateTokens = tokens
        try recipe.apply(settings + other.settings())
        let speed = try TrainingSpeed.measure(
            recipe, source: source.fileURL, target: target.fileURL, tokenizer: tokenizer.fileURL,
            steps: steps, warmUp: warmup)
        try format.print(speed, speed.text)
    }
}
