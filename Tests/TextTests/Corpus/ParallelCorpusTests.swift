import Basics
import Foundation
import TestSupport
import Testing
import Text

struct ParallelCorpusTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func files(
        _ source: String, _ target: String, invalidText: LineReader.InvalidText = .fail
    ) throws -> ParallelCorpus {
        try ParallelCorpus(
            source: folder.write(source.utf8, to: "train.en"),
            target: folder.write(target.utf8, to: "train.de"), invalidText: invalidText)
    }

    private func lines(_ corpus: ParallelCorpus) throws -> [ParallelLine] {
        let reader = try corpus.makeReader()
        var lines: [ParallelLine] = []
        while let line = try reader.next() { lines.append(line) }
        return lines
    }

    @Test func filesAreReadSideBySide() throws {
        let lines = try lines(files("one\n\nthree", "eins\nzwei\u{2028}\ndrei\n"))
        #expect(lines.map(\.number) == [1, 2, 3])
        #expect(lines.map(\.source) == ["one", "", "three"])
        #expect(lines.map(\.target) == ["eins", "zwei\u{2028}", "drei"])
    }

    @Test func tablesAreReadByColumn() throws {
        let table = try folder.write("x\tone\teins\n\ny\ttwo\t\n".utf8, to: "train.tsv")
        let read = try lines(ParallelCorpus(table: table, sourceColumn: 2, targetColumn: 1))
        #expect(read.map(\.source) == ["eins", "", ""])
        #expect(read.map(\.target) == ["one", "", "two"])
    }

    @Test func compressedTablesAreRead() throws {
        let bytes = try #require(
            Data(base64Encoded: "H4sIAAAAAAACA0tUSOJMVkjhSuVM4wIAYdlYrwwAAAA="))
        let table = try folder.write(bytes, to: "train.tsv.gz")
        let read = try lines(ParallelCorpus(table: table))
        #expect(read.map(\.source) == ["a b", "e"])
        #expect(read.map(\.target) == ["c d", "f"])
    }

    @Test func linesWithoutTheirColumnsKeepTheirPlace() throws {
        let table = try folder.write("a\tb\nno tab\n\nc\td\n".utf8, to: "train.tsv")
        let read = try lines(ParallelCorpus(table: table))
        #expect(read.map(\.number) == [1, 2, 3, 4])
        #expect(read.map(\.source) == ["a", nil, "", "c"])
        #expect(read.map(\.flaw) == [nil, .missingColumn("\"no tab\""), nil, nil])
    }

    @Test func tablesWithoutTheColumnsAreAnError() throws {
        let table = try folder.write("\na\nb\n".utf8, to: "train.tsv")
        let error = #expect(throws: CalqueError.self) { try lines(ParallelCorpus(table: table)) }
        #expect(
            error?.message.contains("train.tsv: no line has 2 columns, and line 2 is \"a\"") == true
        )
    }

    @Test func filesOfWindowsAreReadLikeOthers() throws {
        let table = try folder.write("\u{FEFF}one\teins\r\ntwo\tzwei\r\n".utf8, to: "train.tsv")
        let read = try lines(ParallelCorpus(table: table))
        #expect(read.map(\.source) == ["one", "two"])
        #expect(read.map(\.target) == ["eins", "zwei"])
    }

    @Test func unequalFilesAreToldWithTheFirstSuspiciousLine() throws {
        let long = String(repeating: "long ", count: 20)
        let source = "one\ntwo\n\(long)\nfour\n\(long)\n"
        let target = "eins\nzwei\ndrei\nvier\n"
        let error = #expect(throws: CalqueError.self) { try lines(files(source, target)) }
        let message = try #require(error?.message)
        #expect(message.contains("train.en has 5 lines"))
        #expect(message.contains("train.de has 4"))
        #expect(message.contains("Line 3 is the first"))
        let reversed = #expect(throws: CalqueError.self) { try lines(files(target, source)) }
        #expect(reversed?.message.contains("train.de has 5") == true)
    }

    @Test func emptyFilesAreAnError() throws {
        #expect(throws: CalqueError.self) { try lines(files("", "")) }
        let table = try folder.write([], to: "train.tsv")
        #expect(throws: CalqueError.self) { try lines(ParallelCorpus(table: table)) }
        let error = #expect(throws: CalqueError.self) { try lines(files("a\n", "")) }
        #expect(error?.message.contains("train.de has 0") == true)
    }

    @Test func invalidTextIsLocatedOrSkippedInStep() throws {
        let source = try folder.write([0x61, 0x0A, 0xFF, 0x0A, 0x63, 0x0A], to: "train.en")
        let target = try folder.write("x\ny\nz\n".utf8, to: "train.de")
        let error = #expect(throws: CalqueError.self) {
            try lines(ParallelCorpus(source: source, target: target))
        }
        #expect(error?.message.contains("train.en, line 2") == true)
        let skipping = ParallelCorpus(source: source, target: target, invalidText: .skip)
        #expect(try lines(skipping).map(\.source) == ["a", nil, "c"])
        #expect(try lines(skipping).map(\.target) == ["x", "y", "z"])
    }
}
