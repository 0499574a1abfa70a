import Basics
import TestSupport
import Testing
import Workflows

struct PairedLinesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func lines(_ source: [String], _ target: [String]) throws -> PairedLines {
        try PairedLines(
            source: folder.write(lines: source, to: "source").path,
            target: folder.write(lines: target, to: "target").path)
    }

    @Test func theFirstPairsAreRead() throws {
        let pairs = try lines(["a", "", "c"], ["x", "y", ""]).texts(atMost: 2)
        #expect(pairs.map(\.source) == ["a", ""] && pairs.map(\.target) == ["x", "y"])
        #expect(try lines(["a"], ["x"]).texts(atMost: 5).count == 1)
    }

    @Test func aTextThatEndsBeforeTheOtherIsNamed() throws {
        for (source, target, shorter) in [
            (["a"], ["x", "y"], "source"), (["a", "b"], ["x"], "target"),
        ] {
            let text = try message { _ = try lines(source, target).texts(atMost: 5) }
            #expect(text.contains("\(shorter) ends before line 2"))
            // What comes after the limit is nobody's concern.
            #expect(try lines(source, target).texts(atMost: 1).count == 1)
        }
    }

    @Test func aLineThatIsNoTextIsNamed() throws {
        let damaged = try folder.write([0x61, 0x0A, 0xFF, 0x0A], to: "damaged").path
        let target = try folder.write(lines: ["x", "y"], to: "target").path
        let text = try message {
            _ = try PairedLines(source: damaged, target: target).texts(atMost: 5)
        }
        #expect(text.contains("damaged, line 2: this is not UTF-8"))
    }
}
