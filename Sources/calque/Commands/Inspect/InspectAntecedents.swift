import ArgumentParser
import CalqueKit

/// `calque inspect antecedents`.
struct InspectAntecedents: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "antecedents",
        abstract: "Show which head lets a pronoun look at the noun that it stands for.",
        discussion: """
            In "the chicken did not cross the road because it was afraid" the pronoun might stand for \
            either noun. Of every head of the encoder: in what share of such sentences the pronoun looks \
            most at its antecedent, and at the other noun. The head is chosen on sentences other than \
            those that are told of. They are of the embedded corpus, which trains no model on them, and \
            so it is known how many translations have the right reason, pronoun and all.
            """)

    @OptionGroup var model: ModelOptions

    @Option(
        help: .value(
            "pair", "The languages that the model translates, two of en, es and fr.",
            default: LanguagePair.englishToFrench),
        transform: LanguagePair.init(parsing:))
    var languages: LanguagePair?

    @Option(
        help: .value(
            "n", "So many sentences to tell of, and as many to choose the head on.", default: 500),
        transform: wholeNumber(from: 1, to: 2000))
    var sentences: Int?

    @Option(
        help: .value(
            "file",
            """
            Sentences of your own, half of them to choose on: a JSON object a line, with source and \
            the places of its words, from 0, as pronoun, antecedent and other.
            """))
    var sentencesFile: String?

    @Option(
        help: .value(
            "what",
            """
            Of what the largest weight is looked for: words, all but the pronoun itself and marks; \
            nouns, the two alone; or everything.
            """))
    var counted = CountedKeys.words

    @OptionGroup(title: "Output") var output: FigureOptions

    func validate() throws {
        try model.requiredSingle()
        guard sentencesFile == nil || (languages == nil && sentences == nil) else {
            throw ValidationError(
                "--languages and --sentences belong to the embedded corpus: leave them out.")
        }
    }

    func run() async throws {
        try output.check()
        let name = try model.requiredSingle().lastPathComponent
        let found = try await inspect()
        try output.write(
            found, terminal: { _, _ in found.table(counted, model: name) },
            svg: found.overview(counted, model: name).svg)
    }

    private func inspect() async throws -> InspectedAntecedents {
        if let sentencesFile {
            let reader = try LineReader(path: sentencesFile, invalidText: .skip)
            return try await inspect(
                try AntecedentSentences(AntecedentSentence.sentences(in: reader)), judging: nil)
        }
        let count = sentences ?? 500
        let pairs = Self.pairs(languages ?? .englishToFrench, atLeast: 2 * count)
        let bySource = Dictionary(pairs.map { ($0.pair.source, $0.pair) }) { first, _ in first }
        return try await inspect(
            try AntecedentSentences(pairs.map(AntecedentSentence.init), count: count)
        ) { bySource[$0.source]?.isReasonRight(in: $1) ?? false }
    }

    private func inspect(
        _ halves: AntecedentSentences, judging isRight: ((AntecedentSentence, String) -> Bool)?
    ) async throws -> InspectedAntecedents {
        let translator = try model.load()
        let count = halves.choice.count + halves.report.count
        return try await StageProgress.during { progress in
            try await translator.inspectAntecedents(
                of: halves.report, choosingOn: halves.choice, judging: isRight
            ) { progress.show("sentences", $0, of: count) }
        }
    }

    /// Pairs of the embedded corpus, as many of each noun and each sort, that are in none of the texts which
    /// `calque demo` and `calque compare` train on.
    private static func pairs(_ languages: LanguagePair, atLeast count: Int) -> [AntecedentPair] {
        let corpus = EmbeddedCorpus(
            from: languages.source, to: languages.target, seed: DemoSettings.seed)
        let perNoun = max(1, corpus.antecedentPairs(perNoun: 1).count)
        return corpus.antecedentPairs(perNoun: (count + perNoun - 1) / perNoun)
    }
}

extension AntecedentSentence {
    fileprivate init(_ pair: AntecedentPair) {
        self.init(
            source: pair.pair.source, pronoun: pair.pronoun, antecedent: pair.antecedent,
            other: pair.other)
    }
}
