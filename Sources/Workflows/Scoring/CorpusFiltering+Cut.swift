import Basics
import Foundation
import Text
import Translation

/// What is done when all scores are known.
extension CorpusFiltering {
    /// From which score pairs are kept, and how many of those that have just that one.
    private struct Cut {
        let threshold: Float
        var equal: Int

        mutating func takes(_ score: LineScore) -> Bool {
            guard let value = score.value, value >= threshold else { return false }
            guard value == threshold else { return true }
            equal -= 1
            return equal >= 0
        }
    }

    /// Writes the pairs that are kept.
    func cut(
        _ file: ScoreFile, _ isCancelled: () -> Bool, to output: CleaningOutput
    ) throws -> ScoreReport {
        var lineCount = 0
        let ranked = try RankedScores { take in
            let reader = try file.makeReader()
            lineCount = 0
            while let score = try reader.next() {
                lineCount += 1
                score.value.map(take)
            }
        }
        var cut = try cut(ranked, of: lineCount)
        var report = ScoreReport(isDual: reverse != nil, sources: corpora.map(\.name))
        report.quantiles = try Self.quantiles(of: ranked)
        var tally = ScoreTally(report, threshold: cut.threshold, seed: seed)
        return try output.write { write in
            try withRefused { refuse in
                try forEach(file, isCancelled) { line, score in
                    let isKept = cut.takes(score)
                    tally.add(line, score, text: line.part, isKept: isKept)
                    if isKept { try write(line) } else { try refuse(line, score) }
                }
                report = tally.finished
                guard report.pairs.kept > 0 else { throw report.nothingStays }
                report.threshold = cut.threshold.asDouble
                return report
            }
        }
    }

    private func cut(_ ranked: RankedScores, of lineCount: Int) throws -> Cut {
        switch choice {
        case .threshold(let threshold):
            return Cut(threshold: Float(threshold), equal: .max)
        case .share(let share):
            let count = min(ranked.count, Int((share * Double(lineCount)).rounded()))
            guard count > 0 else { return Cut(threshold: .infinity, equal: 0) }
            let last = try ranked.ranks([count - 1])[0]
            return Cut(threshold: last.score, equal: count - last.higherCount)
        }
    }

    private static func quantiles(of ranked: RankedScores) throws -> [ScoreReport.Quantile] {
        guard ranked.count > 0 else { return [] }
        let shares = (0...10).map { Double($0) / 10 }
        let ranks = shares.map { Int(((1 - $0) * Double(ranked.count - 1)).rounded()) }
        return zip(shares, try ranked.ranks(ranks)).map {
            .init(share: $0, score: $1.score.asDouble)
        }
    }

    /// Goes through all pairs and their scores.
    private func forEach(
        _ file: ScoreFile, _ isCancelled: () -> Bool,
        _ body: (ParallelLine, LineScore) throws -> Void
    ) throws {
        let reader = try ParallelCorpus(joining: corpora).makeReader()
        let scores = try file.makeReader()
        while true {
            if isCancelled() { throw CancellationError() }
            let lines = try reader.nextLines(atMost: ScoreFile.chunk)
            for line in lines {
                guard let score = try scores.next() else { throw file.shrunk }
                try body(line, score)
            }
            if lines.isEmpty { break }
        }
        if try scores.next() != nil { throw file.shrunk }
    }

    /// Lets `body` write pairs that go out, if they are wanted.
    private func withRefused<Result>(
        _ body: ((ParallelLine, LineScore) throws -> Void) throws -> Result
    ) throws -> Result {
        guard let refused else { return try body { _, _ in } }
        AtomicFile.clearLeftovers(of: refused)
        return try AtomicFile.write(to: refused) { file in
            try body { line, score in
                let columns = [
                    score.measure, corpora[line.part].name, "\(line.number)", line.source ?? "",
                    line.target ?? "",
                ]
                let row = columns.map(CleaningOutput.withoutTabs).joined(separator: "\t")
                try file.write(row + "\n")
            }
        }
    }
}

extension LineScore {
    /// The score, or why there is none.
    fileprivate var measure: String {
        switch self {
        case .scored(let pair): pair.score.description
        case .unscored(let reason): reason.rawValue
        }
    }
}
