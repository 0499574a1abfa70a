import Basics
import Foundation
import TestSupport
import Testing
import Text

struct ShortlistTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private let sound = Shortlist(
        frequentCount: 2, bestCount: 3, targetCount: 90,
        lists: [[], [7, 5], [80, 4, 64], [], [9]])

    /// A file, number by number.
    private struct Content {
        var magic: UInt64 = 0xF11A_48D5_0134_17F5
        var checksum: UInt64?
        var counts: [UInt64] = [2, 3, 6, 6]
        var offsets: [UInt64] = [0, 0, 2, 5, 5, 6]
        var targets: [UInt32] = [5, 7, 4, 64, 80, 9]
        var more: [UInt8] = []

        private func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: number.littleEndian) { Array($0) }
        }

        var bytes: [UInt8] {
            let rest =
                (counts + offsets).flatMap { bytes($0) } + targets.flatMap { bytes($0) } + more
            var hash: UInt64 = 0
            for start in stride(from: 0, through: rest.count - 8, by: 8) {
                let word = rest[start..<start + 8].reversed().reduce(UInt64(0)) {
                    $0 << 8 | UInt64($1)
                }
                hash ^= word &+ 0x9E37_79B9 &+ (hash << 6) &+ (hash >> 2)
            }
            return bytes(magic) + bytes(checksum ?? hash) + rest
        }
    }

    private func read(
        _ bytes: [UInt8], sources: Int = 5, targets: Int = 90
    ) throws -> Shortlist {
        try Shortlist(
            url: folder.write(bytes, to: "lex.bin"), sourceCount: sources, targetCount: targets)
    }

    @Test func aFileIsWrittenNumberByNumber() throws {
        let url = folder.file("lex.bin")
        try sound.write(to: url)
        #expect(try Array(Data(contentsOf: url)) == Content().bytes)
        #expect(try read(Content().bytes) == sound)
    }

    @Test func piecesMayGetOtherNumbers() {
        let lists = Shortlist(
            frequentCount: 2, bestCount: 3, targetCount: 6, lists: [[], [5, 3], [2], [0, 4]])
        let same = lists.numbered(source: [0, 1, 2, 3], target: [0, 1, 2, 3, 4, 5])
        #expect(same == lists)
        // Piece 2 is gone on both sides, 3 comes first, and the last ones are new.
        let other = lists.numbered(source: [3, 0, 1, nil], target: [3, 0, 1, 4, 5, nil])
        #expect(other.targetCount == 6 && other.sourceCount == 4 && other.frequentCount == 3)
        #expect((0..<4).map { Array(other[$0]) } == [[1, 3], [], [0, 4], [0]])
        #expect(other.candidates(for: [2], sharesVocabulary: false) == [0, 1, 2, 4])
    }

    /// With an even number of pieces in the lists, every byte counts.
    @Test func theChecksumIsMarians() throws {
        let bytes = Content().bytes
        #expect(
            Array(bytes[8..<16].reversed()) == [0x13, 0x82, 0xB5, 0x2B, 0xE4, 0xC9, 0x58, 0xA6])
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 0x10
            #expect(throws: CalqueError.self) { try read(changed) }
        }
    }

    @Test func listsAreFoundByTheirSourcePiece() {
        #expect(sound.sourceCount == 5)
        #expect((0..<5).map { Array(sound[$0]) } == [[], [5, 7], [4, 64, 80], [], [9]])
    }

    @Test func aSentenceMayHaveWhatItsPiecesMayBecome() {
        #expect(sound.candidates(for: [], sharesVocabulary: false) == [0, 1])
        #expect(
            sound.candidates(for: [2, 1, 2, 3], sharesVocabulary: false) == [0, 1, 4, 5, 7, 64, 80])
        let shared = Shortlist(
            frequentCount: 2, bestCount: 1, targetCount: 90,
            lists: (0..<90).map { [89 - $0] })
        #expect(shared.candidates(for: [2, 3], sharesVocabulary: true) == [0, 1, 2, 3, 86, 87])
        let small = Shortlist(frequentCount: 100, bestCount: 1, targetCount: 3, lists: [[2]])
        #expect(small.candidates(for: [0], sharesVocabulary: false) == [0, 1, 2])
    }

    /// Marian takes an offset where all lists end for damage, unless it is the last.
    @Test func theLastListIsNeverEmpty() {
        let list = Shortlist(frequentCount: 1, bestCount: 1, targetCount: 9, lists: [[3], []])
        #expect(Array(list[1]) == [0])
    }

    private static let damage: [(String, @Sendable (inout Content) -> Void, String)] = [
        ("another magic word", { $0.magic = 1 }, "does not begin with f11a48d5013417f5"),
        ("another checksum", { $0.checksum = 1 }, "its checksum is wrong"),
        (
            "too many offsets", { $0.counts[2] = 1 << 61 },
            "18446744073709551615 bytes of its offsets"
        ),
        (
            "too many pieces", { $0.counts[3] = 1 << 40 },
            "4398046511104 bytes of its lists are to follow, and only 24 do"
        ),
        ("no offsets", { $0.counts[2] = 0 }, "bytes follow its lists"),
        ("bytes at the end", { $0.more = [0] }, "1 bytes follow its lists"),
        ("countless frequent pieces", { $0.counts[0] = 1 << 31 }, "it claims 2147483648"),
        ("countless best pieces", { $0.counts[1] = .max }, "it claims"),
        ("offsets that fall", { $0.offsets[2] = 6 }, "its offset 5 comes after 6"),
        ("an offset past the end", { $0.offsets[2] = 7 }, "its offset 7 comes after 0"),
        ("an offset past all", { $0.offsets[2] = .max }, "its offset 18446744073709551615"),
        ("a late beginning", { $0.offsets[0...1] = [1, 1] }, "do not go from 0 to 6"),
        ("an early end", { $0.offsets[5] = 5 }, "do not go from 0 to 6"),
        ("a piece that is not there", { $0.targets[3] = 90 }, "piece 90, but the vocabulary"),
        ("a piece below zero", { $0.targets[3] = .max }, "piece 4294967295"),
    ]

    @Test(arguments: damage.indices)
    func damageIsTold(index: Int) throws {
        let (what, change, says) = Self.damage[index]
        var content = Content()
        change(&content)
        let text = try message { _ = try read(content.bytes) }
        #expect(text.contains(says) && text.contains("lex.bin"), "\(what): \(text)")
    }

    @Test func otherFilesAreTold() throws {
        #expect(try message { _ = try read([0x1F, 0x8B, 8]) }.contains("gunzip"))
        #expect(try message { _ = try read(Array("de the 0.5\n".utf8)) }.contains("does not begin"))
        let other = try message { _ = try read(Content().bytes, sources: 6) }
        #expect(other.contains("lists for 5 source pieces, but the vocabulary has 6"), "\(other)")
        let bytes = Content().bytes
        for count in bytes.indices {
            #expect(throws: CalqueError.self) { try read(Array(bytes.prefix(count))) }
        }
    }

    /// Whatever the numbers are, with a checksum that fits them.
    @Test func noNumbersCrashIt() throws {
        var random = RandomSource(seed: 14)
        for _ in 0..<300 {
            var content = Content()
            for _ in 0...random.next(below: 3) {
                let number = random.next() >> UInt64(random.next(below: 64))
                switch random.next(below: 3) {
                case 0: content.counts[random.next(below: 4)] = number
                case 1: content.offsets[random.next(below: 6)] = number
                default: content.targets[random.next(below: 6)] = UInt32(truncatingIfNeeded: number)
                }
            }
            do {
                let list = try read(content.bytes)
                #expect(list.candidates(for: 0..<5, sharesVocabulary: false).count <= 90)
            } catch {
                #expect(error is CalqueError)
            }
        }
    }
}
