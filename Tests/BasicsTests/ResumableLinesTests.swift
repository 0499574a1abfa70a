import Basics
import Foundation
import TestSupport
import Testing

struct ResumableLinesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func lines() throws -> ResumableLines {
        try ResumableLines(folder.file("lines"), chunk: 2)
    }

    @Test func hasItsNameOnlyWhenItIsWhole() throws {
        let file = try lines()
        try file.append(["a", "b"])
        #expect(!folder.exists("lines") && file.count == 2)
        try file.append(["c"])
        try file.finish()
        #expect(try folder.text("lines") == "a\nb\nc\n")
        #expect(try folder.names == ["lines"])
    }

    /// Of a chunk that a killed process was writing nothing is kept.
    @Test(arguments: ["", "c", "c\n", "c\nd"])
    func goesOnAfterTheLastWholeChunk(rest: String) throws {
        try folder.write("a\nb\n\(rest)".utf8, to: "lines.partial")
        let file = try lines()
        #expect(file.count == 2)
        try file.append(["x", "y"])
        try file.finish()
        #expect(try folder.text("lines") == "a\nb\nx\ny\n")
    }

    @Test func anEmptyLineIsOne() throws {
        try lines().append(["", ""])
        let file = try lines()
        #expect(file.count == 2)
        try file.finish()
        #expect(try folder.text("lines") == "\n\n")
    }
}
