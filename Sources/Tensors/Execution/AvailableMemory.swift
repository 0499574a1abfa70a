package import Foundation

/// How much memory this process may have: what the machine has, or less where a control group (a
/// container's limit) says so. All in bytes.
package struct AvailableMemory: Equatable, Sendable {
    /// What the process cannot have more of, however it is used: swap space is in it.
    package let most: Double
    /// What it can have now without anybody's pages being swapped out: all but what processes hold. Pages of
    /// files count as free, for the system gives them up.
    package let free: Double

    /// So much memory.
    package init(most: Double, free: Double) {
        self.most = most
        self.free = free
    }

    /// The memory of this process.
    package init() {
        self.init(
            root: URL(fileURLWithPath: "/", isDirectory: true),
            installed: Double(ProcessInfo.processInfo.physicalMemory))
    }

    /// - Parameters:
    ///   - root: Where the system's files begin; elsewhere only in tests.
    ///   - installed: What the machine has, where no file says more.
    package init(root: URL, installed: Double) {
        let machine = Self.kilobytes(in: root.appendingPathComponent("proc/meminfo"))
        let swap = machine["SwapTotal"] ?? 0
        let groups = ControlGroups(root: root).folders(of: "memory")
            .compactMap { Self.room($0, swap: swap) }
        let total = (machine["MemTotal"] ?? installed) + swap
        most = groups.map(\.limit).reduce(total, min)
        free = groups.map(\.free).reduce(machine["MemAvailable"] ?? total, min)
    }
}

extension AvailableMemory {
    /// What a group allows; nil where it has no limit. One of version 1 without has a number that is larger
    /// than any machine's memory.
    ///
    /// - Parameter swap: The swap space that there is.
    private static func room(
        _ folder: ControlGroups.Folder, swap: Double
    ) -> (limit: Double, free: Double)? {
        let names = folder.isUnified ? unifiedNames : legacyNames
        guard let memory = folder.number(names.limit), memory > 0 else { return nil }
        let statistics = Dictionary(
            folder.lines(of: "memory.stat").compactMap { line -> (String, Double)? in
                let words = line.split(separator: " ")
                guard words.count == 2, let number = Double(words[1]) else { return nil }
                return (String(words[0]), number)
            }, uniquingKeysWith: { $1 })
        let files = names.files.reduce(0) { $0 + (statistics[$1] ?? 0) }
        let used = max(0, (folder.number(names.used) ?? 0) - files)
        return (memory + min(swap, allowedSwap(folder)), max(0, memory - used))
    }

    /// Swap space that a group may use beside its memory; without a limit as much as there is.
    private static func allowedSwap(_ folder: ControlGroups.Folder) -> Double {
        guard folder.isUnified else {
            let both = folder.number("memory.memsw.limit_in_bytes") ?? .infinity
            return max(0, both - (folder.number(legacyNames.limit) ?? 0))
        }
        return folder.number("memory.swap.max") ?? .infinity
    }

    /// The files of a group that say its limit and what it uses, and the lines of `memory.stat` of pages that
    /// can be read again.
    private typealias Names = (limit: String, used: String, files: [String])
    private static let unifiedNames: Names = (
        "memory.max", "memory.current", ["inactive_file", "active_file"]
    )
    private static let legacyNames: Names = (
        "memory.limit_in_bytes", "memory.usage_in_bytes",
        ["total_inactive_file", "total_active_file"]
    )

    /// Lines such as `MemTotal:  16316412 kB`, in bytes.
    private static func kilobytes(in url: URL) -> [String: Double] {
        Dictionary(
            ControlGroups.lines(of: url).compactMap { line -> (String, Double)? in
                let words = line.split(whereSeparator: { $0 == ":" || $0 == " " })
                guard words.count == 3, let number = Double(words[1]) else { return nil }
                return (String(words[0]), 1024 * number)
            }, uniquingKeysWith: { $1 })
    }
}
