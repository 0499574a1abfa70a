import ArgumentParser
import CalqueKit
import Foundation

/// `calque score`.
struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell how probable a model finds given translations.",
        discussion: """
            Prints the log-probability of every pair, natural logarithm, end token included, as \
            soon as it is known; that of an empty line is the end token's alone. Nothing is \
            translated. A pair that the model cannot read, because it is too long, is not UTF-8 or \
            asks for a language that the model does not know, is named on standard error and has \
            the score nan (null in JSON); the exit status is then 1.
            """)

    @OptionGroup var model: ModelOptions

    @Option(help: ArgumentHelp("Source sentences; - is standard input.", valueName: "file"))
    var source: String

    @Option(
        help: ArgumentHelp(
            "Their translations, line by line; - is standard input.", valueName: "file"))
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

    func validate() throws {
        try model.required()
        try PairInput.validate(source: source, target: target)
    }

    func run() throws {
        let translator = try model.load()
        // Logits are written in one piece, with nothing for a pair that has none. The text of pairs is
        // not kept.
        var pairs: [EncodedPair] = []
        let input = try PairInput(source: source, target: target, translator)
        let problem = try input.forEach(translator.scorer.score) { result in
            if logits != nil {
                let pair = try? result.get().pair
                pairs.append(
                    EncodedPair(source: pair?.source ?? [], target: pair?.target ?? []))
            }
            try StandardOutput.write(line(result, translator.tokenizer.target))
        }
        if let logits { try LogitsFile.write(pairs, translator, to: logits.outputURL) }
        if let problem { throw problem }
    }

    private func line(
        _ result: Result<(pair: EncodedPair, value: PairScore), CalqueError>,
        _ tokenizer: SubwordTokenizer
    ) throws -> String {
        switch result {
        case .success(let (pair, score)) where json:
            try JSONText.line(
                PairReport(
                    score: score.logProbability, tokens: tokenizer.pieces(ofIDs: pair.target)))
        case .success(let (_, score)): score.logProbability.fixed(4) + "\n"
        case .failure(let problem) where json: try JSONText.line(Problem(error: problem.message))
        case .failure: "nan\n"
        }
    }

    private struct PairReport: Encodable {
        let score: Double
        let tokens: [String]
    }

    private struct Problem: Encodable {
        let error: String
        let score = JSONText.Null()
        let tokens: [String] = []
    }
}
