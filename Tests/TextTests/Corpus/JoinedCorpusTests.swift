import Basics
import Foundation
import TestSupport
import Testing
import Text

/// Corpora of several parts, and of lines that were cleaned.
struct JoinedCorpusTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func table(_ name: String, _ lines: [String]) throws -> ParallelCorpus {
        ParallelCorpus(
            table: try folder.write(lines: lines, to: name), invalidText: .skip)
    }

    private func joined() throws -> ParallelCorpus {
        ParallelCorpus(joining: [
            try table("a.tsv", ["a dog\tein hund", "no tab"]),
            ParallelCorpus(
                source: try folder.write(lines: ["a cat", "a sun", ""], to: "b.en"),
                target: try folder.write(lines: ["ein kater", "eine sonne", "x"], to: "b.de")),
            try table("c.tsv", ["a moon\tein mond"]),
        ])
    }

    @Test func partsAreReadOneAfterTheOther() throws {
        let corpus = try joined()
        let (lines, end) = try corpus.all()
        #expect(end == nil)
        #expect(lines.map(\.part) == [0, 0, 1, 1, 1, 2])
        #expect(lines.map(\.number) == [1, 2, 1, 2, 3, 1])
        #expect(lines.map(\.position) == [1, 2, 3, 4, 5, 6])
        #expect(lines[5].file?.hasSuffix("c.tsv") == true)
        #expect(lines.map(\.source) == ["a dog", nil, "a cat", "a sun", "", "a moon"])
        #expect(corpus.partNames.count == 3 && corpus.files.count == 4)
    }

    @Test func aCorpusOfOnePartDoesNotNameIt() throws {
        let lines = try table("a.tsv", ["a\tb", "c\td"]).all().lines
        #expect(lines.map(\.file) == [nil, nil] && lines.map(\.part) == [0, 0])
    }

    @Test func theShareThatIsReadGoesByBytes() throws {
        let reader = try joined().makeReader()
        var shares: [Double] = []
        while try reader.next() != nil { shares.append(try #require(reader.fractionRead)) }
        #expect(shares == shares.sorted() && shares.allSatisfy { (0...1).contains($0) })
        #expect(try #require(shares.first) < 0.5)
        #expect(reader.fractionRead == 1)
    }

    @Test func whatCannotBeReadIsNamed() throws {
        let corpus = ParallelCorpus(joining: [
            try table("a.tsv", ["a\tb"]), ParallelCorpus(table: folder.file("nowhere.tsv")),
        ])
        let (lines, end) = try corpus.all()
        #expect(lines.count == 1)
        #expect(end?.message.contains("nowhere.tsv") == true)
    }

    @Test func theReportCountsByPartAndNamesFiles() throws {
        let report = try joined().encoded(with: TestText.jointTokenizer()).report
        #expect(report.sources.map(\.read) == [2, 3, 1])
        #expect(report.sources.map(\.kept) == [1, 2, 1])
        let text = report.description
        #expect(text.hasPrefix("6 pairs read, 4 kept (1 of 2 of \(folder.path("a.tsv")), "))
        #expect(text.contains("(line 2 of \(folder.path("a.tsv")): \"no tab\")"), "\(text)")
        #expect(text.contains("1 empty (line 3 of \(folder.path("b.en")) and "), "\(text)")
        let alone = try table("c.tsv", ["a moon\tein mond"]).encoded(
            with: TestText.jointTokenizer()
        ).report
        #expect(alone.description == "1 pairs read, 1 kept" && alone.sources.isEmpty)
    }

    // MARK: Kept lines

    private static func kept(_ flags: [Bool]) -> KeptLines {
        flags.reduce(into: KeptLines()) { $0.append($1) }
    }

    @Test func cleanedLinesHaveNoText() throws {
        var corpus = try joined()
        corpus.keptLines = Self.kept([true, false, false, true, true, false])
        let lines = try corpus.all().lines
        #expect(lines.map(\.source) == ["a dog", nil, nil, "a sun", "", nil])
        #expect(
            lines.map(\.flaw) == [
                nil, .missingColumn("\"no tab\""), .uncleaned, nil, nil, .uncleaned,
            ])
        #expect(lines.map(\.position) == [1, 2, 3, 4, 5, 6])
        #expect(lines[5].part == 2 && lines[5].number == 1)
        let report = try corpus.encoded(with: TestText.jointTokenizer()).report
        #expect(report.dropped == [.missingColumn: 1, .uncleaned: 2, .empty: 1])
        #expect(report.description.contains("2 by the rules of cleaning (first: line 1 of "))
        let pairs = String(decoding: try corpus.heldOutTable(9, seed: 1), as: UTF8.self)
        #expect(pairs == "a dog\tein hund\na sun\teine sonne\n")
    }

    @Test(arguments: [5, 7]) func anotherTextThanWasCleanedIsRefused(count: Int) throws {
        var corpus = try joined()
        corpus.keptLines = Self.kept(Array(repeating: true, count: count))
        let (_, end) = try corpus.all()
        #expect(end?.message.contains("\(count) were cleaned") == true, "\(end?.message ?? "")")
    }

    @Test(arguments: 0..<20) func keptLinesComeBackFromAFile(seed: Int) throws {
        var random = RandomSource(seed: UInt64(seed))
        let flags = (0..<random.next(below: 70)).map { _ in random.next(below: 2) == 0 }
        let kept = Self.kept(flags)
        #expect((0..<kept.count).map { kept[$0] } == flags)
        #expect(kept.keptCount == flags.count { $0 })
        let data = kept.data(decidedBy: "rules")
        #expect(try KeptLines(data, decidedBy: "rules", name: "f") == kept)
        let other = #expect(throws: CalqueError.self) {
            try KeptLines(data, decidedBy: "others", name: "f")
        }
        #expect(other?.message.contains("f says what other rules") == true)
        var damaged = data
        damaged[random.next(below: data.count)] ^= 1
        for bytes in [damaged, data.dropLast(), Data()] {
            #expect(throws: CalqueError.self) {
                try KeptLines(bytes, decidedBy: "rules", name: "f")
            }
        }
    }
}
