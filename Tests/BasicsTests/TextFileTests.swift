import Basics
import Foundation
import TestSupport
import Testing

struct TextFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func rest(of reader: LineReader) throws -> [String?] {
        var lines: [String?] = []
        while let line = try reader.next() { lines.append(line.text) }
        return lines
    }

    @Test func whatComesThroughAPipeIsReadAnyNumberOfTimes() throws {
        // More than a block of what is kept, and not a multiple of one.
        let lines = (0..<90_000).map { "line \($0) of a long text" }
        let text = lines.joined(separator: "\n")
        for bytes in [Data(text.utf8), try folder.gzipped(text.utf8)] {
            let file = TextFile(url: try folder.pipe(of: bytes))
            #expect(file.byteCount == nil)
            for _ in 0..<3 { #expect(try rest(of: file.makeReader()) == lines) }
        }
    }

    @Test func readersOfAPipeTakeTurns() throws {
        let lines = (0..<200_000).map { "line \($0)" }
        let file = TextFile(url: try folder.pipe(of: lines.joined(separator: "\n").utf8))
        let first = try file.makeReader()
        #expect(try first.next()?.text == "line 0")
        let second = try file.makeReader()
        #expect(try rest(of: second) == lines)
        #expect(try rest(of: first) == Array(lines.dropFirst()))
    }

    @Test func anEmptyPipeIsAnEmptyText() throws {
        let file = TextFile(url: try folder.pipe(of: []))
        for _ in 0..<2 { #expect(try rest(of: file.makeReader()) == []) }
    }

    @Test func regularFilesAreReadAsTheyAreNow() throws {
        let url = try folder.write("one\n".utf8, to: "text")
        let file = TextFile(url: url)
        #expect(try rest(of: file.makeReader()) == ["one"])
        try folder.write("two\n".utf8, to: "text")
        #expect(try rest(of: file.makeReader()) == ["two"])
        #expect(file.byteCount == 4)
    }

    @Test func aTextInMemoryIsReadAsItsFileWouldBe() throws {
        let text = (0..<90_000).map { "line \($0)\r" }.joined(separator: "\n")
        let file = TextFile(url: folder.file("text"), contents: Data(text.utf8))
        let written = TextFile(url: try folder.write(text.utf8, to: "text"))
        for _ in 0..<2 {
            #expect(try rest(of: file.makeReader()) == rest(of: written.makeReader()))
        }
        #expect(file.name == written.name)
    }

    @Test func missingFilesAreNamedWhenTheyAreRead() {
        let file = TextFile(url: folder.file("nothing"))
        let error = #expect(throws: CalqueError.self) { try file.makeReader() }
        #expect(error?.message.contains("nothing: No such file") == true)
    }
}
