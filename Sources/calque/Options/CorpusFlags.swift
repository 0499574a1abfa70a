import ArgumentParser
import CalqueKit

/// The text to train on and to validate with, and which pairs of it to leave out.
struct CorpusFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Source sentences, one a line; may be gzip, a pipe, or - for standard input.",
            valueName: "file"))
    var source: String?

    @Option(help: ArgumentHelp("Their translations, line by line.", valueName: "file"))
    var target: String?

    @Option(
        help: ArgumentHelp(
            "Instead of both: lines of source and target with a tab between them.",
            valueName: "file"))
    var tsv: String?

    @Option(help: ArgumentHelp("Held-out source sentences.", valueName: "file"))
    var validationSource: String?

    @Option(help: ArgumentHelp("Their translations.", valueName: "file"))
    var validationTarget: String?

    @Option(
        help: ArgumentHelp(
            "Instead of both: lines of source and target with a tab between them.",
            valueName: "file"))
    var validationTsv: String?

    @Option(help: ArgumentHelp("The source language's code, such as en, for the model's files."))
    var sourceLanguage: String?

    @Option(help: ArgumentHelp("The target language's code.", valueName: "target-language"))
    var targetLanguage: String?

    @Option(
        help: ArgumentHelp(
            "Leave out pairs with fewer tokens on a side; 0 keeps empty sentences.",
            valueName: "tokens"
        )
        .withDefault(CorpusFilters().minimumTokens),
        transform: wholeNumber(from: 0))
    var minimumTokens = CorpusFilters().minimumTokens

    @Option(
        help: ArgumentHelp("Leave out pairs with more tokens on a side.", valueName: "tokens")
            .withDefault(CorpusFilters().maximumTokens),
        transform: wholeNumber(from: 1))
    var maximumTokens = CorpusFilters().maximumTokens

    @Option(
        help: ArgumentHelp(
            "Leave out pairs with more tokens on one side for each of the other; 0 keeps any.",
            valueName: "ratio"
        )
        .withDefault(CorpusFilters().maximumLengthRatio ?? 0),
        transform: nonNegativeNumber)
    var lengthRatio = CorpusFilters().maximumLengthRatio ?? 0

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: "Keep only the first of equal pairs.")
    var dropDuplicates = false

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: "Leave out lines that are not UTF-8 instead of stopping at them.")
    var skipInvalid = false

    func validate() throws {
        try Self.checkStandardInput(paths)
    }

    /// The texts given.
    var paths: [String?] {
        [source, target, tsv, validationSource, validationTarget, validationTsv]
    }

    /// Refuses standard input for more than one text.
    static func checkStandardInput(_ paths: [String?]) throws {
        guard paths.count(where: { $0?.isStandardInput == true }) > 1 else { return }
        throw ValidationError("Standard input holds one text only: name a file for the others.")
    }

    /// The text to train on.
    func training() throws -> ParallelCorpus {
        guard let corpus = try corpus(source, target, tsv, ("--source", "--target", "--tsv")) else {
            throw ValidationError(
                "Missing the training text: give --source and --target, or --tsv.")
        }
        return corpus
    }

    /// The text to validate with, if there is some.
    func validation() throws -> ParallelCorpus? {
        try corpus(
            validationSource, validationTarget, validationTsv,
            ("--validation-source", "--validation-target", "--validation-tsv"))
    }

    private func corpus(
        _ source: String?, _ target: String?, _ table: String?,
        _ names: (source: String, target: String, table: String)
    ) throws -> ParallelCorpus? {
        switch (source, target, table) {
        case (nil, nil, nil): return nil
        case (nil, nil, let table?):
            return ParallelCorpus(table: table.textFile, invalidText: invalidText)
        case (let source?, let target?, nil):
            return ParallelCorpus(
                source: source.textFile, target: target.textFile, invalidText: invalidText)
        default:
            throw ValidationError(
                "Give both \(names.source) and \(names.target), or only \(names.table).")
        }
    }

    /// What to do with a line that is not UTF-8.
    var invalidText: LineReader.InvalidText { skipInvalid ? .skip : .fail }

    /// - Parameter maximumLength: The positions of the model.
    func filters(maximumLength: Int) -> CorpusFilters {
        var filters = CorpusFilters()
        filters.minimumTokens = minimumTokens
        filters.maximumTokens = min(maximumTokens, maximumLength - 1)
        filters.maximumLengthRatio = lengthRatio > 0 ? lengthRatio : nil
        filters.dropsDuplicates = dropDuplicates
        return filters
    }
}
