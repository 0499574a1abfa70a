import Basics
package import Foundation
import ServiceLifecycle

/// Keeps translated documents until they are fetched: in a folder of its own that nobody else may
/// read, for half an hour each, and no longer than the service runs.
///
/// A file is found by its name in a table, never by a path that a request gives.
package actor FileShelf: Service {
    /// A document that is kept.
    package struct Item: Sendable {
        package let url: URL
        /// Its name without what made it unguessable.
        package let name: String
        package let byteCount: Int
        fileprivate let expiry: ContinuousClock.Instant
    }

    /// How long a document is kept.
    package static let lifetime = Duration.seconds(30 * 60)
    /// The most bytes that are kept at a time; the oldest go first.
    private static let byteLimit = 4 << 30
    /// The most characters of a document's own name.
    package static let nameLimit = 100
    /// The most characters of the name by which a document is fetched.
    package static let unguessableLimit = UUID().uuidString.count + 1 + nameLimit
    private static let sweepInterval = Duration.seconds(60)

    private let folder: URL
    private var isClosed = false
    private var items: [String: Item] = [:]

    /// A shelf in a new folder, which is made for the first document.
    ///
    /// - Parameter parent: Where the folder is to be.
    package init(in parent: URL = FileManager.default.temporaryDirectory) {
        folder = parent.appendingPathComponent(
            "\(Self.prefix)\(getpid())-\(UUID().uuidString)")
        Self.removeAbandoned(in: parent)
    }

    private static let prefix = "calque-serve-"

    /// Removes folders of services that were killed. Each has the number of its process in its name.
    private static func removeAbandoned(in parent: URL) {
        let names = try? FileManager.default.contentsOfDirectory(atPath: parent.path)
        for name in names ?? [] where name.hasPrefix(prefix) {
            guard let process = Int32(name.dropFirst(prefix.count).prefix { $0 != "-" }),
                process > 0, kill(process, 0) != 0, errno == ESRCH
            else { continue }
            try? FileManager.default.removeItem(at: parent.appendingPathComponent(name))
        }
    }

    /// Keeps a document.
    ///
    /// - Returns: The name by which it is fetched: a random one, and its own made harmless.
    /// - Throws: `CocoaError` when it cannot be written; `CancellationError` when the service has ended.
    package func keep(
        _ bytes: [UInt8], name: String, now: ContinuousClock.Instant = .now
    ) throws -> String {
        guard !isClosed else { throw CancellationError() }
        removeExpired(now)
        if items.isEmpty {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
        let safeName = Self.safe(name)
        let unguessable = "\(UUID().uuidString.lowercased()).\(safeName)"
        let url = folder.appendingPathComponent(unguessable)
        try Data(bytes).write(to: url)
        items[unguessable] = Item(
            url: url, name: safeName, byteCount: bytes.count, expiry: now + Self.lifetime)
        makeRoom()
        return unguessable
    }

    /// The document of a name; nil where there is none, or no longer.
    package func item(_ name: String, now: ContinuousClock.Instant = .now) -> Item? {
        items[name].flatMap { $0.expiry > now ? $0 : nil }
    }

    /// Deletes what is old until the service ends, and then everything.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: Self.sweepInterval)) != nil {
                await self.removeExpired()
            }
        }
        close()
    }

    private func close() {
        isClosed = true
        items = [:]
        try? FileManager.default.removeItem(at: folder)
    }

    /// Deletes what is old.
    package func removeExpired(_ now: ContinuousClock.Instant = .now) {
        for (name, item) in items where item.expiry <= now { remove(name) }
    }

    private func makeRoom() {
        var sum = items.values.reduce(0) { $0 + $1.byteCount }
        for (name, item) in items.sorted(by: { $0.value.expiry < $1.value.expiry }).dropLast() {
            guard sum > Self.byteLimit else { return }
            sum -= item.byteCount
            remove(name)
        }
    }

    private func remove(_ name: String) {
        guard let item = items.removeValue(forKey: name) else { return }
        try? FileManager.default.removeItem(at: item.url)
    }

    /// A name without folders, of letters, digits, full stops, hyphens and underscores, that does not
    /// begin with a full stop.
    ///
    /// - Parameter limit: The most characters; those at the end are kept.
    package static func safe(_ name: String, limit: Int = nameLimit) -> String {
        let last =
            name.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last.map { Array($0) } ?? []
        let plain = last.map { scalar -> Character in
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic
                    || ("0"..."9").contains(scalar) || ".-_".unicodeScalars.contains(scalar))
            return isPlain ? Character(scalar) : "_"
        }
        let visible = String(plain.drop { $0 == "." }.suffix(limit)).drop { $0 == "." }
        return visible.isEmpty ? "document" : String(visible)
    }
}
