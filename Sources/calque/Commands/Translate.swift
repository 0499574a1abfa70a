import ArgumentParser
import CalqueKit
import Foundation

/// `calque translate`.
struct Translate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Translate lines of text.",
        discussion: """
            Reads standard input and writes standard output: one line in, one line out, in order. \
            An empty line stays empty. A line too long for the model is translated in parts, with \
            a warning.
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup(title: "Search") var search: SearchFlags

    @Option(
        help: ArgumentHelp(
            """
            Write so many translations of every line, best first, as lines of line number, score \
            and translation with tabs between them.
            """, valueName: "k"),
        transform: wholeNumber(from: 1))
    var nBest: Int?

    @Option(help: ArgumentHelp("Read this file, which may be gzip.", valueName: "file"))
    var input: String?

    @Option(help: ArgumentHelp("Write this file.", valueName: "file"))
    var output: String?

    @Flag(help: "Make lines that are not UTF-8 empty instead of stopping at them.")
    var skipInvalid = false

    @Option(
        help: ArgumentHelp(
            "Draw the attention between the first line and its translation as SVG.",
            valueName: "file"))
    var attentionSvg: String?

    func validate() throws { try model.required() }

    func run() throws {
        let loaded = try model.load()
        let first =
            if let output {
                try AtomicFile.write(to: output.fileURL) { file in
                    try translate(loaded) { try file.write($0) }
                }
            } else {
                try translate(loaded) { try StandardOutput.write($0) }
            }
        if let attentionSvg, let first { try drawAttention(of: first, loaded, to: attentionSvg) }
    }

    /// Translates all lines.
    ///
    /// - Returns: The first line and the tokens of its translation.
    private func translate(
        _ loaded: LoadedModel, _ write: (String) throws -> Void
    ) throws -> (source: String, tokens: [Int32])? {
        let options = search.options(nBest: nBest ?? 1)
        let reader = try LineReader(path: input ?? "-", invalidText: skipInvalid ? .skip : .fail)
        var number = 0
        var first: (source: String, tokens: [Int32])?
        var firstSource: String?
        try loaded.translator.translate(
            options, chunks: chunks,
            from: {
                guard let line = try reader.next() else { return nil }
                if line.text == nil { warn(line.number, "It is not UTF-8 and stays empty.") }
                if firstSource == nil { firstSource = line.text ?? "" }
                return line.text ?? ""
            },
            to: { result in
                number += 1
                for warning in result.warnings { warn(number, warning) }
                if number == 1, let firstSource {
                    first = (firstSource, result.alternatives[0].tokens)
                }
                try write(lines(result, number: number))
            })
        return first
    }

    /// Somebody who types waits for every line.
    private var chunks: Translator.ChunkLimits {
        input == nil && isatty(STDIN_FILENO) == 1 ? .init(lines: 1) : .init()
    }

    private func lines(_ result: TranslationResult, number: Int) -> String {
        guard nBest != nil else { return result.text + "\n" }
        return result.alternatives.map { "\(number)\t\($0.score.fixed(4))\t\($0.text)\n" }.joined()
    }

    private func warn(_ line: Int, _ warning: String) {
        StandardError.writeLine("line \(line): \(warning)")
    }

    private func drawAttention(
        of pair: (source: String, tokens: [Int32]), _ loaded: LoadedModel, to path: String
    ) throws {
        let map = try loaded.attention(
            pair.source, to: pair.tokens + [loaded.model.specialTokens.end])
        try map.picture.writeSVG(to: path.fileURL)
    }
}
