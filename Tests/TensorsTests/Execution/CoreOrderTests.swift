import Foundation
import Tensors
import TestSupport
import Testing

/// Machines as Linux describes them, and the order of their cores.
struct CoreOrderTests {
    /// Writes what a system says of its cores.
    ///
    /// - Parameter cores: For every core its processor, its node of memory and its threads.
    private func machine(
        _ cores: [(package: Int, node: Int, siblings: String)], in root: TemporaryFolder
    ) throws {
        for (number, core) in cores.enumerated() {
            let folder = "sys/devices/system/cpu/cpu\(number)"
            try root.write(
                "\(core.package)\n".utf8, to: "\(folder)/topology/physical_package_id")
            try root.write("\(core.siblings)\n".utf8, to: "\(folder)/topology/thread_siblings_list")
            try root.write("".utf8, to: "\(folder)/node\(core.node)/cpulist")
        }
    }

    private func order(
        _ cores: [(package: Int, node: Int, siblings: String)], allowed: [Int32]? = nil
    ) throws -> [Int32] {
        let root = try TemporaryFolder()
        try machine(cores, in: root)
        return CoreOrder(root: root.url, allowed: allowed ?? cores.indices.map { Int32($0) }).cores
    }

    @Test func processorsComeOneAfterTheOther() throws {
        // Numbers go back and forth between them.
        let cores = (0..<4).map { (package: $0 % 2, node: $0 % 2, siblings: "\($0)") }
        #expect(try order(cores) == [0, 2, 1, 3])
    }

    @Test func nodesOfAProcessorComeOneAfterTheOther() throws {
        let cores = (0..<4).map { (package: 0, node: 1 - $0 % 2, siblings: "\($0)") }
        #expect(try order(cores) == [1, 3, 0, 2])
    }

    @Test func everyCoreHasAThreadBeforeAnyHasTwo() throws {
        let siblings = ["0,2", "1,3", "0,2", "1,3", "4-5", "4-5"]
        let cores = siblings.enumerated().map {
            (package: $0.offset / 4, node: 0, siblings: $0.element)
        }
        #expect(try order(cores) == [0, 1, 4, 2, 3, 5])
    }

    @Test func onlyAllowedCoresCount() throws {
        let cores = (0..<4).map { _ in (package: 0, node: 0, siblings: "0-3") }
        #expect(try order(cores, allowed: [1, 3]) == [1, 3])
    }

    @Test func aSystemThatSaysNothingKeepsItsNumbers() throws {
        let root = try TemporaryFolder()
        #expect(CoreOrder(root: root.url, allowed: [0, 1, 5]).cores == [0, 1, 5])
    }

    #if os(Linux)
        @Test func thisProcessHasAsManyAsItMayUse() {
            let cores = CoreOrder().cores
            #expect(Set(cores).count == cores.count)
            #expect(cores.count >= AvailableCores().count)
        }
    #endif
}
