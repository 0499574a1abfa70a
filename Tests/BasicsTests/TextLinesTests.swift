import Basics
import Foundation
import TestSupport
import Testing

struct TextLinesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func path(_ bytes: some Sequence<UInt8>) throws -> String {
        try folder.write(bytes, to: "text").path
    }

    @Test func hasEveryLineAndItsName() throws {
        let path = try path("one\r\n\nthree".utf8)
        #expect(try TextLines(path: path) == TextLines(name: path, ["one", "", "three"]))
        #expect(try TextLines(path: self.path("".utf8)).lines.isEmpty)
    }

    @Test func aByteOrderMarkIsKeptWhereItIsWanted() throws {
        let path = try path("\u{FEFF}one\n".utf8)
        #expect(try TextLines(path: path).lines == ["one"])
        #expect(try TextLines(path: path, keepsByteOrderMark: true).lines == ["\u{FEFF}one"])
    }

    @Test func aLineWithAFlawIsNamed() throws {
        let path = try path([0x61, 0x0A, 0xFF, 0x0A])
        let error = #expect(throws: CalqueError.self) { try TextLines(path: path) }
        #expect(
            error?.message
                == "\(path), line 2: this is not UTF-8. Convert the file to UTF-8.")
    }

    @Test(arguments: [
        (0.0, "0:00"), (6.2, "0:07"), (754, "12:34"), (3723, "1:02:03"),
        (.infinity, "277777:46:40"),
    ])
    func secondsAreShownAsAClock(seconds: Double, expected: String) {
        #expect(seconds.clock == expected)
    }
}
