import Basics
import Foundation
import TestSupport
import Testing

struct AtomicDirectoryTests {
    struct Interruption: Error {}

    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    func write(_ names: [String], to url: URL) throws {
        try AtomicDirectory.write(to: url) { directory in
            for name in names {
                let file = directory.appendingPathComponent(name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(name.utf8).write(to: file)
            }
        }
    }

    func contents(_ url: URL) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: url.path).sorted()
    }

    @Test func createsAndReplacesFolders() throws {
        let url = folder.file("checkpoint")
        try write(["a", "nested/b"], to: url)
        #expect(try contents(url) == ["a", "nested", "nested/b"])
        try write(["c"], to: url)
        #expect(try contents(url) == ["c"])
        try write([], to: url)
        #expect(try contents(url) == [])
        #expect(try folder.names == ["checkpoint"])
    }

    @Test func fillsAFolderBesideItsPlace() throws {
        let url = folder.file("checkpoint")
        let name = try AtomicDirectory.write(to: url) { directory in
            #expect(!FileManager.default.fileExists(atPath: url.path))
            try #expect(contents(directory) == [])
            return directory.lastPathComponent
        }
        #expect(name.wholeMatch(of: /checkpoint\.partial-[0-9a-f]{8}/) != nil)
    }

    @Test func leavesTheOldFolderWholeWhenWritingFails() throws {
        let url = folder.file("checkpoint")
        try write(["old"], to: url)
        #expect(throws: Interruption.self) {
            try AtomicDirectory.write(to: url) { directory in
                try Data("half".utf8).write(to: directory.appendingPathComponent("new"))
                throw Interruption()
            }
        }
        #expect(try contents(url) == ["old"])
        #expect(try folder.names == ["checkpoint"])
    }

    @Test func keepsALinkToAFolder() throws {
        let target = folder.file("target")
        let link = folder.file("link")
        try write(["old"], to: target)
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
        try write(["new"], to: link)
        #expect(try contents(target) == ["new"])
        #expect(try folder.names == ["link", "target"])
    }

    @Test func refusesToReplaceAFile() throws {
        let url = try folder.write("old".utf8, to: "file")
        let error = #expect(throws: CalqueError.self) { try write(["new"], to: url) }
        #expect(error?.message.contains("a file has that name") == true)
        #expect(try folder.text("file") == "old")
    }

    @Test func namesAPlaceThatDoesNotExist() throws {
        let url = folder.file("missing/checkpoint")
        let error = #expect(throws: CalqueError.self) { try write([], to: url) }
        #expect(error?.message.hasPrefix("Cannot write \(url.path): No such file") == true)
    }
}
