import ArgumentParser
import CalqueKit
import Foundation

/// `calque shortlist`.
struct ShortlistCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shortlist",
        abstract: "Make a list of the likely translations of every source token.",
        discussion: """
            With a shortlist a model translates faster, for it looks at a few hundred target \
            tokens instead of all. It is made of parallel text, best of what the model was trained \
            on, whose words --alignments says to belong together, or else the model's own \
            attention. The file is the model's from then on, and is read by Marian, Bergamot and \
            slimt, too. Prints how many tokens a sentence may have, and how many of the right ones \
            are among them. Pairs that the model cannot read are left out.
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup var pairs: PairOptions

    @Option(
        help: .value(
            "file",
            """
            Which words belong together, line by line, as `calque align` writes it: 0-0 1-2; - is \
            standard input. (default: what the model's attention says)
            """))
    var alignments: String?

    @OptionGroup var attention: AlignmentAttention

    @Option(
        help: .value(
            "n",
            """
            How many target tokens every sentence may have: the first of the vocabulary, and as \
            many of the most frequent.
            """, default: ShortlistMaking.standardCount),
        transform: wholeNumber(from: 1))
    var first = ShortlistMaking.standardCount

    @Option(
        help: .value(
            "n", "How many translations a source token has.", default: ShortlistMaking.standardCount
        ),
        transform: wholeNumber(from: 1))
    var best = ShortlistMaking.standardCount

    @Option(
        help: .value(
            "file", "The file to write. (default: shortlist.bin in the model's folder)"))
    var output: String?

    @Option(
        help: .value(
            "file", "Sentences to measure the shortlist on. (default: the first of --source)"))
    var validationSource: String?

    @Option(help: .value("file", "Their translations, line by line."))
    var validationTarget: String?

    @OptionGroup var format: ReportFormat

    func validate() throws {
        try model.requiredSingle()
        guard alignments == nil || !attention.isSelective else {
            throw ValidationError(
                "--alignments says which words belong together; leave --alignment-layer and "
                    + "--alignment-head out.")
        }
        guard (validationSource == nil) == (validationTarget == nil) else {
            throw ValidationError("Give both of --validation-source and --validation-target.")
        }
        let inputs = [pairs.source, pairs.target, alignments, validationSource, validationTarget]
        guard inputs.filter({ $0 == "-" }).count <= 1 else {
            throw ValidationError("Standard input can be only one of the files.")
        }
        guard output != "-" else {
            throw ValidationError("Standard output has the report; name a file with --output.")
        }
    }

    func run() throws {
        let file = try outputFile()
        if !FileManager.default.fileExists(atPath: file.path) {
            try FileManager.default.requirePlace(forFolder: file.deletingLastPathComponent())
        }
        let translator = try model.load()
        let validation = try validationPairs(translator.tokenizer)
        let made = try make(translator)
        try FileManager.default.createFolder(file.deletingLastPathComponent())
        try made.shortlist.write(to: file)
        if made.counts.unread > 0 {
            StandardError.writeLine(
                "\(made.counts.unread.grouped) of \(made.counts.pairs.grouped) pairs were left "
                    + "out: they are too long for the model, or are no text that it reads.")
        }
        let report = ShortlistReport(
            made.shortlist, translator.tokenizer, on: validation ?? made.sample)
        let textName = validationSource ?? "the text itself"
        try format.print(report, report.text(ofText: textName))
    }

    /// Where the shortlist goes.
    private func outputFile() throws -> URL {
        let folder = try model.requiredSingle()
        if let output { return output.fileURL }
        guard try ModelFolders.folder(at: folder) is ModelDirectory else {
            throw CalqueError(
                """
                \(folder.path) is a model of Firefox's or Bergamot's, whose configuration says which \
                file its shortlist is. Name the file to write with --output.
                """, kind: .configuration)
        }
        return folder.appendingPathComponent(ModelDirectory.shortlistName)
    }

    private func make(_ translator: Translator) throws -> ShortlistMaking.Outcome {
        let making = ShortlistMaking(
            source: pairs.source, target: pairs.target,
            aligner: alignments.map { .file(path: $0) }
                ?? .attention(translator.reader, attention.selection),
            tokenizer: translator.tokenizer, maximumLength: translator.model.maximumLength,
            frequentCount: first, bestCount: best)
        let progress = LineProgress(
            "pairs", inputs: [pairs.source, pairs.target, alignments], output: nil)
        progress.show(0, fraction: 0)
        return try making.make { progress.show($0, fraction: $1) }
    }

    private func validationPairs(_ tokenizer: TranslationTokenizer) throws -> [EncodedPair]? {
        guard let validationSource, let validationTarget else { return nil }
        return try PairedLines(source: validationSource, target: validationTarget)
            .texts(atMost: .max)
            .map { EncodedPair(source: $0.source, target: $0.target, tokenizer) }
    }
}
