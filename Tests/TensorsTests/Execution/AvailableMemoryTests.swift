import Foundation
import Tensors
import TestSupport
import Testing

/// Files as a system has them, and the memory that they leave.
struct AvailableMemoryTests {
    struct System: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var files: [String: String] = [:]
        /// In kilobytes.
        let most: Double
        let free: Double
    }

    private static let machine = """
        MemTotal:       16000 kB
        MemFree:         1000 kB
        MemAvailable:   12000 kB
        SwapTotal:       4000 kB
        HugePages_Total:    0

        """

    private static let systems = [
        System(testDescription: "no files", most: 32000, free: 32000),
        System(
            testDescription: "a machine without groups", files: ["proc/meminfo": machine],
            most: 20000, free: 12000),
        System(
            testDescription: "version 2 without a limit",
            files: [
                "proc/meminfo": machine, "proc/self/cgroup": "0::/\n",
                "sys/fs/cgroup/memory.max": "max\n",
            ], most: 20000, free: 12000),
        System(
            testDescription: "version 2: what processes hold is taken, and files are not",
            files: [
                "proc/meminfo": machine, "proc/self/cgroup": "0::/box\n",
                "sys/fs/cgroup/box/memory.max": "8192000\n",
                "sys/fs/cgroup/box/memory.current": "4096000\n",
                "sys/fs/cgroup/box/memory.stat":
                    "anon 1024000\ninactive_file 1024000\nactive_file 2048000\nfile 3072000\n",
                "sys/fs/cgroup/box/memory.swap.max": "0\n",
            ], most: 8000, free: 7000),
        System(
            testDescription: "version 2: the tightest group around, with swap space",
            files: [
                "proc/meminfo": machine, "proc/self/cgroup": "0::/outer/inner\n",
                "sys/fs/cgroup/outer/memory.max": "2048000\n",
                "sys/fs/cgroup/outer/inner/memory.max": "8192000\n",
            ], most: 6000, free: 2000),
        System(
            testDescription: "a group that may have more than the machine",
            files: [
                "proc/meminfo": machine, "proc/self/cgroup": "0::/\n",
                "sys/fs/cgroup/memory.max": "99999999999\n",
            ], most: 20000, free: 12000),
        System(
            testDescription: "version 1 beside another controller",
            files: [
                "proc/meminfo": machine, "proc/self/cgroup": "9:cpu:/cpu\n4:memory:/box\n0::/\n",
                "sys/fs/cgroup/memory/box/memory.limit_in_bytes": "3072000\n",
                "sys/fs/cgroup/memory/box/memory.usage_in_bytes": "2048000\n",
                "sys/fs/cgroup/memory/box/memory.memsw.limit_in_bytes": "4096000\n",
                "sys/fs/cgroup/memory/box/memory.stat":
                    "inactive_file 5\ntotal_inactive_file 512000\ntotal_active_file 512000\n",
            ], most: 4000, free: 2000),
        System(
            testDescription: "version 1 without a limit",
            files: [
                "proc/meminfo": machine, "proc/self/cgroup": "4:memory:/\n",
                "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
                "sys/fs/cgroup/memory/memory.usage_in_bytes": "2048000\n",
            ], most: 20000, free: 12000),
        System(
            testDescription: "more in use than is allowed",
            files: [
                "proc/meminfo": machine, "proc/self/cgroup": "0::/\n",
                "sys/fs/cgroup/memory.max": "1024000\n",
                "sys/fs/cgroup/memory.current": "2048000\n",
            ], most: 5000, free: 0),
    ]

    @Test(arguments: systems)
    func groupsLimitTheMemory(system: System) throws {
        let root = try TemporaryFolder()
        for (path, text) in system.files { try root.write(text.utf8, to: path) }
        let memory = AvailableMemory(root: root.url, installed: 32000 * 1024)
        #expect(memory.most == system.most * 1024)
        #expect(memory.free == system.free * 1024)
    }

    @Test func thisProcessHasSome() {
        let memory = AvailableMemory()
        #expect(memory.free > 1e6 && memory.free <= memory.most)
    }
}
