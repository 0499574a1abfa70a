internal import CKernels
package import Foundation

/// How many cores this process may use, which may be fewer than the machine has: by affinity
/// (`taskset`, a batch system) and by the quota of a control group (a container's limit).
package struct AvailableCores {
    private let groups: ControlGroups
    /// The cores that the process may run on.
    private let allowed: Int

    /// The cores of this process.
    package init() {
        let count = Int(ck_allowed_cores(nil, 0))
        self.init(
            root: URL(fileURLWithPath: "/", isDirectory: true),
            allowed: count > 0 ? count : ProcessInfo.processInfo.activeProcessorCount)
    }

    /// - Parameters:
    ///   - root: Where the system's files begin; elsewhere only in tests.
    ///   - allowed: The cores that the process may run on.
    package init(root: URL, allowed: Int) {
        groups = ControlGroups(root: root)
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
    /// The cores that every group around this process allows it.
    private var quotas: [Double] {
        groups.folders(of: "cpu").compactMap {
            $0.isUnified ? unifiedQuota($0) : legacyQuota($0)
        }
    }

    /// `cpu.max`: "max 100000", or the microseconds in a period and the period.
    private func unifiedQuota(_ folder: ControlGroups.Folder) -> Double? {
        let words = folder.lines(of: "cpu.max").first?.split(separator: " ") ?? []
        guard words.count == 2, let time = Double(words[0]), let period = Double(words[1]) else {
            return nil
        }
        return cores(time, period)
    }

    private func legacyQuota(_ folder: ControlGroups.Folder) -> Double? {
        guard let time = folder.number("cpu.cfs_quota_us"),
            let period = folder.number("cpu.cfs_period_us")
        else { return nil }
        return cores(time, period)
    }

    /// nil for no limit, which version 1 writes as -1.
    private func cores(_ time: Double, _ period: Double) -> Double? {
        time > 0 && period > 0 ? time / period : nil
    }
}
