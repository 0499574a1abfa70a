/// What became of the pairs of a parallel text: counts by rule and source, with examples.
public struct CleaningReport: Codable, Equatable, Sendable {
    /// Pairs of one sort.
    public struct Counts: Codable, Equatable, Sendable {
        /// Pairs that were read.
        public package(set) var read = 0
        /// Pairs that stayed.
        public package(set) var kept = 0

        /// Counts of nothing.
        package init() {}

        /// The share that stayed; 1 of nothing.
        public var share: Double { read == 0 ? 1 : Double(kept) / Double(read) }
    }

    /// A text that pairs came from.
    public struct Source: Codable, Equatable, Sendable {
        /// Its name: the path of its files.
        public let name: String
        /// How many pairs it had.
        public internal(set) var pairs = Counts()
        /// Pairs that went out, by the first rule that refused them.
        public internal(set) var refused: [CleaningRule: Int] = [:]
    }

    /// A pair, and where it stands.
    public struct Example: Codable, Equatable, Sendable {
        /// The text that it came from.
        public let name: String
        /// The number of the line there, the first being 1.
        public let line: Int
        /// The beginning of the source; nil if it could not be read.
        public let source: String?
        /// The beginning of the target; nil if it could not be read.
        public let target: String?
        /// What the rule measured, where it measures one pair.
        public let measure: Double?

        /// The most characters of a side that are kept.
        private static let longest = 400

        /// A pair of a text.
        ///
        /// - Parameters:
        ///   - line: The pair.
        ///   - name: The text that it came from.
        ///   - measure: What was measured; nil for nothing.
        package init(_ line: ParallelLine, name: String, measure: Double?) {
            func beginning(_ text: String?) -> String? {
                text.map { $0.prefix(Self.longest) + ($0.count > Self.longest ? "…" : "") }
            }
            self.name = name
            self.line = line.number
            source = beginning(line.source)
            target = beginning(line.target)
            self.measure = measure
        }
    }

    /// What a rule did.
    public struct Rule: Codable, Equatable, Sendable {
        /// The rule.
        public let rule: CleaningRule
        /// Its threshold; nil for the one that has none.
        public let threshold: Double?
        /// Pairs that it was the first to refuse.
        public internal(set) var first = 0
        /// Pairs that it refused, other rules or not.
        public internal(set) var all = 0
        /// Short pairs that it was the first to refuse.
        public internal(set) var short = 0
        /// Pairs that stayed, and were near the threshold.
        public internal(set) var nearKept = 0
        /// Pairs that it was the first to refuse, and that were near the threshold.
        public internal(set) var nearRefused = 0
        /// Some of the pairs that it was the first to refuse.
        public internal(set) var examples: [Example] = []
        /// Some of the short ones.
        public internal(set) var shortExamples: [Example] = []
        /// Some of those that stayed near the threshold.
        public internal(set) var nearKeptExamples: [Example] = []
        /// Some of those that went out near the threshold.
        public internal(set) var nearRefusedExamples: [Example] = []
    }

    /// All pairs.
    public internal(set) var pairs = Counts()
    /// Pairs of at most four words on either side.
    public internal(set) var shortPairs = Counts()
    /// The texts, in the order in which they came.
    public internal(set) var sources: [Source] = []
    /// The rules that were used, in the order in which they are tried.
    public internal(set) var rules: [Rule] = []
    /// The code of the source language, where it was given.
    public let sourceLanguage: String?
    /// The code of the target language, where it was given.
    public let targetLanguage: String?
    /// Whether more pairs came than are kept in mind, so that some duplicates may have stayed.
    public internal(set) var lostCount = false

    init(sourceLanguage: String?, targetLanguage: String?) {
        self.sourceLanguage = sourceLanguage
        self.targetLanguage = targetLanguage
    }
}
