import ArgumentParser
import CalqueKit

/// `calque align`.
struct Align: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell which words of given translations go with which of their sources.",
        discussion: """
            Prints a line for every pair, such as "0-0 1-2 2-1": source words and target words \
            that belong together, by their places from 0. Words are what spaces separate. A \
            target word goes with the source words that the model looked at most when it \
            predicted the word's pieces. With --reference, prints how far the alignments of every \
            layer and head are from the right ones instead.
            """)

    @OptionGroup var model: ModelOptions

    @Option(help: ArgumentHelp("Source sentences.", valueName: "file"))
    var source: String

    @Option(help: ArgumentHelp("Their translations, line by line.", valueName: "file"))
    var target: String

    @Option(
        help: ArgumentHelp(
            "The right alignments, line by line: print error rates (AER) against them.",
            valueName: "file"))
    var reference: String?

    @OptionGroup(title: "Alignment") var flags: AlignmentFlags

    func validate() throws {
        try model.required()
        guard reference == nil || !(flags.isSelective || flags.softAlignment) else {
            throw ValidationError(
                "--reference measures every layer and head; it goes with no other option of "
                    + "alignment.")
        }
    }

    func run() throws {
        let loaded = try model.load()
        let pairs = try [EncodedPair](source: source, target: target, loaded.tokenizer)
        let reader = AttentionReader(loaded.model, loaded.tokenizer, on: loaded.pool)
        if let reference {
            let right = try alignments(reference, count: pairs.count)
            let table = AlignmentErrorTable(try reader.alignmentsByEveryHead(of: pairs), right)
            return try StandardOutput.write(table.text)
        }
        for words in try reader.alignments(of: pairs, flags.selection) {
            try StandardOutput.write(
                flags.softAlignment ? try words.json() : "\(words.alignment)\n")
        }
    }

    private func alignments(_ path: String, count: Int) throws -> [Alignment] {
        let reader = try LineReader(path: path)
        var alignments: [Alignment] = []
        while let line = try reader.next() {
            guard let alignment = Alignment(line.text ?? "") else {
                throw CalqueError(
                    "\(reader.name), line \(line.number): \"\(line.text ?? "")\" is no alignment. "
                        + "A line has pairs of places such as \"0-0 1-2\".")
            }
            alignments.append(alignment)
        }
        guard alignments.count == count else {
            throw CalqueError(
                "\(path) has \(alignments.count) lines and \(source) \(count). Give an alignment for "
                    + "every pair.")
        }
        return alignments
    }
}
