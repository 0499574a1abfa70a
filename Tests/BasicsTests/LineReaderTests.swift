import Basics
import Foundation
import TestSupport
import Testing

struct LineReaderTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    func lines(
        of bytes: some Sequence<UInt8>, invalidText: LineReader.InvalidText = .fail
    ) throws -> [Line] {
        let url = try folder.write(bytes, to: "text-\(UUID().uuidString)")
        let reader = try LineReader(url: url, invalidText: invalidText)
        var lines: [Line] = []
        while let line = try reader.next() { lines.append(line) }
        #expect(try reader.next() == nil)
        return lines
    }

    @Test(
        "Line feeds end lines, with a carriage return before them or not",
        arguments: [
            ("", []),
            ("\n", [""]),
            ("one", ["one"]),
            ("one\n", ["one"]),
            ("one\n\ntwo", ["one", "", "two"]),
            ("one\r\ntwo\rtwo\n", ["one", "two\rtwo"]),
            ("\r\n\r\r\n\n\r", ["", "\r", "", "\r"]),
            ("a\u{0B}b\u{0C}c\u{85}d\u{2028}e\u{0}f\n", ["a\u{0B}b\u{0C}c\u{85}d\u{2028}e\u{0}f"]),
            ("Grüße\n日本\n🇩🇪", ["Grüße", "日本", "🇩🇪"]),
            ("\u{FEFF}one\n\u{FEFF}two\n", ["one", "\u{FEFF}two"]),
            ("\u{FEFF}", []),
            ("\u{FEFF}\n", [""]),
        ])
    func splitsOnLineFeeds(text: String, expected: [String]) throws {
        #expect(try lines(of: text.utf8).map(\.text) == expected)
    }

    @Test func numbersLinesFromOneAndCountsBytes() throws {
        let expected = [
            Line(number: 1, offset: 3, text: "ä"),
            Line(number: 2, offset: 6, text: ""),
            Line(number: 3, offset: 7, text: "b"),
        ]
        #expect(try lines(of: "\u{FEFF}ä\n\nb".utf8) == expected)
    }

    @Test(arguments: [1 << 18, (1 << 18) - 1, (1 << 18) + 1, 1_000_000, 5_000_000])
    func readsLinesLongerThanItsBuffer(count: Int) throws {
        let long = String(repeating: "x", count: count)
        let text = "short\n\(long)\n\(long)y\nshort"
        let expected = ["short", long, long + "y", "short"]
        #expect(try lines(of: text.utf8).map(\.text) == expected)
        #expect(try lines(of: folder.gzipped(text.utf8)).map(\.text) == expected)
    }

    @Test func readsManyLinesAcrossBufferEdges() throws {
        let expected = (0..<60_000).map { String(repeating: "é", count: $0 % 37) + "\($0)" }
        let text = expected.joined(separator: "\n")
        let lines = try lines(of: text.utf8)
        #expect(lines.map(\.text) == expected)
        #expect(lines.map(\.number) == Array(1...60_000))
        let bytes = Array(text.utf8)
        for line in lines.dropFirst() where bytes[line.offset - 1] != UInt8(ascii: "\n") {
            Issue.record("line \(line.number) does not begin at byte \(line.offset)")
        }
    }

    @Test func carriageReturnsAreFoundAcrossBufferEdges() throws {
        for count in (1 << 18) - 3...(1 << 18) + 1 {
            let long = String(repeating: "x", count: count)
            let expected = [
                Line(number: 1, offset: 0, text: long),
                Line(number: 2, offset: count + 2, text: "y"),
            ]
            #expect(try lines(of: "\(long)\r\ny\r\n".utf8) == expected)
        }
    }

    @Test func linesThatNoSentenceHasAreNotHeld() throws {
        let limit = LineReader.maximumLineBytes
        for (count, isHeld) in [(limit, true), (limit + 1, false), (5 * limit, false)] {
            let long = Data(repeating: 0x61, count: count)
            let url = try folder.write(
                folder.gzipped("a\n".utf8 + long + "\nb".utf8), to: "long-\(count)")
            let file = TextFile(url: url)
            let reader = try file.makeReader(longLines: .skip)
            #expect(try reader.next()?.text == "a")
            let line = try #require(try reader.next())
            #expect((line.number, line.offset) == (2, 2))
            #expect(line.text?.utf8.count == (isHeld ? count : nil))
            #expect(line.flaw == (isHeld ? nil : .tooLong))
            #expect(try reader.next() == Line(number: 3, offset: count + 3, text: "b"))
            #expect(try reader.next() == nil)
            guard !isHeld else { continue }
            let strict = try file.makeReader()
            _ = try strict.next()
            let error = #expect(throws: CalqueError.self) { try strict.next() }
            #expect(error?.message.contains("line 2: the line has more than 16 MiB") == true)
        }
    }

    @Test func namesAMissingFile() throws {
        let url = folder.file("nothing.txt")
        let error = #expect(throws: CalqueError.self) { try LineReader(url: url) }
        #expect(
            error?.message == "Cannot read \(url.path): No such file or directory. "
                + "Check that the path is right and that the folder exists.")
    }

    @Test func refusesAFolder() throws {
        let reader = try LineReader(path: folder.url.path)
        let error = #expect(throws: CalqueError.self) { try reader.next() }
        #expect(error?.message.contains("Is a directory. Name a file, not a folder.") == true)
    }
}

extension LineReaderTests {
    @Test func joinsGzipMembersAndIgnoresPadding() throws {
        let members =
            try folder.gzipped("\u{FEFF}one\ntw".utf8) + folder.gzipped([])
            + folder.gzipped("o\nthree".utf8) + Data(count: 600)
        let expected = [
            Line(number: 1, offset: 3, text: "one"),
            Line(number: 2, offset: 7, text: "two"),
            Line(number: 3, offset: 11, text: "three"),
        ]
        #expect(try lines(of: members) == expected)
    }

    @Test func readsFilesThatOnlyBeginLikeGzip() throws {
        #expect(try lines(of: [0x1f]).map(\.text) == ["\u{1f}"])
        #expect(try lines(of: [0x1f, 0x41, 0x0A]).map(\.text) == ["\u{1f}A"])
    }

    @Test(arguments: [2, 10, 100, 2_000])
    func saysThatGzipBreaksOff(count: Int) throws {
        let whole = try folder.gzipped((0..<9_000).map { UInt8(truncatingIfNeeded: $0 &* $0 % 89) })
        let kept = min(count, whole.count - 1)
        let error = #expect(throws: CalqueError.self) {
            try lines(of: whole.prefix(kept), invalidText: .skip)
        }
        #expect(error?.message.contains("break off after \(kept) bytes") == true)
    }

    @Test(arguments: [16, 8])
    func saysThatGzipIsDamaged(bytesBeforeEnd: Int) throws {
        var bytes = try folder.gzipped("a line that is damaged\n".utf8)
        bytes[bytes.count - bytesBeforeEnd] ^= 0xFF
        let error = #expect(throws: CalqueError.self) { try lines(of: bytes, invalidText: .skip) }
        #expect(error?.message.contains("gzip data are damaged near byte") == true)
    }

    @Test func refusesOtherBytesAfterGzip() throws {
        let bytes = try folder.gzipped("one\n".utf8) + Data("two\n".utf8)
        let error = #expect(throws: CalqueError.self) { try lines(of: bytes) }
        #expect(error?.message.contains("incorrect header check") == true)
    }
}

extension LineReaderTests {
    static let invalidTexts: [(bytes: [UInt8], line: Int, offset: Int)] = [
        ([0xFF], 1, 0),
        ([0x61, 0x0A, 0x62, 0x80, 0x0A], 2, 3),
        ([0x61, 0x0A, 0xC3, 0x0A], 2, 2),  // ends early
        ([0xC3, 0xA4, 0xE2, 0x82], 1, 2),  // ends with the text
        ([0xC0, 0xAF, 0x0A], 1, 0),  // overlong
        ([0x61, 0xE0, 0x80, 0xAF], 1, 1),  // overlong
        ([0x61, 0x62, 0xED, 0xA0, 0x80], 1, 2),  // surrogate
        ([0xF4, 0x90, 0x80, 0x80], 1, 0),  // above U+10FFFF
        ([0xEF, 0xBB, 0xBF, 0x61, 0xFE], 1, 4),  // counted with the byte order mark
    ]

    @Test(arguments: invalidTexts)
    func tellsWhereTextIsNotUTF8(bytes: [UInt8], line: Int, offset: Int) throws {
        for bytes in [Data(bytes), try folder.gzipped(bytes)] {
            let error = #expect(throws: CalqueError.self) { try lines(of: bytes) }
            let message = error?.message ?? ""
            #expect(message.contains(", line \(line), byte \(offset) of the text"))
            #expect(message.contains(folder.url.path))
            #expect(error?.remedy == .skipInvalidLines && error?.kind == .input)
        }
    }

    @Test func keepsInvalidLinesInTheirPlaceWhenSkipping() throws {
        let bytes = Array("one\n".utf8) + [0xFF, 0xFE, 0x0A] + Array("three\n".utf8) + [0xC3]
        let expected = [
            Line(number: 1, offset: 0, text: "one"),
            Line(number: 2, offset: 4, text: nil),
            Line(number: 3, offset: 7, text: "three"),
            Line(number: 4, offset: 13, text: nil),
        ]
        #expect(try lines(of: bytes, invalidText: .skip) == expected)
    }

    @Test(arguments: [(false, "a"), (true, "\u{FEFF}a")])
    func aByteOrderMarkIsDroppedUnlessItIsKept(keeps: Bool, text: String) throws {
        let url = try folder.write("\u{FEFF}a\n".utf8, to: "marked.txt")
        let reader = try LineReader(path: url.path, keepsByteOrderMark: keeps)
        #expect(
            try reader.next()?.text.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    }
}

/// What has arrived through a named pipe, whose writer takes its time.
struct LineReaderPipeTests {
    private let folder: TemporaryFolder
    private let writer: FileHandle
    private let reader: LineReader

    init() throws {
        folder = try TemporaryFolder()
        let pipe = try folder.openPipe()
        writer = pipe.handle
        reader = try LineReader(url: pipe.url)
    }

    private func write(_ bytes: some Sequence<UInt8>) throws {
        try writer.write(contentsOf: Data(bytes))
    }

    @Test func aLineHasArrivedWithItsLineFeed() throws {
        #expect(try !reader.answersAtOnce())
        try write("\u{FEFF}on".utf8)
        #expect(try !reader.answersAtOnce())
        try write("e\ntwo\nthr".utf8)
        for expected in ["one", "two"] {
            #expect(try reader.answersAtOnce())
            #expect(try reader.next()?.text == expected)
        }
        #expect(try !reader.answersAtOnce())
        try writer.close()
        #expect(try reader.answersAtOnce())
        #expect(try reader.next()?.text == "thr")
        #expect(try reader.answersAtOnce())
        #expect(try reader.next() == nil)
    }

    @Test func gzipHasArrivedWithEnoughOfItsBytes() throws {
        let members = try ["one\n", "two\n"].map { try folder.gzipped($0.utf8) }
        for byte in members[0].dropLast(9) {
            #expect(try !reader.answersAtOnce())
            try write([byte])
        }
        try write(members[0].suffix(9) + members[1].prefix(1))
        #expect(try reader.answersAtOnce())
        #expect(try reader.next()?.text == "one")
        #expect(try !reader.answersAtOnce())
        try write(members[1].dropFirst())
        #expect(try reader.answersAtOnce())
        #expect(try reader.next()?.text == "two")
        #expect(try !reader.answersAtOnce())
    }

    @Test func aFileIsAlwaysThere() throws {
        let reader = try LineReader(url: folder.write("one\ntwo".utf8, to: "file"))
        for expected in ["one", "two", nil] {
            #expect(try reader.answersAtOnce())
            #expect(try reader.next()?.text == expected)
        }
    }
}

extension TemporaryFolder {
    /// What gzip makes of `bytes`.
    func gzipped(_ bytes: some Sequence<UInt8>) throws -> Data {
        let plain = try write(bytes, to: "plain-\(UUID().uuidString)")
        let gzip = Process()
        let output = Pipe()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-c", plain.path]
        gzip.standardOutput = output
        try gzip.run()
        let compressed = output.fileHandleForReading.readDataToEndOfFile()
        gzip.waitUntilExit()
        return compressed
    }
}
