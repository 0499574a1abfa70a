internal import CKernels
package import Foundation

/// How many cores this process may use, which may be fewer than the machine has: by affinity
/// (`taskset`, a batch system) and by the quota of a control group (a container's limit).
package struct AvailableCores {
    /// Where the system's files begin; elsewhere only in tests.
    private let root: URL
    /// The cores that the process may run on.
    private let allowed: Int

    /// The cores of this process.
    package init() {
        let count = Int(ck_allowed_cores())
        self.init(
            root: URL(fileURLWithPath: "/", isDirectory: true),
            allowed: count > 0 ? count : ProcessInfo.processInfo.activeProcessorCount)
    }

    package init(root: URL, allowed: Int) {
        self.root = root
        self.allowed = allowed
    }

    /// At least one. A quota of a core and a half is worth two workers, of which each waits a quarter
    /// of the time, rather than one.
    package var count: Int {
        // A quota may be of any size.
        guard let quota = quotas.min(), quota < Double(allowed) else { return max(1, allowed) }
        return max(1, Int(quota.rounded(.up)))
    }
}

/// The quotas of control groups, as
/// https://docs.kernel.org/admin-guide/cgroup-v2.html (`cpu.max`) and
/// https://docs.kernel.org/scheduler/sched-bwc.html (`cpu.cfs_quota_us`) define them.
extension AvailableCores {
    /// A control group: the folder of its hierarchy, and its path in it.
    private struct Group {
        let isUnified: Bool
        let mount: URL
        let path: String

        /// The group's folder and those around it. A container sees its own folder as the
        /// outermost one, whatever the path says.
        var folders: [URL] {
            let names = path.split(separator: "/").filter { $0 != ".." }
            return (0...names.count).map { depth in
                names.prefix(depth).reduce(mount) { $0.appendingPathComponent(String($1)) }
            }
        }
    }

    /// The cores that every group around this process allows it.
    private var quotas: [Double] {
        groups.flatMap { group in
            group.folders.compactMap { group.isUnified ? unifiedQuota($0) : legacyQuota($0) }
        }
    }

    /// The groups that can limit the processor's time, from lines such as `4:cpu,cpuacct:/box`,
    /// version 1, and `0::/box`, version 2.
    private var groups: [Group] {
        let mounts = root.appendingPathComponent("sys/fs/cgroup")
        return lines(of: root.appendingPathComponent("proc/self/cgroup")).flatMap {
            line -> [Group] in
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return [] }
            let (controllers, path) = (String(fields[1]), String(fields[2]))
            if controllers.isEmpty {
                // Beside groups of version 1, those of version 2 have a folder of their own.
                return ["", "unified"].map {
                    Group(
                        isUnified: true, mount: mounts.appendingPathComponent($0), path: path)
                }
            }
            guard controllers.split(separator: ",").contains("cpu") else { return [] }
            return Set([controllers, "cpu"]).map {
                Group(isUnified: false, mount: mounts.appendingPathComponent($0), path: path)
            }
        }
    }

    /// `cpu.max`: "max 100000", or the microseconds in a period and the period.
    private func unifiedQuota(_ folder: URL) -> Double? {
        let words =
            lines(of: folder.appendingPathComponent("cpu.max")).first?
            .split(separator: " ") ?? []
        guard words.count == 2, let time = Double(words[0]), let period = Double(words[1]) else {
            return nil
        }
        return cores(time, period)
    }

    private func legacyQuota(_ folder: URL) -> Double? {
        func number(_ name: String) -> Double? {
            lines(of: folder.appendingPathComponent(name)).first.flatMap { Double($0) }
        }
        guard let time = number("cpu.cfs_quota_us"), let period = number("cpu.cfs_period_us") else {
            return nil
        }
        return cores(time, period)
    }

    /// nil for no limit, which version 1 writes as -1.
    private func cores(_ time: Double, _ period: Double) -> Double? {
        time > 0 && period > 0 ? time / period : nil
    }

    private func lines(of url: URL) -> [Substring] {
        (try? String(contentsOf: url, encoding: .utf8))?.split(separator: "\n") ?? []
    }
}
