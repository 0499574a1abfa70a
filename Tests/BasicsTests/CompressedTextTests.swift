import Basics
import CLZMA
import CZstd
import Foundation
import TestSupport
import Testing

/// Text in xz and zstd; for gzip see `LineReaderTests`.
struct CompressedTextTests {
    enum Kind: String, CaseIterable {
        case xz, zstd

        var program: String { "un\(self == .zstd ? "zstd" : "xz")" }

        func compressed(_ bytes: some Sequence<UInt8>) -> [UInt8] {
            let bytes = Array(bytes)
            return [UInt8](unsafeUninitializedCapacity: bytes.count + 4096) { buffer, count in
                switch self {
                case .xz:
                    let status = lzma_easy_buffer_encode(
                        6, LZMA_CHECK_CRC64, nil, bytes, bytes.count, buffer.baseAddress, &count,
                        buffer.count)
                    precondition(status == LZMA_OK)
                case .zstd:
                    count = ZSTD_compress(
                        buffer.baseAddress, buffer.count, bytes, bytes.count, 3)
                    precondition(ZSTD_isError(count) == 0)
                }
            }
        }
    }

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func lines(_ bytes: some Sequence<UInt8>, piped: Bool = false) throws -> [String?] {
        let url = try piped ? folder.pipe(of: bytes) : folder.write(bytes, to: "text")
        let reader = try TextFile(url: url).makeReader()
        var lines: [String?] = []
        while let line = try reader.next() { lines.append(line.text) }
        return lines
    }

    /// Lines that pack badly, in more than one buffer.
    private static let text: [String] = {
        var random = RandomSource(seed: 3)
        return (0..<60_000).map { "\($0) \(random.next()) ä" }
    }()

    @Test(arguments: Kind.allCases, [false, true])
    func whatWasCompressedIsRead(_ kind: Kind, piped: Bool) throws {
        let bytes = kind.compressed(Self.text.joined(separator: "\n").utf8)
        #expect(bytes.count > 2 << 18)
        #expect(try lines(bytes, piped: piped) == Self.text)
    }

    @Test(arguments: Kind.allCases) func muchOfTheSameIsRead(_ kind: Kind) throws {
        let line = String(repeating: "a", count: 1 << 20)
        let bytes = kind.compressed(Array(repeating: line, count: 20).joined(separator: "\n").utf8)
        #expect(bytes.count < 1 << 14)
        #expect(try lines(bytes) == Array(repeating: line, count: 20))
    }

    @Test(arguments: Kind.allCases) func severalMembersAreOneText(_ kind: Kind) throws {
        let bytes =
            kind.compressed("\u{FEFF}one\ntw".utf8) + kind.compressed("".utf8)
            + kind.compressed("o\nthree".utf8)
        #expect(try lines(bytes) == ["one", "two", "three"])
        #expect(try lines(bytes + Array(repeating: 0, count: 512)) == ["one", "two", "three"])
    }

    @Test func framesThatAreSkippedSayNothing() throws {
        // Such a frame with four bytes, as pzstd begins its files.
        let frame: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 9, 9, 9, 9]
        #expect(try lines(frame + Kind.zstd.compressed("one\ntwo".utf8)) == ["one", "two"])
    }

    @Test(arguments: Kind.allCases) func whatBreaksOffIsIncomplete(_ kind: Kind) throws {
        let bytes = kind.compressed(Self.text.prefix(500).joined(separator: "\n").utf8)
        for count in [8, 13, bytes.count / 2, bytes.count - 1] {
            let error = #expect(throws: CalqueError.self) { try lines(bytes.prefix(count)) }
            let message = error?.message ?? ""
            #expect(
                message.contains("text: its \(kind) data break off after \(count) "), "\(message)")
        }
    }

    @Test(arguments: Kind.allCases) func whatIsDamagedIsNamed(_ kind: Kind) throws {
        let text = Self.text.prefix(5000).joined(separator: "\n")
        var bytes = kind.compressed(text.utf8)
        bytes[bytes.count / 2] ^= 0x55
        // zstd's frames have no checksum here: other text may come of them, but never an end too
        // soon.
        do {
            let read = try lines(bytes)
            #expect(kind == .zstd && read.count > 1)
        } catch let error as CalqueError {
            #expect(error.message.contains("text"), "\(error)")
        }
        let error = #expect(throws: CalqueError.self) {
            try lines(kind.compressed("one\n".utf8) + "two, and a few more words\n".utf8)
        }
        let message = error?.message ?? ""
        #expect(message.contains("text: its \(kind) data are damaged near byte"), "\(message)")
    }

    /// A frame of zstd with a window of 2 to the power of `logarithm` and an empty block (RFC
    /// 8878).
    private func frame(window logarithm: UInt8) -> [UInt8] {
        [0x28, 0xB5, 0x2F, 0xFD, 0, (logarithm - 10) << 3, 1, 0, 0]
    }

    @Test func windowsOfZstdAreBounded() throws {
        #expect(try lines(frame(window: 27)) == [])
        let error = #expect(throws: CalqueError.self) { try lines(frame(window: 28)) }
        #expect(
            error?.message.contains(
                "its zstd data need more than a window of 128 MiB. Unpack it with unzstd") == true)
        #expect(error?.kind == .unsupported)
    }

    /// A stream of xz that says that its dictionary has 256 MiB, or half of it.
    private func stream(dictionary code: UInt8) throws -> [UInt8] {
        var bytes = Kind.xz.compressed("one\n".utf8)
        let header = 12..<12 + (Int(bytes[12]) + 1) * 4
        let filter = try #require(
            bytes[header].indices.first { bytes[$0...].starts(with: [0x21, 0x01]) })
        bytes[filter + 2] = code
        let checked = Array(bytes[header].dropLast(4))
        let sum = lzma_crc32(checked, checked.count, 0)
        withUnsafeBytes(of: sum.littleEndian) { sum in
            bytes.replaceSubrange((header.upperBound - 4)..<header.upperBound, with: sum)
        }
        return bytes
    }

    @Test func theMemoryOfXZIsBounded() throws {
        #expect(try lines(stream(dictionary: 30)) == ["one"])
        let error = #expect(throws: CalqueError.self) { try lines(stream(dictionary: 32)) }
        #expect(
            error?.message.contains(
                "its xz data need more than 256 MiB of memory. Unpack it with unxz") == true)
    }

    @Test(arguments: ["(", "(µ", "P*M", "P*", "7z"])
    func textThatBeginsLikeACompressedFileIsText(_ text: String) throws {
        for piped in [false, true] { #expect(try lines(text.utf8, piped: piped) == [text]) }
    }
}
