import Basics
import Foundation
import TestSupport
import Testing

/// An archive as Python's `zipfile` writes it: a member that is stored, with a comment and an extra
/// field, and two that are deflated, each with a time of its own; and a comment at the end.
private let plain =
    Data(
        base64Encoded: """
            UEsDBBQAAAAAAKMgQypleNFaDwAAAA8AAAAKAAgAc3RvcmVkLnR4dJmZBABhYmNkc3RvcmVkIGFzIGl0IGlzUEsDBBQAAAAI\
            AKMgQz4ReUWWFQAAAOgDAAAQAAAAZGlyL2RlZmxhdGVkLnR4dEtMT8zMU0jMS1FIHGWNskZZw5QFAFBLAwQUAAAACACjIENS\
            VxyEngwAAAAsAQAACQAAAG90aGVyLmJpbssvyUgtUsgfJYkgAVBLAQIUAxQAAAAAAKMgQypleNFaDwAAAA8AAAAKAAgAAwAA\
            AAAAAACAAQAAAABzdG9yZWQudHh0mZkEAGFiY2R3aHlQSwECFAMUAAAACACjIEM+EXlFlhUAAADoAwAAEAAAAAAAAAAAAAAA\
            gAE/AAAAZGlyL2RlZmxhdGVkLnR4dFBLAQIUAxQAAAAIAKMgQ1JXHISeDAAAACwBAAAJAAAAAAAAAAAAAACAAYIAAABvdGhl\
            ci5iaW5QSwUGAAAAAAMAAwC4AAAAtQAAAAkAYSBjb21tZW50
            """) ?? Data()

/// The same, written to a pipe: sizes and checksums stand behind the members.
private let streamed =
    Data(
        base64Encoded: """
            UEsDBBQACAAAAKMgQyoAAAAAAAAAAAAAAAAKAAgAc3RvcmVkLnR4dJmZBABhYmNkc3RvcmVkIGFzIGl0IGlzUEsHCGV40VoP\
            AAAADwAAAFBLAwQUAAgACACjIEM+AAAAAAAAAAAAAAAAEAAAAGRpci9kZWZsYXRlZC50eHRLTE/MzFNIzEtRSBxljbJGWcOU\
            BQBQSwcIEXlFlhUAAADoAwAAUEsDBBQACAAIAKMgQ1IAAAAAAAAAAAAAAAAJAAAAb3RoZXIuYmluyy/JSC1SyB8liSABUEsH\
            CFcchJ4MAAAALAEAAFBLAQIUAxQACAAAAKMgQypleNFaDwAAAA8AAAAKAAgAAwAAAAAAAACAAQAAAABzdG9yZWQudHh0mZkE\
            AGFiY2R3aHlQSwECFAMUAAgACACjIEM+EXlFlhUAAADoAwAAEAAAAAAAAAAAAAAAgAFPAAAAZGlyL2RlZmxhdGVkLnR4dFBL\
            AQIUAxQACAAIAKMgQ1JXHISeDAAAACwBAAAJAAAAAAAAAAAAAACAAaIAAABvdGhlci5iaW5QSwUGAAAAAAMAAwC4AAAA5QAA\
            AAkAYSBjb21tZW50
            """) ?? Data()

struct RewritableZipTests {
    private func zip(_ bytes: some Sequence<UInt8>, upTo limit: Int = 1 << 20) throws
        -> RewritableZip
    {
        try RewritableZip(Array(bytes), name: "a.zip", upTo: limit)
    }

    /// Where a record of the directory begins.
    private func record(_ number: Int, of archive: Data) throws -> Int {
        var places: [Int] = []
        for place in archive.indices.dropLast(4)
        where archive[place..<place + 4].elementsEqual([0x50, 0x4B, 1, 2]) {
            places.append(place)
        }
        try #require(places.count == 3)
        return places[number]
    }

    @Test(arguments: [plain, streamed]) func withNothingNewItIsTheSame(archive: Data) throws {
        let zip = try zip(archive)
        #expect(zip.names == ["stored.txt", "dir/deflated.txt", "other.bin"])
        #expect(try zip.bytes(replacing: [:]) == Array(archive))
        #expect(try zip.content(of: "stored.txt") == Array("stored as it is".utf8))
        #expect(!zip.contains("x"))
    }

    @Test(
        arguments: [plain, streamed],
        [["stored.txt"], ["dir/deflated.txt"], ["other.bin", "stored.txt"]])
    func newContentChangesNothingElse(archive: Data, names: [String]) throws {
        let old = try zip(archive)
        let text = Array(String(repeating: "what is new ", count: 300).utf8)
        let bytes = try old.bytes(
            replacing: Dictionary(uniqueKeysWithValues: names.map { ($0, text) }))
        let new = try zip(bytes)
        #expect(new.names == old.names)
        for name in new.names {
            let expected = names.contains(name) ? text : try old.content(of: name)
            #expect(try new.content(of: name) == expected)
        }
        // With the old contents all comes back, since zlib packs as Python does.
        let contents = try names.map { ($0, try old.content(of: $0)) }
        let back = try new.bytes(replacing: Dictionary(uniqueKeysWithValues: contents))
        #expect(back == Array(archive))
    }

    /// Archives with a record of the directory changed, and what is said of them.
    static let changes: [(record: Int, offset: Int, bytes: [UInt8], said: String)] = [
        (1, 24, [0, 0, 0, 0x40], "from 21 bytes to 1073741824"),
        (1, 24, [1, 0, 0, 0], "length"), (1, 16, [1, 2, 3, 4], "checksum"),
        (1, 8, [1, 0], "encrypted"), (1, 10, [12, 0], "another way"),
        (2, 42, [0, 0, 0, 0], "directory is damaged"), (1, 20, [0xFF, 0xFF, 0xFF, 0xFF], "zip64"),
        (1, 20, [0, 1, 0, 0], "overlap"), (1, 20, [0, 0, 1, 0], "cut off"),
    ]

    @Test(arguments: changes) func whatIsWrongWithAMemberIsSaid(
        number: Int, offset: Int, bytes: [UInt8], said: String
    ) throws {
        var archive = plain
        let place = try record(number, of: plain) + offset
        archive.replaceSubrange(place..<place + bytes.count, with: bytes)
        let text = try message {
            _ = try zip(archive, upTo: 4 << 30).content(of: "dir/deflated.txt")
        }
        #expect(text.contains(said) && text.hasPrefix("a.zip"), "\(text)")
    }

    @Test(arguments: [
        ("stored.txt", "../../etc.", "out of"), ("stored.txt", "/etc/passw", "out of"),
        ("stored.txt", "a\\..\\b.txt", "between folders"), ("other.bin", "other.tx2", ""),
    ]) func namesThatDoHarmAreRefused(name: String, other: String, said: String) throws {
        // Both headers of a member have its name.
        let text = try #require(String(data: plain, encoding: .isoLatin1))
        let changed = try #require(text.replacing(name, with: other).data(using: .isoLatin1))
        if said.isEmpty {
            #expect(try zip(changed).contains(other))
        } else {
            let problem = try message { _ = try zip(changed) }
            #expect(problem.contains(said), "\(problem)")
        }
    }

    @Test func aMemberTwiceIsRefused() throws {
        let once = zipOfEmpty(["a", "b"])
        #expect(try zip(once).names == ["a", "b"])
        let problem = try message { _ = try zip(zipOfEmpty(["a", "a"])) }
        #expect(problem.contains("twice"), "\(problem)")
    }

    /// An archive of members without content, whose names have one letter.
    private func zipOfEmpty(_ names: [String]) -> [UInt8] {
        func header(_ name: String, _ start: [UInt8], _ end: [UInt8]) -> [UInt8] {
            var header = start
            header += [UInt8](repeating: 0, count: 20)
            header += [1, 0, 0, 0]
            return header + end + Array(name.utf8)
        }
        var (archive, directory) = ([UInt8](), [UInt8]())
        for (index, name) in names.enumerated() {
            archive += header(name, [0x50, 0x4B, 3, 4, 20, 0], [])
            var end = [UInt8](repeating: 0, count: 10)
            end += [UInt8(31 * index), 0, 0, 0]
            directory += header(name, [0x50, 0x4B, 1, 2, 20, 0, 20, 0], end)
        }
        let count = UInt8(names.count)
        archive += directory
        archive += [0x50, 0x4B, 5, 6, 0, 0, 0, 0, count, 0, count, 0, 47 * count, 0, 0, 0]
        return archive + [31 * count, 0, 0, 0, 0, 0]
    }

    @Test func moreThanTheLimitIsRefused() throws {
        let size = 15 + 1000 + 300
        #expect(try zip(plain, upTo: size).names.count == 3)
        let text = try message { _ = try zip(plain, upTo: size - 1) }
        #expect(text.contains("\(size) bytes, unpacked"), "\(text)")
    }

    @Test func everyTruncationIsRefused() throws {
        for count in 0..<plain.count {
            _ = try message { _ = try zip(plain.prefix(count)) }
        }
    }

    @Test func damageIsAnErrorOrWithoutConsequence() throws {
        let sound = try zip(plain)
        for position in plain.indices {
            for mask in [0x01, 0x80, 0xFF] as [UInt8] {
                var damaged = plain
                damaged[position] ^= mask
                guard let zip = try? zip(damaged, upTo: 8 << 30) else { continue }
                _ = try? zip.bytes(replacing: ["stored.txt": [1]].filter { zip.contains($0.key) })
                for name in sound.names where zip.contains(name) {
                    guard let content = try? zip.content(of: name) else { continue }
                    #expect(try content == sound.content(of: name), "byte \(position)")
                }
            }
        }
    }
}
