import Basics
public import Foundation
public import Text
public import Translation

/// Filtering of parallel text by how well models find its sides to be translations of each other, from
/// beginning to end: texts in, the best pairs out, and a report.
///
/// Scores go to a file first, and stay there: work that was stopped goes on where it was, and another
/// share of the same text is had without scoring it again.
public struct CorpusFiltering: Sendable {
    /// Which pairs are kept.
    public enum Choice: Equatable, Sendable {
        /// Those with the best scores: this share of all pairs, from 0 to 1; of equal scores, the
        /// earlier ones.
        case share(Double)
        /// Those with this score, or a higher one.
        case threshold(Double)
    }

    /// A model, and the folders that it was loaded from.
    public struct Model: Sendable {
        /// The folders; of an ensemble there are several.
        public var folders: [URL]
        /// The model.
        public var translator: Translator

        /// A model of its parts.
        public init(_ translator: Translator, from folders: [URL]) {
            self.translator = translator
            self.folders = folders
        }
    }

    /// How fast scoring was.
    public struct Speed: Sendable, Equatable {
        /// How many pairs were scored by this call.
        public let pairs: Int
        /// In how many seconds.
        public let seconds: Double
        /// By how many workers.
        public let workers: Int
    }

    /// The texts, one after the other, each in files.
    public var corpora: [ParallelCorpus]
    /// Which pairs are kept.
    public var choice: Choice
    /// The model from source to target.
    public var model: Model
    /// The model from target to source; nil for none.
    public var reverse: Model?
    /// Decides which pairs the report shows.
    public var seed: UInt64 = 1
    /// Where the pairs go that go out, a line each: the score or why there is none, the text, the
    /// number of the line, source and target, with tabs between them; nil for nowhere.
    public var refused: URL?
    /// Where the report goes as a page; nil for nowhere.
    public var page: URL?

    /// Filtering of texts.
    ///
    /// - Parameters:
    ///   - corpora: The texts, whose lines that are not UTF-8 should be skipped, so that they are
    ///     counted.
    ///   - choice: Which pairs are kept.
    ///   - model: The model from source to target.
    ///   - reverse: The model from target to source; nil for none.
    public init(
        _ corpora: [ParallelCorpus], keeping choice: Choice, by model: Model, reverse: Model? = nil
    ) {
        self.corpora = corpora
        self.choice = choice
        self.model = model
        self.reverse = reverse
    }

    /// Scores the texts, as far as that is not done, and writes what is kept.
    ///
    /// - Parameters:
    ///   - output: Where pairs go that are kept.
    ///   - scores: The file of the scores.
    ///   - progress: Is told how many pairs have scores, how many had them before, and which share of
    ///     all text that is, if anybody knows.
    ///   - isCancelled: Says whether to stop.
    /// - Returns: What became of the pairs, and how fast they were scored.
    /// - Throws: `CancellationError` when it is stopped, and `CalqueError` when the models do not fit,
    ///   a file cannot be read or written, the scores are those of something else, or no pair is
    ///   kept.
    public func filter(
        to output: CleaningOutput, scores: URL,
        progress: (_ count: Int, _ earlier: Int, _ fraction: Double?) -> Void = { _, _, _ in },
        isCancelled: () -> Bool = { false }
    ) throws -> (report: ScoreReport, speed: Speed) {
        let others = [refused, page, scores].compactMap(\.self)
        try output.requireOtherFiles(others, than: corpora)
        for url in others { try FileManager.default.requirePlace(of: url) }
        let scorer = try CorpusScorer(model.translator, reverse: reverse?.translator)
        let models = [model] + [reverse].compactMap(\.self)
        let file = ScoreFile(
            url: scores,
            origin: try .init(
                corpora, models: models.map(\.folders),
                precisions: models.map { "\($0.translator.pool.precision)" }))
        let made = try file.make(
            corpora, scorer, progress: progress, isCancelled: isCancelled)
        let speed = Speed(
            pairs: made.count, seconds: made.seconds, workers: model.translator.pool.count)
        let report = try cut(file, isCancelled, to: output)
        if let page { try AtomicFile.write(Data(ScorePage(report).html.utf8), to: page) }
        return (report, speed)
    }
}
