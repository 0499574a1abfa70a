import Basics
import Foundation
import TestSupport
import Testing

struct GrowingFileTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func hasItsNameWhenItIsWhole() throws {
        let url = try folder.write("old".utf8, to: "file")
        let file = try GrowingFile(url: url)
        try file.append("one\n")
        try file.append("two\nthree\n")
        #expect(try folder.text("file") == "old")
        let partial = try #require(try folder.names.last)
        #expect(try folder.names.count == 2 && partial.hasPrefix("file.partial-"))
        #expect(try folder.text(partial) == "one\ntwo\nthree\n")
        try file.finish()
        #expect(try folder.text("file") == "one\ntwo\nthree\n")
        #expect(try folder.names == ["file"])
        #expect(file.keep() == nil)
        #expect(try folder.names == ["file"])
    }

    @Test func keepsWhatIsDoneBesideTheOldFile() throws {
        let file = try GrowingFile(url: folder.write("old".utf8, to: "file"))
        for piece in ["one\n", "two\n"] { try file.append(piece) }
        let path = folder.file("file.partial").resolvingSymlinksInPath().path
        let kept = try #require(file.keep())
        #expect(kept.count == 2 && kept.path == path)
        try file.append("three\n")
        try file.finish()
        #expect(try folder.text("file.partial") == "one\ntwo\n")
        #expect(try folder.text("file") == "old")
        #expect(try folder.names == ["file", "file.partial"])
    }

    @Test func keepsNothingInPlaceOfAnotherFile() throws {
        try folder.write("mine".utf8, to: "file.partial")
        let file = try GrowingFile(url: folder.file("file"))
        try file.append("one\n")
        let kept = try #require(file.keep())
        #expect(try String(contentsOfFile: kept.path, encoding: .utf8) == "one\n")
        #expect(try folder.text("file.partial") == "mine")
        #expect(try folder.names.count == 2)
    }

    @Test func leavesNothingOfNothing() throws {
        #expect(try GrowingFile(url: folder.file("file")).keep() == nil)
        #expect(try folder.names.isEmpty)
    }

    @Test func namesWhatDeadRunsLeft() throws {
        let url = folder.file("file")
        try folder.write("one\n".utf8, to: "file.partial-00c0ffee")
        try folder.write("one\n".utf8, to: "other.partial-00c0ffee")
        let alive = try GrowingFile(url: url)
        try alive.append("two\n")
        let leftovers = GrowingFile.leftovers(of: url)
        #expect(
            leftovers.map { URL(fileURLWithPath: $0).lastPathComponent }
                == ["file.partial-00c0ffee"])
    }

    @Test func writesThroughAPipeAtOnce() throws {
        let (url, reader) = try folder.openPipe()
        let file = try GrowingFile(url: url)
        try file.append("one\n")
        #expect(reader.availableData == Data("one\n".utf8))
        #expect(file.keep() == nil)
        #expect(try folder.names == ["pipe"])
    }

    /// Whoever ends the work has nothing to wait for.
    @Test func aPipeWhoseReaderStallsKeepsNobody() throws {
        let (url, reader) = try folder.openPipe()
        let file = try GrowingFile(url: url)
        let piece = String(repeating: "x", count: 1 << 20)
        let (appended, kept) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        Thread.detachNewThread {
            try? file.append(piece)
            appended.signal()
        }
        var count = reader.availableData.count
        #expect(count > 0)
        Thread.detachNewThread {
            if file.keep() == nil { kept.signal() }
        }
        #expect(kept.wait(timeout: .now() + 20) == .success)
        while count < piece.utf8.count { count += reader.availableData.count }
        appended.wait()
    }

    /// A limit far above what other tests write.
    @Test func whatDidNotFitLeavesNoGap() throws {
        let file = try GrowingFile(url: folder.file("file"))
        try file.append("one\n")
        var limit = rlimit()
        #expect(getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
        signal(SIGXFSZ, SIG_IGN)
        var low = rlimit(rlim_cur: 200 << 20, rlim_max: limit.rlim_max)
        #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &low) == 0)
        let tooMuch = String(repeating: "x", count: 210 << 20)
        #expect(throws: CalqueError.self) { try file.append(tooMuch) }
        #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
        try file.append("two\n")
        try file.finish()
        #expect(try folder.text("file") == "one\ntwo\n")
    }

    @Test func saysThatTheDiskIsFullAndKeepsWhatFitted() throws {
        let file = try GrowingFile(url: URL(fileURLWithPath: "/dev/full"))
        let error = #expect(throws: CalqueError.self) { try file.append("one\n") }
        #expect(error?.message.hasPrefix("Cannot write /dev/full: No space left") == true)
    }
}

/// Destinations that cannot be replaced.
struct DestinationTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// As a shell's `>` and `>>` leave it: open, with something before.
    @Test func whatIsOpenAlreadyIsWrittenOnAt() throws {
        let url = try folder.write("before\n".utf8, to: "file")
        let handle = try FileHandle(forWritingTo: url)
        try handle.seekToEnd()
        let link = folder.file("link")
        let descriptor = URL(fileURLWithPath: "/dev/fd/\(handle.fileDescriptor)")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: descriptor)
        let inode = try FileManager.default.attributesOfItem(atPath: url.path)[.systemFileNumber]
        try AtomicFile.write(Data("one\n".utf8), to: descriptor)
        try AtomicFile.write(Data("two\n".utf8), to: link)
        let growing = try GrowingFile(url: descriptor)
        try growing.append("three\n")
        try growing.finish()
        try handle.write(contentsOf: Data("after\n".utf8))
        #expect(try folder.text("file") == "before\none\ntwo\nthree\nafter\n")
        let after = try FileManager.default.attributesOfItem(atPath: url.path)[.systemFileNumber]
        #expect(after as? Int == inode as? Int)
        #expect(try folder.names == ["file", "link"])
    }

    @Test func aLinkToNothingYetStaysALink() throws {
        let links = ["link", "link to link"].map(folder.file)
        try FileManager.default.createSymbolicLink(
            atPath: links[0].path, withDestinationPath: "target")
        try FileManager.default.createSymbolicLink(at: links[1], withDestinationURL: links[0])
        try AtomicFile.write(Data("new".utf8), to: links[1])
        #expect(try folder.text("target") == "new")
        #expect(try folder.names == ["link", "link to link", "target"])
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: links[0].path) == "target")
    }

    @Test func whatIsNotOpenIsNamed() throws {
        let error = #expect(throws: CalqueError.self) {
            try AtomicFile.write(Data(), to: URL(fileURLWithPath: "/dev/fd/999"))
        }
        #expect(error?.message.hasPrefix("Cannot write /dev/fd/999: Bad file desc") == true)
    }
}
