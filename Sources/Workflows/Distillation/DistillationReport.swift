import Basics

/// Teacher and student, each as it is used, on held-out text.
public struct DistillationReport: Sendable, Equatable, Codable {
    /// A model, or several that translate together.
    public struct System: Sendable, Equatable, Codable {
        /// `teacher` or `student`.
        public let name: String
        /// The number type of its products.
        public let precision: String
        /// Hypotheses of every sentence; 1 is greedy search.
        public let beam: Int
        /// BLEU.
        public let bleu: Double
        /// chrF2.
        public let chrf: Double
        /// Bytes of its files.
        public let bytes: Int
        /// Words of the source that it translates in a second, on all workers.
        public let sourceWordsPerSecond: Double
        /// Median seconds for one sentence alone.
        public let medianLatency: Double

        private enum CodingKeys: String, CodingKey {
            case name, precision, beam, bleu, chrf, bytes
            case sourceWordsPerSecond = "source_words_per_second"
            case medianLatency = "median_latency_seconds"
        }
    }

    /// Sentences that were translated to measure.
    public let sentences: Int
    /// Pairs that the student was given; what its training left out of them is counted, too.
    public let pairs: Int
    /// Threads of the measured rates.
    public let workers: Int
    /// Whether translations were given to compare with; where there are none, these are held-out ones
    /// of the kind that the student learned from.
    public let areReferencesGiven: Bool
    /// The teacher, where there is one, and the student.
    public let systems: [System]

    private enum CodingKeys: String, CodingKey {
        case sentences, pairs, workers, systems
        case areReferencesGiven = "references_given"
    }
}

extension DistillationReport {
    /// A table, and what it is of.
    public var text: String {
        func numbers(_ format: (System) -> String) -> [ReportTable.Cell] {
            systems.map { ReportTable.Cell(note: format($0)) }
        }
        let table = ReportTable(
            "", names: systems.map(\.name),
            columns: [
                ("type", nil, numbers { $0.precision }), ("beam", nil, numbers { "\($0.beam)" }),
                ("BLEU", nil, numbers { $0.bleu.fixed(1) }),
                ("chrF2", nil, numbers { $0.chrf.fixed(1) }),
                ("MB", nil, numbers { (Double($0.bytes) / 1e6).fixed(1) }),
                ("words/s", nil, numbers { $0.sourceWordsPerSecond.fixed(0) }),
                ("ms a sentence", nil, numbers { ($0.medianLatency * 1000).fixed(1) }),
            ])
        let references =
            areReferencesGiven ? "" : ", against translations such as the student learned from"
        return table.text + """
            \(sentences.grouped) held-out sentences\(references); workers: \(workers); the student \
            was given \(pairs.grouped) pairs

            """
    }
}
