import ArgumentParser
import CalqueKit
import Foundation

/// `calque benchmark training`.
struct BenchmarkTraining: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "training",
        abstract: "Measure updates of a model.",
        discussion: """
            Prints target tokens a second (end tokens counted; there is no padding) over whole \
            updates: batching, forward and backward pass, optimiser. The share of the arithmetic \
            limit is the time that the matrix products alone would take, at the rate of products \
            measured in the same run, over the time taken.
            """)

    @Option(help: ArgumentHelp("Source sentences.", valueName: "file"))
    var source: String

    @Option(help: ArgumentHelp("Their translations, line by line.", valueName: "file"))
    var target: String

    @Option(help: ArgumentHelp("SentencePiece model for both sides.", valueName: "file"))
    var tokenizer: String

    @Option(
        help: ArgumentHelp("Tokens of an update, over all workers.", valueName: "tokens")
            .withDefault(4096),
        transform: wholeNumber(from: 1))
    var tokens = 4096

    @Option(
        help: ArgumentHelp("Updates that are measured.", valueName: "n")
            .withDefault(8),
        transform: wholeNumber(from: 1))
    var steps = 8

    @Option(
        help: ArgumentHelp("Updates before them.", valueName: "n")
            .withDefault(2), transform: wholeNumber(from: 0))
    var warmup = 2

    @Option(help: .key("precision")) var precision: String?
    @Option(help: .key("architecture")) var architecture: String?
    @Option(
        help: ArgumentHelp("Named size of the model.", valueName: "size").withDefault("small"))
    var size: String?
    @Option(name: [.long, .customLong("threads")], help: .key("workers")) var workers: String?
    @OptionGroup var other: SettingOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let report = try measure()
        try StandardOutput.write(json ? JSONText.line(report) : report.text)
    }

    private func measure() throws -> TrainingSpeed {
        let spm = try SentencePieceModel.load(tokenizer.fileURL)
        let tokenizer = try TranslationTokenizer(
            sourceModel: spm, targetModel: spm, vocabulary: Vocabulary(models: [spm]))
        let text = ParallelCorpus(source: source.fileURL, target: target.fileURL)
        return try TrainingSpeed.measure(
            recipe(), tokenizer, text.encoded(with: tokenizer).corpus, steps: steps,
            warmUp: warmup)
    }

    private func recipe() throws -> TrainingRecipe {
        var recipe = TrainingRecipe()
        recipe.model.size = .small
        recipe.model.dropout = 0.1
        recipe.optimization.updateTokens = tokens
        let own = RecipeSetting.list(
            ["precision", "architecture", "size", "workers"],
            [precision, architecture, size, workers])
        try recipe.apply(config: nil, own + other.settings())
        return recipe
    }
}
