import Basics
import Foundation
import TestSupport
import Testing

struct FolderLockTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func oneAtATimeHasAFolder() throws {
        let first = try FolderLock(folder.url)
        let error = #expect(throws: CalqueError.self) { try FolderLock(folder.url) }
        #expect(
            error?.message.contains("Another process is training in \(folder.url.path)") == true)
        #expect(throws: CalqueError.self) { try FolderLock.check(folder.url) }
        withExtendedLifetime(first) {}
    }

    @Test func aLockThatIsReleasedLeavesNothing() throws {
        try FolderLock.hold(folder.url) { try #expect(folder.names == ["run.lock"]) }
        #expect(try folder.names == [])
        try FolderLock.check(folder.url)
        #expect(try folder.names == [])
        try FolderLock.hold(folder.url) {}
    }

    @Test func theFileThatAKilledProcessLeftIsTakenOver() throws {
        try folder.write([], to: "run.lock")
        try FolderLock.check(folder.url)
        _ = try FolderLock(folder.url)
    }

    @Test func aNewFolderIntoWhichNothingCameGoes() throws {
        let new = folder.file("above/new")
        #expect(throws: CocoaError.self) {
            try FolderLock.hold(new) { throw CocoaError(.fileNoSuchFile) }
        }
        #expect(!FileManager.default.fileExists(atPath: new.path))
        #expect(throws: CocoaError.self) {
            try FolderLock.hold(folder.url) { throw CocoaError(.fileNoSuchFile) }
        }
        #expect(FileManager.default.fileExists(atPath: folder.url.path))
    }
}
