import Foundation
import Service
import TestSupport
import Testing

@Suite struct FileShelfTests {
    @Test(arguments: [
        ("a.txt", "a.txt"), ("../../etc/passwd", "passwd"), ("C:\\x\\y.docx", "y.docx"),
        ("..", "document"), ("", "document"), ("...htaccess", "htaccess"), ("é ü.txt", "___.txt"),
        ("a\u{0}b\"\r\n.txt", "a_b___.txt"), ("/", "document"),
        (String(repeating: "x", count: 300) + ".txt", String(repeating: "x", count: 96) + ".txt"),
    ])
    func namesAreMadeHarmless(name: String, safe: String) {
        #expect(FileShelf.safe(name) == safe)
    }

    @Test func filesAreKeptForHalfAnHour() async throws {
        let folder = try TemporaryFolder()
        let shelf = FileShelf(in: folder.url)
        let start = ContinuousClock.now
        let name = try await shelf.keep([1, 2], name: "a.txt", now: start)
        let item = try #require(await shelf.item(name, now: start + .seconds(29 * 60)))
        #expect(try Data(contentsOf: item.url) == Data([1, 2]) && item.name == "a.txt")
        #expect(await shelf.item(name, now: start + .seconds(31 * 60)) == nil)
        await shelf.removeExpired(start + .seconds(31 * 60))
        #expect(!FileManager.default.fileExists(atPath: item.url.path))
    }

    @Test func foldersOfProcessesThatAreGoneAreRemoved() async throws {
        let folder = try TemporaryFolder()
        // No process has so large a number.
        try folder.write([1], to: "calque-serve-2147483646-A/a.txt")
        try folder.write([1], to: "calque-serve-\(getpid())-B/a.txt")
        try folder.write([1], to: "calque-serve-other/a.txt")
        _ = FileShelf(in: folder.url)
        #expect(try folder.names.sorted() == ["calque-serve-\(getpid())-B", "calque-serve-other"])
    }

    @Test func theFolderIsPrivateAndGoesAtTheEnd() async throws {
        let folder = try TemporaryFolder()
        let shelf = FileShelf(in: folder.url)
        _ = try await shelf.keep([1], name: "a.txt")
        let names = try folder.names
        let name = try #require(names.first)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path(name))
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        let running = Task { try await shelf.run() }
        running.cancel()
        try await running.value
        let rest = try folder.names
        #expect(rest.isEmpty)
        await #expect(throws: CancellationError.self) { try await shelf.keep([1], name: "b.txt") }
    }
}
