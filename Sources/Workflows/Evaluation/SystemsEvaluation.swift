public import Basics
public import Text

/// Systems side by side on one test set: scores with what chance may do to them, by length, the lines
/// that went worst, and what can be seen without a reader.
///
/// Each is compared with the first.
public struct SystemsEvaluation: Sendable, Codable, Equatable {
    /// A system.
    public struct System: Sendable, Codable, Equatable {
        /// What it is called.
        public let name: String
        /// What each metric says of it, in the order of ``SystemsEvaluation/metrics``.
        public let scores: [PairedTest.Outcome]
        /// What is wrong with its lines.
        public let flaws: TranslationFlaws
        /// The numbers of the lines that went worst, the worst first.
        public let worstLines: [Int]
    }

    /// A metric.
    public struct Metric: Sendable, Codable, Equatable {
        /// What sacreBLEU calls it.
        public let name: String
        /// Which computation it is, with what was drawn for the test.
        public let signature: String
        /// Whether less is better.
        public let isLowerBetter: Bool
    }

    /// The lines of some lengths.
    public struct LengthGroup: Sendable, Codable, Equatable {
        /// The words of the shortest reference.
        public let shortest: Int
        /// The words of the longest reference.
        public let longest: Int
        /// How many lines there are.
        public let lineCount: Int
        /// What each metric says of each system: `[system][metric]`.
        public let scores: [[Double]]
    }

    /// The lines of one of several texts.
    public struct TextGroup: Sendable, Codable, Equatable {
        /// The text's name.
        public let name: String
        /// How many lines it has.
        public let lineCount: Int
        /// What each metric says of each system: `[system][metric]`.
        public let scores: [[Double]]
    }

    /// A line that went badly with some system.
    public struct Line: Sendable, Codable, Equatable {
        /// Its number, from 1.
        public let number: Int
        /// What was translated; nil if it is not at hand.
        public let source: String?
        /// The references.
        public let references: [String]
        /// What every system made of it.
        public let translations: [String]
        /// What chrF2 says of each.
        public let scores: [Double]
    }

    /// What a test set is, and what is made of it.
    public struct TestSet: Sendable {
        /// Reference translations, each of all lines.
        public var references: [[String]]
        /// What was translated; nil if it is not at hand.
        public var sources: [String]?

        /// The texts that it consists of, with their lines; empty where that is not known.
        public var texts: [(name: String, lines: Range<Int>)]

        /// A test set of its parts.
        public init(
            references: [[String]], sources: [String]? = nil,
            texts: [(name: String, lines: Range<Int>)] = []
        ) {
            self.references = references
            self.sources = sources
            self.texts = texts
        }
    }

    /// The metrics.
    public let metrics: [Metric]
    /// The systems; the first is what others are compared with.
    public let systems: [System]
    /// From the shortest lines to the longest.
    public let lengths: [LengthGroup]
    /// The texts of a test set of several; else empty.
    public let texts: [TextGroup]
    /// The worst lines of all systems, in the order of the text.
    public let worst: [Line]

    /// Evaluates.
    ///
    /// - Parameters:
    ///   - systems: The translations of each, with its name.
    ///   - testSet: What they translated.
    ///   - bleu: BLEU, which also says whether lower-cased text is compared.
    ///   - ter: TER.
    ///   - test: How to find out what may be chance.
    ///   - worstCount: How many of the worst lines of each system are kept.
    /// - Throws: `CalqueError` when there is no line, or texts have other lines, or lines cannot be
    ///   cut into words.
    public init(
        of systems: [TextLines], _ testSet: TestSet, by bleu: BLEU = BLEU(), ter: TER = TER(),
        test: PairedTest = PairedTest(), worstCount: Int = 10
    ) throws {
        let references = testSet.references
        let others =
            references.enumerated().map { TextLines(name: "reference \($0 + 1)", $1) }
            + (testSet.sources.map { [TextLines(name: "the source", $0)] } ?? [])
        for system in systems { try Evaluation.require(others, for: system) }
        let used: [any CorpusMetric] = [
            bleu, ChrF(lowercase: bleu.lowercase),
            ChrF(wordOrder: 2, lowercase: bleu.lowercase), ter,
        ]
        let counted = try used.map { metric in
            try systems.map {
                try CountedTranslations(metric, hypotheses: $0.lines, references: references)
            }
        }
        let outcomes = counted.map(test.outcomes)
        metrics = used.map {
            Metric(
                name: $0.name,
                signature: test.signature($0.signature(referenceCount: references.count)),
                isLowerBetter: $0.isLowerBetter)
        }
        // BLEU of one line says little.
        let lineScores = counted[1].map { system in
            (0..<system.counts.lineCount).map { system.score(ofLines: [$0]) }
        }
        let worstOf = lineScores.map { scores in
            scores.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }.prefix(worstCount)
        }
        self.systems = systems.indices.map { number in
            System(
                name: systems[number].name, scores: outcomes.map { $0[number] },
                flaws: TranslationFlaws(
                    of: systems[number].lines, references: references, sources: testSet.sources),
                worstLines: worstOf[number].map { $0 + 1 })
        }
        lengths = Self.lengths(references[0], counted)
        texts =
            testSet.texts.count < 2
            ? []
            : testSet.texts.map { text in
                TextGroup(
                    name: text.name, lineCount: text.lines.count,
                    scores: Self.scores(ofLines: Array(text.lines), counted))
            }
        worst = Set(worstOf.flatMap(\.self)).sorted().map { line in
            Line(
                number: line + 1, source: testSet.sources?[line],
                references: references.map { $0[line] },
                translations: systems.map { $0.lines[line] }, scores: lineScores.map { $0[line] })
        }
    }

    /// The scores of lines of like length.
    private static func lengths(
        _ references: [String], _ counted: [[CountedTranslations]]
    ) -> [LengthGroup] {
        let words = references.map { $0.split(whereSeparator: \.isWhitespace).count }
        return LengthBuckets(lengths: words, bucketCount: 6).buckets.map { bucket in
            LengthGroup(
                shortest: bucket.lengths.lowerBound, longest: bucket.lengths.upperBound,
                lineCount: bucket.sentences.count,
                scores: scores(ofLines: bucket.sentences, counted))
        }
    }

    /// What each metric says of some lines of each system: `[system][metric]`.
    private static func scores(
        ofLines lines: [Int], _ counted: [[CountedTranslations]]
    ) -> [[Double]] {
        counted[0].indices.map { system in counted.map { $0[system].score(ofLines: lines) } }
    }
}
