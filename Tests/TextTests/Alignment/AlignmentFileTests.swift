import Basics
import Foundation
import TestSupport
import Testing
import Text

struct AlignmentFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func file(_ text: String) throws -> (file: AlignmentFile, path: String) {
        let path = try folder.write(text.utf8, to: "right").path
        return (try AlignmentFile(path: path, ofPairsIn: "test.en"), path)
    }

    @Test func hasAnAlignmentForEveryPair() throws {
        let file = try file("0-0 1-2\n\n2-0\n").file
        let alignments = try (0..<3).map { _ in try file.next().description }
        #expect(alignments == ["0-0 1-2", "", "2-0"])
        try file.requireEnd()
    }

    @Test func tooFewAreNamed() throws {
        let (file, path) = try file("0-0\n")
        _ = try file.next()
        let error = #expect(throws: CalqueError.self) { try file.next() }
        #expect(
            error?.message
                == "\(path) has 1 lines, and test.en more. Give one alignment for every pair.")
    }

    @Test func tooManyAreNamed() throws {
        let (file, path) = try file("0-0\n0-0\n")
        _ = try file.next()
        let error = #expect(throws: CalqueError.self) { try file.requireEnd() }
        #expect(
            error?.message
                == "test.en has 1 lines, and \(path) more. Give one alignment for every pair.")
    }

    @Test func aLineThatIsNoneIsNamed() throws {
        let (file, path) = try file("0-0\n0:1\n")
        _ = try file.next()
        let error = #expect(throws: CalqueError.self) { try file.next() }
        #expect(error?.message.hasPrefix("\(path), line 2: \"0:1\" is no alignment.") == true)
    }
}
