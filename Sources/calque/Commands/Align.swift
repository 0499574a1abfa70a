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
    @OptionGroup var pairs: PairOptions

    @Option(
        help: .value(
            "file", "The right alignments, line by line; prints error rates (AER) instead."))
    var reference: String?

    @OptionGroup(title: "Alignment") var flags: AlignmentFlags

    func validate() throws {
        try model.required()
        guard reference == nil || !(flags.attention.isSelective || flags.softAlignment) else {
            throw ValidationError(
                "--reference measures every layer and head; it goes with no other option of "
                    + "alignment.")
        }
    }

    func run() throws {
        let translator = try model.load()
        let problem =
            if let reference {
                try measure(translator, reference)
            } else {
                try align(translator)
            }
        if let problem { throw problem }
    }

    private func align(_ translator: Translator) throws -> CalqueError? {
        let reader = translator.reader
        return try pairs.forEach(translator) {
            try reader.alignments(of: $0, flags.attention.selection)
        } to: { result in
            let alignment = try? result.get().value.alignment
            try StandardOutput.write(
                flags.softAlignment
                    ? WordAlignment.json(result) : "\(alignment?.description ?? "")\n")
        }
    }

    private func measure(_ translator: Translator, _ path: String) throws -> CalqueError? {
        let reference = try AlignmentFile(path: path, ofPairsIn: pairs.source)
        var table = AlignmentErrorTable()
        let alignments = translator.reader.alignmentsByEveryHead
        let problem = try pairs.forEach(translator, alignments) { result in
            let right = try reference.next()
            if case .success(let (_, found)) = result { table.add(found, right) }
        }
        try reference.requireEnd()
        try StandardOutput.write(table.text)
        return problem
    }
}
