import Basics
import Foundation
import TestSupport
import Testing

struct JSONLinesTests {
    struct Entry: Codable, Equatable {
        var step: Int
        var loss: Float
        var note: String?
    }

    let folder: TemporaryFolder
    let url: URL

    init() throws {
        folder = try TemporaryFolder()
        url = folder.file("log.jsonl")
    }

    var content: String {
        get throws { try folder.text("log.jsonl") }
    }

    @Test func appendsOneLineForEachValue() throws {
        let log = try JSONLines(url: url)
        try log.append(Entry(step: 1, loss: 0.5))
        #expect(try content == #"{"loss":0.5,"step":1}"# + "\n")
        try log.append(Entry(step: 2, loss: 0.25, note: "a/b\nc"))
        #expect(try content.hasSuffix("\n" + #"{"loss":0.25,"note":"a/b\nc","step":2}"# + "\n"))
        #expect(try log.byteCount == content.utf8.count)
    }

    @Test func writesNumbersThatJSONLacksAsWords() throws {
        let log = try JSONLines(url: url)
        try log.append([Double.nan, .infinity, -.infinity])
        #expect(try content == #"["NaN","Infinity","-Infinity"]"# + "\n")
    }

    @Test func goesOnWhereACheckpointWasTaken() throws {
        let first = try JSONLines(url: url)
        try first.append(Entry(step: 1, loss: 2))
        let checkpoint = first.byteCount
        try first.append(Entry(step: 2, loss: 1))
        try first.synchronize()

        let resumed = try JSONLines(url: url)
        try resumed.truncate(to: checkpoint)
        #expect(resumed.byteCount == checkpoint)
        try resumed.append(Entry(step: 2, loss: 0.75))
        let steps = try content.split(separator: "\n").map {
            try JSONDecoder().decode(Entry.self, from: Data($0.utf8))
        }
        #expect(steps == [Entry(step: 1, loss: 2), Entry(step: 2, loss: 0.75)])
    }

    @Test func refusesACheckpointPastItsEnd() throws {
        let log = try JSONLines(url: url)
        try log.append(1)
        let error = #expect(throws: CalqueError.self) { try log.truncate(to: 3) }
        #expect(error?.message.contains("has 2 bytes") == true)
        #expect(try content == "1\n")
    }

    @Test func endsALineThatACrashLeftOpen() throws {
        try folder.write((#"{"step":1}"# + "\n" + #"{"st"#).utf8, to: "log.jsonl")
        try JSONLines(url: url).append(2)
        #expect(try content == #"{"step":1}"# + "\n" + #"{"st"# + "\n2\n")
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func saysThatTheDiskIsFull() throws {
        let log = try JSONLines(url: URL(fileURLWithPath: "/dev/full"))
        let error = #expect(throws: CalqueError.self) { try log.append(1) }
        #expect(error?.message.hasPrefix("Cannot write /dev/full: No space left") == true)
        #expect(log.byteCount == 0)
    }

    @Test func namesAFolderThatIsMissing() throws {
        let error = #expect(throws: CalqueError.self) {
            try JSONLines(url: folder.file("missing/log.jsonl"))
        }
        #expect(error?.message.contains("missing/log.jsonl: No such file") == true)
    }
}
