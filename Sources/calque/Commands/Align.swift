import ArgumentParser
import CalqueKit

/// `calque align`.
struct Align: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell which words of given translations go with which of their sources.",
        discussion: """
            Prints a line for every pair, such as "0-0 1-2 2-1": source words and target words \
            that belong together, by their places, counted from 0. Words are what spaces separate. \
            A target word goes with the source words that the model looked at most when it \
            predicted the word's pieces. With --reference, prints instead how far the alignments \
            of every layer and head are from the right ones. A pair that the model cannot read, \
            because it is too long or not UTF-8, is named on standard error and has an empty line; \
            the exit status is then 1.
            """)

    @OptionGroup var model: ModelOptions

    @Option(help: ArgumentHelp("Source sentences; - is standard input.", valueName: "file"))
    var source: String

    @Option(
        help: ArgumentHelp(
            "Their translations, line by line; - is standard input.", valueName: "file"))
    var target: String

    @Option(
        help: ArgumentHelp(
            "The right alignments, line by line; prints error rates (AER) instead.",
            valueName: "file"))
    var reference: String?

    @OptionGroup(title: "Alignment") var flags: AlignmentFlags

    func validate() throws {
        try model.required()
        try PairInput.validate(source: source, target: target)
        guard reference == nil || !(flags.isSelective || flags.softAlignment) else {
            throw ValidationError(
                "--reference measures every layer and head; it goes with no other option of "
                    + "alignment.")
        }
    }

    func run() throws {
        let translator = try model.load()
        let input = try PairInput(source: source, target: target, translator)
        let reader = translator.reader
        let problem =
            if let reference {
                try measure(reader, input, reference)
            } else {
                try align(reader, input)
            }
        if let problem { throw problem }
    }

    private func align(_ reader: AttentionReader, _ input: PairInput) throws -> CalqueError? {
        try input.forEach {
            try reader.alignments(of: $0, flags.selection)
        } to: { result in
            switch result {
            case .success(let (_, words)):
                try StandardOutput.write(
                    flags.softAlignment ? words.json() : "\(words.alignment)\n")
            case .failure(let problem):
                try StandardOutput.write(
                    flags.softAlignment ? JSONText.line(Problem(error: problem.message)) : "\n")
            }
        }
    }

    private struct Problem: Encodable {
        let error: String
        let source: [String] = []
        let target: [String] = []
        let weights: [[Double]] = []
    }

    private func measure(
        _ reader: AttentionReader, _ input: PairInput, _ path: String
    ) throws -> CalqueError? {
        let reference = try LineReader(path: path, invalidText: .skip)
        var table = AlignmentErrorTable()
        var count = 0
        let problem = try input.forEach(reader.alignmentsByEveryHead) { result in
            let right = try alignment(reference, after: count)
            count += 1
            if case .success(let (_, found)) = result { table.add(found, right) }
        }
        if try reference.next() != nil {
            throw CalqueError(
                "\(source) has \(count) lines, and \(path) more. Give one alignment for every "
                    + "pair.", kind: .input)
        }
        try StandardOutput.write(table.text)
        return problem
    }

    /// The next line of right alignments.
    private func alignment(_ reader: LineReader, after count: Int) throws -> Alignment {
        guard let line = try reader.next() else {
            throw CalqueError(
                "\(reader.name) has \(count) lines, and \(source) more. Give one alignment for "
                    + "every pair.", kind: .input)
        }
        let text = try reader.text(of: line)
        guard let alignment = Alignment(text) else {
            throw CalqueError(
                "\(reader.name), line \(line.number): \"\(text)\" is no alignment. A "
                    + "line has pairs of places such as \"0-0 1-2\".", kind: .input)
        }
        return alignment
    }
}
