public import Foundation
import Basics
import Text

/// Where a comparison keeps what it makes:
///
///     tokenizer/          the vocabulary that all share
///     lstm/ …             the run of every contender, a model directory
///     positions/ …        the runs of the comparison of positions
///     comparison.json     what was found out
///     comparison.html     the same with figures
///
/// and of a study of ablations
///
///     ablations/no-mask/1 …  the run of every model with every seed
///     ablations.json         what was found out
///     ablations.svg          a figure of it
///     ablations.html         the same with all figures
public struct ComparisonFolder: Sendable {
    /// The folder.
    public let url: URL

    /// The folder at a place; nothing is made yet.
    public init(_ url: URL) {
        self.url = url
    }

    /// The run of a contender.
    public func run(of contender: Contender) -> URL {
        url.appendingPathComponent(contender.rawValue, isDirectory: true)
    }

    /// The run of a contender in the comparison of positions.
    public func positionsRun(of contender: Contender) -> URL {
        url.appendingPathComponent("positions", isDirectory: true)
            .appendingPathComponent(contender.rawValue, isDirectory: true)
    }

    /// The results as JSON.
    public var results: URL { url.appendingPathComponent("comparison.json") }

    /// The results as a page.
    public var page: URL { url.appendingPathComponent("comparison.html") }

    /// The run of an ablation with a seed.
    public func run(of ablation: Ablation, seed: UInt64) -> URL {
        ablations.appendingPathComponent(ablation.name, isDirectory: true)
            .appendingPathComponent("\(seed)", isDirectory: true)
    }

    /// The results of a study of ablations as JSON.
    public var ablationResults: URL { url.appendingPathComponent("ablations.json") }

    /// What ablations do to BLEU, as a figure.
    public var ablationFigure: URL { url.appendingPathComponent("ablations.svg") }

    /// The results of a study of ablations as a page.
    public var ablationPage: URL { url.appendingPathComponent("ablations.html") }

    private var ablations: URL { url.appendingPathComponent("ablations", isDirectory: true) }

    /// The runs of ablations that there are.
    private var ablationRuns: [URL] {
        func folders(_ url: URL) -> [URL] {
            let names = try? FileManager.default.contentsOfDirectory(atPath: url.path)
            return (names ?? []).map { url.appendingPathComponent($0, isDirectory: true) }
        }
        return folders(ablations).flatMap(folders)
    }

    /// Works in the folder as the only process, which puts in order what a killed one left there.
    ///
    /// - Throws: `CalqueError` when another process is at it, or the folder holds other things of the
    ///   names that a comparison writes; and what `body` throws.
    public func hold<Result>(_ body: () throws -> Result) throws -> Result {
        try check()
        return try FolderLock.hold(url) {
            try Leftovers.clear(in: url) { Self.ownNames.contains($0) }
            let runs = Contender.all.flatMap { [run(of: $0), positionsRun(of: $0)] }
            for run in runs + ablationRuns { try PartState.clearLeftovers(in: run) }
            return try body()
        }
    }

    /// Throws where a comparison would write over what is none.
    private func check() throws {
        guard try PartState.read(from: tokenizer) == nil else { return }
        let taken = Self.ownNames.filter {
            FileManager.default.fileExists(atPath: url.appendingPathComponent($0).path)
        }
        guard taken.isEmpty else {
            throw CalqueError(
                """
                \(url.path) holds \(taken.joined(separator: ", ")), but no comparison: they would be \
                written over.
                """, remedy: .otherFolderOrMove, kind: .system)
        }
    }

    private static let ownNames = [
        "tokenizer", "comparison.json", "comparison.html", "ablations.json", "ablations.svg",
        "ablations.html",
    ]

    private var tokenizer: URL { url.appendingPathComponent("tokenizer", isDirectory: true) }

    /// The text as tokens of the vocabulary that is there, or of one that is trained on it and kept.
    ///
    /// - Parameter log: Gets a line on every text.
    func data(
        of text: ComparisonText, maximumLength: Int, log: (String) -> Void
    ) throws -> ComparisonData {
        try ComparisonData(
            text, tokenizer(for: text, maximumLength: maximumLength),
            maximumLength: maximumLength, log: log)
    }

    /// The vocabulary that is there, or one that is trained on the text and kept.
    ///
    /// - Throws: `CalqueError` when the one that is there was trained on other text, is of another
    ///   size or says other languages.
    private func tokenizer(
        for text: ComparisonText, maximumLength: Int
    ) throws -> TranslationTokenizer {
        let folder = tokenizer
        let state = PartState(settings: text.vocabularySettings)
        if let found = try PartState.read(from: folder) {
            try found.check(state.settings, folder)
            return try .load(from: folder)
        }
        var options = try SentencePieceTrainerOptions.suiting(text.training)
        options.vocabularySize = text.vocabularySize
        let tokenizer = try TranslationTokenizer.train(
            on: text.training, options: options,
            settings: TokenizerSettings(
                sourceLanguage: text.languages.source, targetLanguage: text.languages.target,
                maximumLength: maximumLength))
        try check()
        try FileManager.default.createFolder(url)
        try AtomicDirectory.write(to: folder) {
            try tokenizer.save(to: $0)
            try state.write(to: $0)
        }
        return tokenizer
    }

    func write(_ report: ComparisonReport) throws {
        try write(report, to: results)
        try AtomicFile.write(Data(ComparisonPage(report).html.utf8), to: page)
    }

    func write(_ report: AblationReport) throws {
        try write(report, to: ablationResults)
        try AtomicFile.write(Data(report.bleuFigure.chart.svg().utf8), to: ablationFigure)
        try AtomicFile.write(Data(AblationPage(report).html.utf8), to: ablationPage)
    }

    private func write(_ report: some Encodable, to url: URL) throws {
        let encoder = JSONEncoder.forAnyNumber()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(encoder.encode(report), to: url)
    }
}
