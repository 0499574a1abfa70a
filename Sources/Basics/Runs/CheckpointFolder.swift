package import Foundation

/// The checkpoints of a training: the folders `update-00001000`, … in its folder `checkpoints`.
///
/// Each appears under its name with one rename. Only the newest hold what training needs to go on, two
/// of them, so that one that is damaged costs no more than the updates since the one before.
package struct CheckpointFolder {
    /// The name of the folder in that of the training.
    package static let name = "checkpoints"
    private static let prefix = "update-"
    private static let resumableCount = 2

    /// The folder.
    package let url: URL
    /// The files that only going on needs, that which says where training stood first.
    private let resumingNames: [String]

    /// The checkpoints of the training in a folder; nothing is made yet.
    package init(of training: URL, resumingNames: [String]) {
        url = training.appendingPathComponent(Self.name, isDirectory: true)
        self.resumingNames = resumingNames
    }

    /// Makes the folder, or puts it in order after a process that was killed.
    package func open() throws {
        try FileManager.default.createFolder(url)
        try Leftovers.clear(in: url) { update($0) != nil }
    }

    /// Whether there is a checkpoint.
    package var isEmpty: Bool { updates().isEmpty }

    /// Whether the folder is there and holds nothing but what trainings write.
    package var isOurs: Bool {
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory)
        return exists && isDirectory.boolValue && names.allSatisfy { $0.hasPrefix(Self.prefix) }
    }

    /// Deletes all checkpoints.
    package func clear() throws {
        for update in updates() { try AtomicDirectory.remove(folder(update)) }
    }

    /// The place of a checkpoint.
    package func folder(_ update: Int) -> URL {
        url.appendingPathComponent(Self.folderName(update), isDirectory: true)
    }

    /// The updates that have a checkpoint, in order.
    package func updates() -> [Int] { names.compactMap(update).sorted() }

    /// Goes on from the newest checkpoint that allows it.
    ///
    /// - Parameter load: Reads a checkpoint's folder.
    /// - Returns: What `load` returned, and why newer checkpoints were passed over; nil when there is
    ///   no checkpoint at all.
    /// - Throws: What `load` threw for the newest checkpoint, when it threw for all.
    package func restore<State>(
        _ load: (_ update: Int, _ folder: URL) throws -> State
    ) throws -> (state: State, passedOver: [String])? {
        var failures: [any Error] = []
        for update in updates().reversed() {
            do {
                let state = try load(update, folder(update))
                return (state, failures.map(\.explanation))
            } catch {
                failures.append(error)
            }
        }
        if let newest = failures.first { throw newest }
        return nil
    }

    /// Deletes checkpoints but the newest `count`, two at least, and one that is kept in any case; and what
    /// only going on needs from all but the newest two.
    ///
    /// - Parameter last: The newest update that counts: a training that went on from an older checkpoint
    ///   has not come to newer ones yet, and writes them again.
    package func prune(keeping count: Int, also kept: Int?, upTo last: Int) throws {
        let updates = updates().filter { $0 <= last }
        for update in updates.dropLast(max(count, Self.resumableCount)) where update != kept {
            try AtomicDirectory.remove(folder(update))
        }
        for update in updates.dropLast(Self.resumableCount) {
            for name in resumingNames {
                let file = folder(update).appendingPathComponent(name)
                if FileManager.default.fileExists(atPath: file.path) {
                    try FileManager.default.removeItem(at: file)
                }
            }
        }
    }

    private var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    }

    private func update(_ name: String) -> Int? {
        guard let update = Int(name.dropFirst(Self.prefix.count)), update >= 0 else { return nil }
        return name == Self.folderName(update) ? update : nil
    }

    private static func folderName(_ update: Int) -> String {
        let digits = String(update)
        return prefix + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }
}
