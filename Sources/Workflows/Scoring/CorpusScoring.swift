import Basics
package import Text
package import Translation

/// Scores of parallel text one after the other, for whoever prints them.
package struct CorpusScoring {
    private let corpora: [ParallelCorpus]
    private let scorer: CorpusScorer

    /// Scoring of texts.
    ///
    /// - Parameters:
    ///   - corpora: The texts.
    ///   - scorer: Scores them.
    package init(_ corpora: [ParallelCorpus], by scorer: CorpusScorer) {
        self.corpora = corpora
        self.scorer = scorer
    }

    /// Scores all lines.
    ///
    /// - Parameter body: Takes the scores of some lines, how many have come with them, and which share of
    ///   all text that is, if anybody knows.
    /// - Throws: What `body` throws, and `CalqueError` when a file cannot be read or a model's numbers
    ///   are not finite.
    package func forEach(
        _ body: (_ scores: [LineScore], _ count: Int, _ fraction: Double?) throws -> Void
    ) throws {
        let reader = try ParallelCorpus(joining: corpora).makeReader()
        var count = 0
        while case let lines = try reader.nextLines(atMost: ScoreFile.chunk), !lines.isEmpty {
            count += lines.count
            try body(scorer.scores(of: lines), count, reader.fractionRead)
        }
    }
}

/// What is printed of a line.
extension LineScore {
    /// The score, or `nan`.
    package var text: String { value.map { $0.asDouble.significant(6) } ?? "nan" }

    /// The score and the cross-entropies it is of, or why there is none, as JSON on a line.
    package func json() throws -> String {
        switch self {
        case .scored(let pair):
            try JSONText.line(
                ScoredLine(
                    score: pair.score.asDouble, forward: pair.forward.asDouble,
                    reverse: pair.reverse?.asDouble, error: nil))
        case .unscored(let reason):
            try JSONText.line(
                ScoredLine(score: nil, forward: nil, reverse: nil, error: reason.rawValue))
        }
    }
}

/// What JSON has of a line. Every object has a score, which may be null.
private struct ScoredLine: Encodable {
    let score: Double?
    let forward: Double?
    let reverse: Double?
    let error: String?

    private enum CodingKeys: CodingKey { case score, forward, reverse, error }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(score, forKey: .score)
        try container.encodeIfPresent(forward, forKey: .forward)
        try container.encodeIfPresent(reverse, forKey: .reverse)
        try container.encodeIfPresent(error, forKey: .error)
    }
}
