import Basics
import Foundation
import TestSupport
import Testing
import Text
import Translation
import Workflows

@Suite struct CorpusFilteringTests {
    private let folder: TemporaryFolder
    private let model: CorpusFiltering.Model

    init() throws {
        folder = try TemporaryFolder()
        let tiny = try TinyModel.shared.get()
        model = .init(tiny.translator, from: [tiny.directory.url])
    }

    private static let words = ["red", "dog", "cat", "blue", "sun"]

    /// Pairs of which every third is no translation.
    private static func pairs(_ count: Int) -> [(source: String, target: String)] {
        var random = RandomSource(seed: 5, path: count)
        func line() -> [String] {
            (0..<1 + random.next(below: 5)).map { _ in words[random.next(below: 5)] }
        }
        return (0..<count).map { number in
            let source = line()
            let target = number % 3 == 2 ? line() : Array(source.reversed())
            return (source.joined(separator: " "), target.joined(separator: " "))
        }
    }

    private func filtering(
        _ lines: [String], _ choice: CorpusFiltering.Choice, isDual: Bool = true
    ) throws -> CorpusFiltering {
        // A text that is written again is another one.
        if !folder.exists("a.tsv") { try folder.write(lines: lines, to: "a.tsv") }
        let corpus = ParallelCorpus(table: folder.file("a.tsv"), invalidText: .skip)
        return CorpusFiltering(
            [corpus], keeping: choice, by: model, reverse: isDual ? model : nil)
    }

    private static func lines(_ count: Int) -> [String] {
        pairs(count).map { "\($0.source)\t\($0.target)" }
    }

    private var output: CleaningOutput { .table(folder.file("out.tsv")) }
    private var scores: URL { folder.file("scores") }

    @discardableResult
    private func filter(
        _ filtering: CorpusFiltering, isCancelled: () -> Bool = { false }
    ) throws -> (report: ScoreReport, speed: CorpusFiltering.Speed) {
        try filtering.filter(to: output, scores: scores, isCancelled: isCancelled)
    }

    @Test(arguments: [true, false])
    func theBestShareIsKeptInItsOrder(isDual: Bool) throws {
        var lines = Self.lines(200)
        lines[3] = "red\t"
        lines[4] = "no tab"
        lines[5] = Array(repeating: "red", count: 500).joined(separator: " ") + "\tred"
        var filtering = try filtering(lines, .share(0.6), isDual: isDual)
        filtering.refused = folder.file("refused.tsv")
        filtering.page = folder.file("page.html")
        let report = try filter(filtering).report
        let kept = try folder.text("out.tsv").split(separator: "\n").map(String.init)
        let refused = try folder.text("refused.tsv").split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(kept.count == 120 && report.pairs.kept == 120 && report.pairs.read == 200)
        let numbers = refused.compactMap { Int($0[2]) }
        #expect(kept == lines.indices.filter { !numbers.contains($0 + 1) }.map { lines[$0] })
        #expect(report.unscored == ["empty": 1, "unreadable": 1, "too-long": 1])
        #expect(Set(["empty", "unreadable", "too-long"]).isSubset(of: refused.map { $0[0] }))
        let threshold = try #require(report.threshold)
        #expect(refused.compactMap { Double($0[0]) }.allSatisfy { $0 <= threshold })
        #expect(report.nearKept.first?.measure == threshold)
        #expect(report.bins.map(\.pairs).reduce(0, +) == 197)
        #expect(report.quantiles.map(\.score) == report.quantiles.map(\.score).sorted())
        #expect(
            report.isDual == isDual && report.summary.hasPrefix("120 of 200 pairs kept (60.0 %)"))
        #expect(try folder.text("page.html").contains("Out, nearest to the threshold"))
    }

    @Test func aThresholdKeepsWhatIsNotBelowIt() throws {
        let lines = Self.lines(100)
        let half = try filter(filtering(lines, .share(0.5)))
        #expect(half.speed.pairs == 100)
        let threshold = try #require(half.report.threshold)
        let same = try filter(filtering(lines, .threshold(threshold)))
        #expect(same.report.pairs.kept >= 50)
        #expect(same.report.threshold == threshold)
        // Nothing was scored again.
        #expect(same.speed.pairs == 0)
        let none = #expect(throws: CalqueError.self) {
            try filter(filtering(lines, .threshold(1)))
        }
        #expect(none?.message.contains("None of 100 pairs is kept") == true)
        #expect(try folder.text("out.tsv").split(separator: "\n").count == same.report.pairs.kept)
    }

    @Test func workThatWasStoppedGoesOnToTheSameScores() throws {
        let lines = Self.lines(2500)
        let filtering = try filtering(lines, .share(0.5))
        try filter(filtering)
        let whole = try folder.text("scores")
        try FileManager.default.removeItem(at: scores)
        var asked = 0
        #expect(throws: CancellationError.self) {
            try filter(filtering) {
                asked += 1
                return asked > 2
            }
        }
        #expect(!folder.exists("scores"))
        // Of a chunk that was not whole nothing is used.
        let partial = try folder.text("scores.partial")
        try folder.write((partial + "0.1\t0.2\n0.3").utf8, to: "scores.partial")
        let (report, speed) = try filter(filtering)
        #expect(speed.pairs == 2500 - 1999 && report.pairs.kept == 1250)
        #expect(try folder.text("scores") == whole && !folder.exists("scores.partial"))
    }

    @Test func scoresOfSomethingElseAreRefused() throws {
        let lines = Self.lines(20)
        try filter(filtering(lines, .share(0.5)))
        let one = #expect(throws: CalqueError.self) {
            try filter(filtering(lines, .share(0.5), isDual: false))
        }
        #expect(one?.message.contains("has the scores of other models") == true)
        try folder.write(lines: ["red\tred"], to: "other")
        let other = CorpusFiltering(
            [ParallelCorpus(table: folder.file("other"))], keeping: .share(1), by: model)
        let error = #expect(throws: CalqueError.self) { try filter(other) }
        #expect(error?.message.contains("\(scores.path) has the scores of other text") == true)
        try folder.write(lines: ["A poem.", "Of two lines."], to: "scores")
        #expect(throws: CalqueError.self) { try filter(other) }
        #expect(try folder.text("scores") == "A poem.\nOf two lines.\n")
    }

    @Test func aTextThatHasOtherLinesThanScoresIsSaid() throws {
        let filtering = try filtering(Self.lines(20), .share(0.5))
        try filter(filtering)
        let all = try folder.text("scores")
        for lines in [
            all + "0.5\t0.5\n", String(all.dropLast(all.split(separator: "\n").last!.count + 1)),
        ] {
            try folder.write(lines.utf8, to: "scores")
            let error = #expect(throws: CalqueError.self) { try filter(filtering) }
            #expect(error?.message.contains("the text was changed while it was read") == true)
        }
    }
}
