import Basics
import Foundation
import TestSupport
import Testing
import Text
import Workflows

@Suite struct CorpusCleaningTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func cleaning(
        _ source: [String], _ target: [String], table: [String] = []
    ) throws -> CorpusCleaning {
        var corpora = [
            try ParallelCorpus(
                source: folder.write(lines: source, to: "a.en"),
                target: folder.write(lines: target, to: "a.de"), invalidText: .skip)
        ]
        if !table.isEmpty {
            corpora.append(
                ParallelCorpus(
                    table: try folder.write(lines: table, to: "b.tsv"), invalidText: .skip))
        }
        return CorpusCleaning(corpora)
    }

    private var files: CleaningOutput {
        .files(source: folder.file("out.en"), target: folder.file("out.de"))
    }

    @Test func whatStaysIsWrittenInOrderAcrossTexts() throws {
        let cleaning = try cleaning(
            ["A dog", "", "A cat"], ["Ein Hund", "x", "Eine Katze"],
            table: ["A dog\tEin Hund", "no tab", "A tree\tEin Baum\tmore"])
        let report = try cleaning.clean(to: files)
        #expect(try folder.text("out.en") == "A dog\nA cat\nA tree\n")
        #expect(try folder.text("out.de") == "Ein Hund\nEine Katze\nEin Baum\n")
        #expect(
            report.sources.map(\.refused) == [
                [.minimumWords: 1], [.duplicates: 1, .unreadable: 1],
            ])
        #expect(report.summary.hasPrefix("3 of 6 pairs kept (50.0 %); most went out by "))
    }

    @Test func whatGoesOutIsWrittenWithItsRuleAndPlace() throws {
        var cleaning = try cleaning(["A dog", ""], ["Ein Hund", "x"], table: ["A dog\tEin Hund"])
        cleaning.refused = folder.file("out.tsv")
        try cleaning.clean(to: files)
        let (files, table) = (cleaning.corpora[0].name, cleaning.corpora[1].name)
        #expect(
            try folder.text("out.tsv")
                == "minimum-words\t\(files)\t2\t\tx\nduplicates\t\(table)\t1\tA dog\tEin Hund\n")
    }

    @Test func tabsOfATextDoNotBecomeColumns() throws {
        try cleaning(["A\tdog"], ["Ein Hund"]).clean(to: .table(folder.file("out.tsv")))
        #expect(try folder.text("out.tsv") == "A dog\tEin Hund\n")
    }

    @Test func reportsAreWritten() throws {
        var cleaning = try cleaning(
            ["A <script>dog", "A cat", ""], ["Ein Hund", "Eine Katze", "x"])
        cleaning.page = folder.file("report.html")
        cleaning.json = folder.file("report.json")
        let report = try cleaning.clean(to: files)
        let json = try Data(contentsOf: folder.file("report.json"))
        #expect(try JSONDecoder().decode(CleaningReport.self, from: json) == report)
        let page = try folder.text("report.html")
        #expect(page.contains("minimum-words") && page.contains("1 of 3 pairs kept"))
        #expect(page.contains("A &lt;script&gt;dog") && !page.contains("<script"))
        #expect(page.contains("Short lines that went out"))
    }

    @Test func rulesThatLeaveNothingAreSaidAndNothingIsReplaced() throws {
        try folder.write(lines: ["earlier"], to: "out.en")
        var cleaning = try cleaning(["", ""], ["x", "y"])
        cleaning.json = folder.file("report.json")
        let error = #expect(throws: CalqueError.self) { try cleaning.clean(to: files) }
        #expect(error?.message.contains("minimum-words took 2") == true && error?.kind == .input)
        #expect(try folder.text("out.en") == "earlier\n" && !folder.exists("out.de"))
        #expect(folder.exists("report.json"))
    }

    @Test func aTextThatEndsEarlyLeavesNothingBehind() throws {
        let cleaning = try cleaning(["A dog", "A cat"], ["Ein Hund"])
        #expect(throws: CalqueError.self) { try cleaning.clean(to: files) }
        #expect(try folder.names == ["a.de", "a.en"])
    }

    @Test func anInterruptionLeavesNothingBehind() throws {
        let cleaning = try cleaning(["A dog"], ["Ein Hund"])
        #expect(throws: CancellationError.self) {
            try cleaning.clean(to: files, isCancelled: { true })
        }
        #expect(try folder.names == ["a.de", "a.en"])
    }

    @Test func aReportThatCannotBeWrittenIsSaidBeforeTheWork() throws {
        var cleaning = try cleaning(["A dog"], ["Ein Hund"])
        cleaning.page = folder.file("none/report.html")
        #expect(throws: CalqueError.self) { try cleaning.clean(to: files) }
        #expect(!folder.exists("out.en"))
    }

    @Test func progressEndsWithAllOfIt() throws {
        var last: (Int, Double?) = (0, nil)
        try cleaning(["A dog"], ["Ein Hund"], table: ["A cat\tEine Katze"])
            .clean(to: files, progress: { last = ($0, $1) })
        #expect(last.0 == 2 && last.1 == 1)
    }

    @Test func rulesAreReadFromYAML() throws {
        let file = try folder.write(
            lines: ["rules:", "  length-ratio: 2.5", "  brackets: off", "  numbers: false"],
            to: "rules.yaml")
        var rules = CleaningRules()
        try rules.apply(contentsOf: file)
        #expect(rules[.lengthRatio] == 2.5 && rules[.brackets] == nil && rules[.numbers] == nil)
    }

    @Test(arguments: [
        ("length-ratio: 2", "no mapping of rules"), ("rules:\n  brakets: 1", "\"brackets\""),
        ("rules:\n  letters: 2", "from 0 to 1"), ("rules: [a]", "no mapping of rules"),
    ])
    func whatIsWrongInYAMLIsSaid(text: String, words: String) throws {
        let file = try folder.write(text.utf8, to: "rules.yaml")
        var rules = CleaningRules()
        let error = #expect(throws: CalqueError.self) { try rules.apply(contentsOf: file) }
        #expect(error?.message.contains(words) == true && error?.kind == .configuration)
        #expect(error?.message.contains(file.path) == true)
    }
}
