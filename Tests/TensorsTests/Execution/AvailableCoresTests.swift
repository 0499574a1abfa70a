import Foundation
import Tensors
import TestSupport
import Testing

/// Files as a system with control groups has them, and the cores that they allow.
struct AvailableCoresTests {
    struct System: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let files: [String: String]
        let cores: Int
    }

    private static let systems = [
        System(testDescription: "no groups", files: [:], cores: 16),
        System(
            testDescription: "version 2 without a limit",
            files: ["proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "max 100000\n"],
            cores: 16),
        System(
            testDescription: "version 2, a part of a core more than two",
            files: [
                "proc/self/cgroup": "0::/box\n", "sys/fs/cgroup/box/cpu.max": "250000 100000\n",
            ], cores: 3),
        System(
            testDescription: "version 2, the tighter limit around the group",
            files: [
                "proc/self/cgroup": "0::/outer/inner\n",
                "sys/fs/cgroup/outer/cpu.max": "200000 100000\n",
                "sys/fs/cgroup/outer/inner/cpu.max": "400000 100000\n",
            ], cores: 2),
        System(
            testDescription: "version 2, a path that a container does not see",
            files: [
                "proc/self/cgroup": "0::/../../docker/abc\n",
                "sys/fs/cgroup/cpu.max": "100000 50000\n",
            ], cores: 2),
        System(
            testDescription: "version 1",
            files: [
                "proc/self/cgroup": "9:memory:/box\n4:cpu,cpuacct:/box\n0::/\n",
                "sys/fs/cgroup/cpu,cpuacct/box/cpu.cfs_quota_us": "350000\n",
                "sys/fs/cgroup/cpu,cpuacct/box/cpu.cfs_period_us": "100000\n",
            ], cores: 4),
        System(
            testDescription: "version 1 without a limit",
            files: [
                "proc/self/cgroup": "1:cpu:/\n", "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
                "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
            ], cores: 16),
        System(
            testDescription: "less than a core",
            files: ["proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "10000 100000\n"],
            cores: 1),
        System(
            testDescription: "more than there are",
            files: ["proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "6400000 100000\n"],
            cores: 16),
        System(
            testDescription: "more than can be counted",
            files: [
                "proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "9223372036854775807 1\n",
            ], cores: 16),
        System(
            testDescription: "files that say nothing sensible",
            files: ["proc/self/cgroup": "a:b\n0::/\n:\n", "sys/fs/cgroup/cpu.max": "x 0\n"],
            cores: 16),
    ]

    @Test(arguments: systems)
    func quotasLimitTheCores(system: System) throws {
        let root = try TemporaryFolder()
        for (path, text) in system.files { try root.write(text.utf8, to: path) }
        #expect(AvailableCores(root: root.url, allowed: 16).count == system.cores)
    }

    @Test func thisProcessHasACore() {
        #expect((1...ProcessInfo.processInfo.processorCount).contains(AvailableCores().count))
        #expect(WorkerPool.coreCount == AvailableCores().count)
    }
}
