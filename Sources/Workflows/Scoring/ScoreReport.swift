public import Text
import Translation

/// What scoring found in a parallel text, and what was kept of it.
public struct ScoreReport: Codable, Equatable, Sendable {
    /// A text that pairs came from.
    public struct Source: Codable, Equatable, Sendable {
        /// Its name: the path of its files.
        public let name: String
        /// How many pairs it had.
        public internal(set) var pairs = CleaningReport.Counts()
        /// Pairs with a score.
        public internal(set) var scored = 0
        /// The mean of their scores.
        public internal(set) var meanScore = 0.0
    }

    /// The score that a share of the scored pairs does not exceed.
    public struct Quantile: Codable, Equatable, Sendable {
        /// The share.
        public let share: Double
        /// The score.
        public let score: Double
    }

    /// How many scores there are between two.
    public struct Bin: Codable, Equatable, Sendable {
        /// The least of them.
        public let from: Double
        /// Above all of them, but 1 itself is among the last.
        public let to: Double
        /// How many there are.
        public internal(set) var pairs = 0
    }

    /// Whether scores are those of two models, one the other way round.
    public let isDual: Bool
    /// The lowest score that was kept; nil where none was.
    public internal(set) var threshold: Double?
    /// All pairs.
    public internal(set) var pairs = CleaningReport.Counts()
    /// Pairs of at most four words on either side.
    public internal(set) var shortPairs = CleaningReport.Counts()
    /// Pairs without a score, which all went out, by the reason: `unreadable`, `empty`, `too-long`.
    public internal(set) var unscored: [String: Int] = [:]
    /// The scores at each tenth, from the lowest to the highest; empty where there are none.
    public internal(set) var quantiles: [Quantile] = []
    /// Scores in twenty parts from 0 to 1.
    public internal(set) var bins: [Bin]
    /// The texts, in their order.
    public internal(set) var sources: [Source]
    /// Some of the pairs that went out.
    public internal(set) var examples: [CleaningReport.Example] = []
    /// Some of the short ones.
    public internal(set) var shortExamples: [CleaningReport.Example] = []
    /// Those that were kept by least, the nearest to the threshold first.
    public internal(set) var nearKept: [CleaningReport.Example] = []
    /// Those that went out by least, the nearest first.
    public internal(set) var nearRefused: [CleaningReport.Example] = []

    static let binCount = 20

    init(isDual: Bool, sources: [String]) {
        self.isDual = isDual
        self.sources = sources.map { Source(name: $0) }
        bins = (0..<Self.binCount).map {
            Bin(
                from: Double($0) / Double(Self.binCount), to: Double($0 + 1) / Double(Self.binCount)
            )
        }
    }
}
