import Basics
import Foundation
import TestSupport
import Testing

struct AtomicFileTests {
    struct Interruption: Error {}

    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func createsAndReplacesFiles() throws {
        let url = folder.file("file")
        for content in ["one", "", "three"] {
            try AtomicFile.write(Data(content.utf8), to: url)
            #expect(try folder.text("file") == content)
        }
        #expect(try folder.names == ["file"])
    }

    @Test func writesPiecesOfAnySizeInOrder() throws {
        let url = folder.file("file")
        let sizes = [1, 0, 3, 1 << 18, 7, (1 << 18) + 1, 1 << 20, 2, (1 << 18) - 2, 5]
        var expected = Data()
        let count = try AtomicFile.write(to: url) { output in
            for (index, size) in sizes.enumerated() {
                let piece = Data(repeating: UInt8(index), count: size)
                try output.write(piece)
                expected += piece
            }
            try output.write("Grüße\n")
            return output.count
        }
        expected += Data("Grüße\n".utf8)
        #expect(try Data(contentsOf: url) == expected)
        #expect(count == expected.count)
    }

    @Test func leavesTheOldFileWholeWhenWritingFails() throws {
        let url = try folder.write("old".utf8, to: "file")
        #expect(throws: Interruption.self) {
            try AtomicFile.write(to: url) { output in
                try output.write(Data(count: 1 << 20))
                throw Interruption()
            }
        }
        #expect(try folder.text("file") == "old")
        #expect(try folder.names == ["file"])
    }

    /// Every write to Linux's `/dev/full` fails as on a full disk.
    @Test(
        .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")), arguments: [1, 1 << 20])
    func saysThatTheDiskIsFull(count: Int) throws {
        let old = try folder.write("old".utf8, to: "file")
        let error = #expect(throws: CalqueError.self) {
            try AtomicFile.write(to: old) { _ in
                try AtomicFile.write(Data(count: count), to: URL(fileURLWithPath: "/dev/full"))
            }
        }
        #expect(
            error?.message == "Cannot write /dev/full: No space left on device. "
                + "Free some space on that disk, or choose another place.")
        #expect(try folder.text("file") == "old")
        #expect(try folder.names == ["file"])
        #expect(FileManager.default.fileExists(atPath: "/dev/full"))
    }

    @Test func namesThePlaceThatCannotBeWritten() throws {
        let file = try folder.write([], to: "file")
        for (url, reason) in [
            (folder.file("missing/file"), "No such file or directory"),
            (file.appendingPathComponent("below"), "Not a directory"),
            (folder.url, "Is a directory"),
        ] {
            let error = #expect(throws: CalqueError.self) { try AtomicFile.write(Data(), to: url) }
            #expect(error?.message.hasPrefix("Cannot write \(url.path): \(reason). ") == true)
        }
    }

    @Test(.enabled(if: getuid() != 0, "the superuser may write everywhere"))
    func saysThatPermissionIsMissing() throws {
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o555]
        try FileManager.default.setAttributes(attributes, ofItemAtPath: folder.url.path)
        let error = #expect(throws: CalqueError.self) {
            try AtomicFile.write(Data(), to: folder.file("file"))
        }
        #expect(error?.message.contains("Permission denied. Check the permissions") == true)
    }

    @Test func keepsPermissionsAndLinks() throws {
        let target = try folder.write("old".utf8, to: "target")
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o640]
        try FileManager.default.setAttributes(attributes, ofItemAtPath: target.path)
        let link = folder.file("link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
        try AtomicFile.write(Data("new".utf8), to: link)
        let after = try FileManager.default.attributesOfItem(atPath: target.path)
        #expect(after[.posixPermissions] as? Int == 0o640)
        #expect(try folder.text("target") == "new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == target.path)
    }

    @Test func survivesManyWritersOfOneFile() async throws {
        let url = folder.file("file")
        await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<16 {
                group.addTask {
                    let byte = UInt8(writer)
                    try AtomicFile.write(Data(repeating: byte, count: 300_000), to: url)
                }
            }
        }
        let content = try Data(contentsOf: url)
        #expect(content.count == 300_000)
        #expect(Set(content).count == 1)
        #expect(try folder.names == ["file"])
    }
}
