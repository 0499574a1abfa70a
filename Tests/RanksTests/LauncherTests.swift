import Basics
import Foundation
import Ranks
import TestSupport
import Testing

struct LauncherTests {
    @Test(arguments: [
        (["OMPI_COMM_WORLD_SIZE": "4"], Launcher.Family.openMPI, 4),
        (["PMI_SIZE": "2", "SLURM_STEP_NUM_TASKS": "2"], .mpich, 2),
        (["SLURM_STEP_NUM_TASKS": "3"], .openMPI, 3),
    ])
    func aLauncherIsKnownByItsVariables(
        environment: [String: String], family: Launcher.Family, size: Int
    ) {
        let launcher = Launcher(environment: environment)
        #expect(launcher?.family == family && launcher?.size == size)
    }

    @Test(arguments: [
        (["OMPI_COMM_WORLD_RANK": "2", "OMPI_COMM_WORLD_LOCAL_RANK": "0"], false, true),
        (["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_LOCAL_RANK": "1"], false, false),
        (["OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_LOCAL_RANK": "0"], true, true),
        (["PMI_RANK": "1"], true, true),
    ])
    func whoSpeaksForAllIsTheFirst(numbers: [String: String], isFirst: Bool, onMachine: Bool) {
        let launcher = Launcher(
            environment: numbers.merging(["OMPI_COMM_WORLD_SIZE": "4"]) { $1 })
        #expect(launcher?.isFirst == isFirst && launcher?.isFirstOnMachine == onMachine)
    }

    @Test(arguments: [
        [:], ["OMPI_COMM_WORLD_SIZE": "1", "SLURM_STEP_NUM_TASKS": "4"],
        ["PMI_SIZE": "4", "CALQUE_MPI": "none"], ["PMI_SIZE": "x"], ["SLURM_NTASKS": "8"],
    ])
    func aProcessAloneHasNone(environment: [String: String]) {
        #expect(Launcher(environment: environment) == nil)
    }

    @Test func ranksWithoutTheLibraryAreRefused() throws {
        let folder = try TemporaryFolder()
        let launcher = try #require(Launcher(environment: ["PMI_SIZE": "2"]))
        let message = try message {
            _ = try launcher.join(environment: [:], program: folder.url)
        }
        #expect(message.contains("libcalque-mpi-mpich.so"))
        #expect(message.contains("one of 2 processes"))
    }

    @Test(arguments: ["", "no library"])
    func aLibraryThatIsNoneIsNamed(content: String) throws {
        let folder = try TemporaryFolder()
        let library = folder.file(Launcher.libraryName(.openMPI))
        try Data(content.utf8).write(to: library)
        let launcher = try #require(Launcher(environment: ["OMPI_COMM_WORLD_SIZE": "2"]))
        let message = try message {
            _ = try launcher.join(environment: [:], program: folder.url)
        }
        #expect(message.contains(library.path))
    }

    @Test func workersHaveOneOrderOverAllRanks() {
        let layout = RankLayout(workers: [2, 1, 3])
        #expect(layout.workerCount == 6)
        #expect((0..<3).map(layout.workers(of:)) == [0..<2, 2..<3, 3..<6])
    }
}
