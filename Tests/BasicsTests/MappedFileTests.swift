import Basics
import Foundation
import TestSupport
import Testing

struct MappedFileTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(arguments: [0, 1, 4_096, 100_001])
    func mapsEveryByte(count: Int) throws {
        let expected = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let file = try MappedFile(url: folder.write(expected, to: "file"))
        withExtendedLifetime(file) {
            #expect(file.bytes.elementsEqual(expected))
        }
    }

    @Test func keepsTheOldBytesWhenTheFileIsReplaced() throws {
        let url = try folder.write("old".utf8, to: "file")
        let file = try MappedFile(url: url)
        try AtomicFile.write(Data("new".utf8), to: url)
        withExtendedLifetime(file) {
            #expect(file.bytes.elementsEqual("old".utf8))
        }
    }

    @Test func namesWhatCannotBeMapped() throws {
        let missing = folder.file("missing")
        let error = #expect(throws: CalqueError.self) { try MappedFile(url: missing) }
        #expect(error?.message.hasPrefix("Cannot read \(missing.path): No such file") == true)
        let folderError = #expect(throws: CalqueError.self) { try MappedFile(url: folder.url) }
        #expect(folderError?.message.contains("it is a folder or a device") == true)
    }
}
