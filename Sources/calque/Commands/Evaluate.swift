import ArgumentParser
import CalqueKit
import Foundation

/// `calque evaluate`.
struct Evaluate: ParsableCommand, RunsAcrossRanks {
    static let configuration = CommandConfiguration(
        abstract: "Score the translations of systems, and compare them.",
        discussion: """
            Translates the source with a model, or takes existing translations, and prints \
            BLEU, chrF2, chrF2++ and TER with their signatures, as sacreBLEU does.

            Several systems are compared with the first: whether they differ by more than chance, \
            by length, in lines that repeat themselves, were not translated, or lack a number or a \
            placeholder, and in the lines that went worst. --details and --page show this of one \
            system, too.
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup(title: "Search") var search: SearchFlags

    @Option(
        help: .value(
            "file",
            """
            What the translations are of: the model's input. With --hypotheses alone, to find what \
            was not translated.
            """))
    var source: String?

    @Option(
        help: .value(
            "file",
            """
            Existing translations; may be given several times, and with a model, which comes after \
            them.
            """))
    var hypotheses: [String] = []

    @Option(
        help: .value("file", "Reference translations, line by line; may be given several times."))
    var reference: [String] = []

    @OptionGroup(title: "Test set in one file") var set: TestSetOptions

    @Option(
        help: .value(
            "name",
            """
            What a system is called, in the order of the systems; may be given several times. \
            (default: its path)
            """))
    var name: [String] = []

    @Flag(help: "Several models are systems of their own, not an ensemble.")
    var separate = false

    @Option(help: .value("file", "Write the model's translations to this file."))
    var output: String?

    @OptionGroup var cutting: BLEUFlags

    @Option(
        help: """
            How systems are compared: bootstrap resampling with 1,000 samples, or approximate \
            randomization with 10,000.
            """)
    var test = PairedTest.Method.bootstrap

    @Option(
        help: .value("n", "How many of a system's worst lines are shown.", default: 10),
        transform: wholeNumber(from: 0))
    var worst: Int = 10

    @Flag(help: "Show intervals, lengths, flaws and worst lines of one system, too.")
    var details = false

    @Option(
        help: .value(
            "file",
            "Write all this as a page, to be opened in a browser; an earlier one is replaced."))
    var page: String?

    @OptionGroup var format: ReportFormat
    @OptionGroup(title: "Many machines") var ranks: RankOptions

    /// How pages begin.
    private static let pageBeginning = Data("<!DOCTYPE html>".utf8)

    private var modelCount: Int { separate ? model.model.count : min(model.model.count, 1) }
    private var systemCount: Int { hypotheses.count + modelCount }

    func validate() throws {
        guard systemCount > 0 else {
            throw ValidationError("Give --model and --source to translate, or --hypotheses.")
        }
        try set.check(source: source, references: reference)
        guard modelCount == 0 || source != nil || set.isGiven else {
            throw ValidationError("Give --source, for the model to translate.")
        }
        guard output == nil || modelCount == 1 else {
            throw ValidationError("--output takes the translations of one model.")
        }
        guard name.isEmpty || name.count == systemCount else {
            throw ValidationError("There are \(systemCount) systems and \(name.count) --name.")
        }
    }

    var workOfOneProcess: String? { modelCount == 0 ? "Scoring existing translations" : nil }

    func run() throws {
        try RankProcess.run(self) { communicator in
            communicator?.deadline = .seconds(ranks.deadline)
            if let communicator, !communicator.isFirst {
                try takePart(communicator)
            } else {
                try evaluate(across: communicator)
            }
        }
    }

    /// Translates by every model what rank 0 hands out.
    private func takePart(_ communicator: Communicator) throws {
        for folders in modelFolders {
            let translator = try load(folders, communicator)
            try TestTranslation.takePart(
                by: translator, search.options(for: translator), across: communicator)
        }
    }

    private func evaluate(across communicator: Communicator?) throws {
        if let page { try PictureFile.check(page.outputURL, beginningWith: Self.pageBeginning) }
        let bleu = try cutting.bleu()
        var first: Translator?
        if set.needsLanguages, let folders = modelFolders.first {
            first = try load(folders, communicator)
        }
        let test = try readTestSet(first)
        var systems = try hypotheses.map { try TextLines(path: $0, keepsByteOrderMark: true) }
        // Before the work of translating, not after it.
        for text in systems + (test.sources.map { [$0] } ?? []) {
            try Evaluation.require(test.references, for: text)
        }
        for folders in modelFolders {
            let translator = try first ?? load(folders, communicator)
            first = nil
            systems.append(
                TextLines(
                    name: folders.joined(separator: " + "),
                    try translate(test.sources?.lines ?? [], translator, communicator)))
        }
        try report(systems, test, bleu)
    }

    private func report(_ systems: [TextLines], _ test: TestSet, _ bleu: BLEU) throws {
        let references = test.references.map(\.lines)
        guard systems.count > 1 || details || page != nil else {
            let evaluation = try Evaluation(
                of: systems[0].lines, references, by: bleu, ter: cutting.ter)
            return try format.print(evaluation, evaluation.text)
        }
        let named =
            name.isEmpty ? systems : zip(name, systems).map { TextLines(name: $0, $1.lines) }
        let evaluation = try SystemsEvaluation(
            of: named,
            .init(
                references: references, sources: test.sources?.lines,
                texts: test.parts.map { ($0.name, $0.lines) }),
            by: bleu, ter: cutting.ter, test: PairedTest(self.test), worstCount: worst)
        if let page {
            try PictureFile.write(
                Data(EvaluationPage(evaluation).html.utf8), beginningWith: Self.pageBeginning,
                to: page.outputURL)
        }
        try format.print(evaluation, evaluation.text)
    }

    /// What systems are judged by.
    private struct TestSet {
        let references: [TextLines]
        let sources: TextLines?
        let parts: [TestText.Part]
    }

    /// - Parameter translator: The first model, if the languages of a memory are to be its own.
    private func readTestSet(_ translator: Translator?) throws -> TestSet {
        guard set.isGiven else {
            // Character by character, as sacreBLEU reads what it compares.
            return TestSet(
                references: try reference.map { try TextLines(path: $0, keepsByteOrderMark: true) },
                sources: try source.map { try TextLines(path: $0) }, parts: [])
        }
        let text = try TestText(reading: set.corpora(translator?.tokenizer.settings))
        for remark in text.remarks { StandardError.writeLine(remark) }
        return TestSet(references: [text.references], sources: text.sources, parts: text.parts)
    }

    /// The folders of every system that is a model.
    private var modelFolders: [[String]] {
        guard !model.model.isEmpty else { return [] }
        return separate ? model.model.map { [$0] } : [model.model]
    }

    private func load(
        _ folders: [String], _ communicator: Communicator?
    ) throws -> Translator {
        var model = model
        model.model = folders
        return try model.load(across: communicator)
    }

    private func translate(
        _ sources: [String], _ translator: Translator, _ communicator: Communicator?
    ) throws -> [String] {
        guard let output else { return try translate(sources, translator, communicator) { _ in } }
        return try LineOutput.write(to: output) {
            try translate(sources, translator, communicator, $0)
        }
    }

    /// - Parameter write: Takes every translation as soon as it is done.
    private func translate(
        _ sources: [String], _ translator: Translator, _ communicator: Communicator?,
        _ write: (String) throws -> Void
    ) throws -> [String] {
        let progress = LineProgress("lines", inputs: [source], output: output)
        progress.show(0, fraction: 0)
        let translation = try TestTranslation(
            of: sources, by: translator, search.options(for: translator), across: communicator
        ) {
            try write($0.text + "\n")
            progress.show($1, fraction: Double($1) / Double(sources.count))
        }
        if let remark = translation.remark { progress.say(remark) }
        return translation.lines
    }
}
