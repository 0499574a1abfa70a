import ArgumentParser
import CalqueKit
import Foundation

/// `calque score`.
struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell how probable a model finds given translations.",
        discussion: """
            Prints the log-probability of every pair, natural logarithm, end token included. \
            Nothing is translated.
            """)

    @OptionGroup var model: ModelOptions

    @Option(help: ArgumentHelp("Source sentences.", valueName: "file"))
    var source: String

    @Option(help: ArgumentHelp("Their translations, line by line.", valueName: "file"))
    var target: String

    @Flag(help: "Print an object a line: {\"score\": …, \"tokens\": […]}.")
    var json = false

    @Option(
        help: ArgumentHelp(
            """
            Write the tensors logits [tokens, vocabulary], of all target tokens one after the \
            other, and offsets [pairs + 1], where each pair begins.
            """, valueName: "file.safetensors"))
    var logits: String?

    func validate() throws { try model.required() }

    func run() throws {
        let loaded = try model.load()
        let pairs = try [EncodedPair](source: source, target: target, loaded.tokenizer)
        let scores = try Scorer(loaded.model, on: loaded.pool).score(pairs)
        if let logits { try LogitsFile.write(pairs, loaded, to: logits.fileURL) }
        for (pair, score) in zip(pairs, scores) {
            guard json else {
                try StandardOutput.writeLine(score.logProbability.fixed(4))
                continue
            }
            let tokens = loaded.tokenizer.target.pieces(ofIDs: pair.target)
            try StandardOutput.write(
                JSONText.line(PairReport(score: score.logProbability, tokens: tokens)))
        }
    }

    private struct PairReport: Encodable {
        let score: Double
        let tokens: [String]
    }
}
