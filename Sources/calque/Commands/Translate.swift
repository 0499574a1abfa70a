import ArgumentParser
import CalqueKit
import Foundation

/// `calque translate`.
struct Translate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Translate lines of text.",
        discussion: """
            Reads standard input and writes standard output: one line in, one line out, in order. \
            Through a pipe or at a terminal, a line is translated as soon as it arrives. Every \
            sentence of a line is translated by itself; an empty line stays empty. A sentence too \
            long for the model is translated in parts. Warnings on standard error name lines to \
            look at, such as one whose translation is empty, is far too short or repeats itself.
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup(title: "Search") var search: SearchFlags

    @Option(
        help: ArgumentHelp(
            """
            How to read a line: paragraphs translates each sentence by itself and keeps the white \
            space between them; sentences translates the line as one.
            """, valueName: "what"))
    var lines = LineReading.paragraphs

    @Option(
        help: ArgumentHelp(
            """
            Write this many translations of every line, best first, in Marian's format: number of \
            the line from 0 ||| translation ||| F0= log-probability ||| score.
            """, valueName: "k"),
        transform: wholeNumber(from: 1))
    var nBest: Int?

    @Flag(help: "Write the score, a tab and the translation.")
    var scores = false

    @Flag(
        help: """
            Write a JSON object a line: line, text, score, logProbability, tokens, parts, isCutOff, \
            isRepetitive, unknownSource, warnings, and with --n-best the alternatives.
            """)
    var json = false

    @Option(
        help: ArgumentHelp(
            """
            Begin each translation with the line of this file that has the same number; an empty \
            line prescribes nothing.
            """, valueName: "file"))
    var targetPrefix: String?

    @Flag(
        help: """
            Copy text that the vocabulary lacks into the translation unchanged, where the \
            attention places it.
            """)
    var copyUnknown = false

    @Flag(
        help: """
            After each translation, write which words of the line and of the translation go \
            together, such as "das Haus ||| 0-0 1-1". Words are what spaces separate, counted from \
            0.
            """)
    var alignment = false

    @OptionGroup(title: "Alignment") var alignmentFlags: AlignmentFlags

    @Option(
        help: ArgumentHelp(
            "Read this file, which may be gzip, instead of standard input.", valueName: "file"))
    var input: String?

    @Option(
        help: ArgumentHelp(
            """
            Write this file instead of standard output. If the work ends early, what is done is \
            kept in file.partial.
            """, valueName: "file"))
    var output: String?

    @Flag(help: "Treat lines that are not UTF-8 or over 16 MiB as empty instead of stopping there.")
    var skipInvalid = false

    @Option(
        help: ArgumentHelp(
            "Draw the attention between the first sentence and its translation as SVG.",
            valueName: "file"))
    var attentionSvg: String?

    func validate() throws {
        try model.required()
        guard !scores || (nBest == nil && !json) else {
            throw ValidationError("--n-best and --json have the scores: leave --scores out.")
        }
        guard targetPrefix != "-" || (input ?? "-") != "-" else {
            throw ValidationError(
                "Standard input cannot be both the lines and --target-prefix: give --input.")
        }
        try validateAlignment()
    }

    private func validateAlignment() throws {
        let isAligned = alignment || alignmentFlags.softAlignment
        guard !alignmentFlags.attention.isSelective || isAligned else {
            throw ValidationError(
                "--alignment-layer and --alignment-head belong to --alignment and "
                    + "--soft-alignment.")
        }
        guard !(copyUnknown && isAligned) else {
            throw ValidationError(
                "--copy-unknown adds words to the translation that no alignment counts: leave one "
                    + "of them out.")
        }
        let isBare = nBest == nil && !scores && !json
        guard !(alignment && alignmentFlags.softAlignment), !isAligned || isBare else {
            throw ValidationError(
                "Give one of --alignment, --soft-alignment, --n-best, --scores and --json.")
        }
    }

    func run() throws {
        if let attentionSvg { try PictureFile.check(attentionSvg.outputURL) }
        let translator = try model.load()
        let options = try search.options(for: translator, nBest: nBest ?? 1)
        let first = try LineOutput.write(to: output) { try translate(translator, options, $0) }
        if let attentionSvg, let first {
            try drawAttention(of: first, translator, options, to: attentionSvg)
        }
    }

    /// Translates all lines.
    ///
    /// - Returns: The first line.
    private func translate(
        _ translator: Translator, _ options: SearchOptions, _ write: (String) throws -> Void
    ) throws -> TranslationRequest? {
        let progress = LineProgress(
            "lines", inputs: [self.input ?? "-", targetPrefix], output: output ?? "-")
        let warn = { (line: Int, warning: String) in
            progress.say("line \(line): \(warning)")
        }
        let input = try TranslationInput(
            path: self.input ?? "-", prefixes: targetPrefix, skipsInvalid: skipInvalid, warn: warn)
        var (number, readCount) = (0, 0)
        var first: TranslationRequest?
        var translator = translator
        translator.lines = lines
        translator.copiesUnknown = copyUnknown
        if alignment || alignmentFlags.softAlignment {
            translator.alignment = alignmentFlags.attention.selection
        }
        try translator.translate(
            options,
            requests: {
                if readCount == number { progress.show(number, fraction: input.fractionRead) }
                let request = try input.next()
                readCount += 1
                first = first ?? request
                return request
            }, hasArrived: input.answersAtOnce,
            to: { result in
                number += 1
                for warning in result.warnings { warn(number, warning) }
                try write(format.lines(result, number: number, translator.tokenizer.target))
            })
        return first
    }

    private var format: TranslationFormat {
        if json { return .json }
        if nBest != nil { return .nBest }
        if alignment { return .alignment }
        if alignmentFlags.softAlignment { return .softAlignment }
        return scores ? .scores : .text
    }

    /// Draws what the model looked at, which it did sentence by sentence.
    private func drawAttention(
        of line: TranslationRequest, _ translator: Translator, _ options: SearchOptions,
        to path: String
    ) throws {
        var request = line
        if lines == .paragraphs {
            let splitter = SentenceSplitter(language: translator.tokenizer.settings.sourceLanguage)
            request.line = try splitter.sentences(in: line.line).first.map(String.init) ?? line.line
        }
        var translator = translator
        translator.lines = .sentences
        let result = try translator.translate(requests: [request], options)[0]
        let target = result.alternatives[0].tokens + [translator.model.specialTokens.end]
        let source = translator.tokenizer.encodeSource(request.line)
        let map = try translator.reader.attention(
            of: EncodedPair(source: source, target: target))
        try map.picture.writeSVG(to: path.outputURL)
    }
}
