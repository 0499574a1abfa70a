import Basics
import TestSupport
import Testing

struct LittleEndianReaderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func numbersAndBytesComeInOrder() throws {
        let bytes: [UInt8] = [1, 2, 0xFF, 0xFF, 0xFF, 0xFF, 7, 8, 9]
        try bytes.withUnsafeBytes { bytes in
            var reader = LittleEndianReader(bytes)
            let (short, long) = (
                try reader.number(UInt16.self, of: "header"),
                try reader.number(Int32.self, of: "header")
            )
            #expect(short == 0x0201 && long == -1)
            let place = try reader.take(2, of: "name")
            #expect(place == 6..<8)
            #expect(reader.position == 8 && reader.rest == 1)
        }
    }

    @Test(arguments: [2, 1 << 40, UInt64.max])
    func whatIsNotThereIsRefused(count: UInt64) {
        let bytes: [UInt8] = [1]
        bytes.withUnsafeBytes { bytes in
            var reader = LittleEndianReader(bytes)
            let error = #expect(throws: FileProblem.self) { try reader.take(count, of: "names") }
            #expect(error?.text == "\(count) bytes of its names are to follow, and only 1 do")
            #expect(throws: FileProblem.self) { try reader.number(UInt64.self, of: "header") }
            #expect(throws: FileProblem.self) { try reader.take(-1, of: "names") }
            #expect(reader.position == 0)
        }
    }

    @Test func whatIsWrittenIsRead() throws {
        let url = folder.file("numbers")
        try AtomicFile.write(to: url) { output in
            try output.write(littleEndian: UInt64(0xF11A_48D5_0134_17F5))
            try output.write(littleEndian: Int32(-2))
        }
        let file = try MappedFile(url: url)
        #expect(
            Array(file.bytes)
                == [0xF5, 0x17, 0x34, 0x01, 0xD5, 0x48, 0x1A, 0xF1, 0xFE, 0xFF, 0xFF, 0xFF])
    }

    @Test(
        arguments: [
            ([0x1F, 0x8B, 8, 0], "gunzip", "model.bin.gz"),
            ([0x28, 0xB5, 0x2F, 0xFD], "unzstd", "model.bin.zst"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0], "unxz", "model.bin.xz"),
        ] as [([UInt8], String, String)])
    func compressedFilesAreKnown(beginning: [UInt8], program: String, name: String) {
        #expect(beginning.withUnsafeBytes { Compression($0)?.program } == program)
        #expect(Compression(fileName: name)?.program == program)
        #expect(beginning.dropFirst().withUnsafeBytes { Compression($0) } == nil)
        #expect(Compression(fileName: "model.bin") == nil)
    }
}
