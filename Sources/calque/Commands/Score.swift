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
    @OptionGroup var pairs: PairOptions

    @Flag(help: "Print an object a line: {\"score\": …, \"tokens\": […]}.")
    var json = false

    @Option(
        help: .value(
            "file.safetensors",
            """
            Write the tensors logits [tokens, vocabulary], of all target tokens one after the \
            other, and offsets [pairs + 1], where each pair begins.
            """))
    var logits: String?

    func validate() throws { try model.required() }

    func run() throws {
        let translator = try model.load()
        // Logits are written in one piece, with nothing for a pair that has none. The text of pairs is
        // not kept.
        var kept: [EncodedPair] = []
        let scorer = translator.scorer
        let problem = try pairs.forEach(translator, scorer.score) { result in
            if logits != nil {
                let pair = try? result.get().pair
                kept.append(EncodedPair(source: pair?.source ?? [], target: pair?.target ?? []))
            }
            let scored = ScoredPair(result, translator.tokenizer.target)
            let text = "\(scored.score?.fixed(4) ?? "nan")\n"
            try StandardOutput.write(json ? JSONText.line(scored) : text)
        }
        if let logits { try scorer.writeLogits(of: kept, to: logits.outputURL) }
        if let problem { throw problem }
    }
}
