import Basics
public import Foundation

/// The program that started this process as one rank of several, if one did.
public struct Launcher: Equatable, Sendable {
    /// Whose MPI a library is for: one for the other takes every process for the only one.
    public enum Family: String, Sendable, CaseIterable {
        /// Open MPI's `mpirun`.
        case openMPI = "openmpi"
        /// That of MPICH, Intel or Cray.
        case mpich
    }

    /// Whose MPI it is most likely: Slurm's `srun` speaks as MPICH's launcher does, or sets nothing that
    /// tells, and starts programs of either.
    public let family: Family
    /// The ranks that it started.
    public let size: Int
    /// The number of this process among them; nil where it says none.
    public let rank: Int?
    /// The number of this process among those of its machine; nil where it says none.
    public let rankOnMachine: Int?

    /// Names of variables.
    private struct Variables {
        let family: Family
        let size: String
        let rank: String
        let rankOnMachine: String
    }

    /// What says so, most telling first.
    private static let variables = [
        Variables(
            family: .openMPI, size: "OMPI_COMM_WORLD_SIZE", rank: "OMPI_COMM_WORLD_RANK",
            rankOnMachine: "OMPI_COMM_WORLD_LOCAL_RANK"),
        Variables(
            family: .mpich, size: "PMI_SIZE", rank: "PMI_RANK", rankOnMachine: "MPI_LOCALRANKID"),
        Variables(
            family: .openMPI, size: "SLURM_STEP_NUM_TASKS", rank: "SLURM_PROCID",
            rankOnMachine: "SLURM_LOCALID"),
    ]

    /// Finds a launcher by the variables that it sets.
    ///
    /// - Parameter environment: The environment of the process. With `CALQUE_MPI=none` it is on its own, whoever
    ///   started it.
    /// - Returns: Nil where the process is the only one.
    public init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
        func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
        guard environment["CALQUE_MPI"] != "none" else { return nil }
        for names in Self.variables {
            guard let size = number(names.size) else { continue }
            // Whoever is the only one of its launcher may be within a step of several tasks.
            guard size > 1 else { return nil }
            family = names.family
            self.size = size
            rank = number(names.rank)
            rankOnMachine = number(names.rankOnMachine)
            return
        }
        return nil
    }

    /// Whether this process speaks for all: rank 0, or one that does not know better.
    public var isFirst: Bool { rank ?? 0 == 0 }

    /// Whether this process speaks for all of its machine.
    public var isFirstOnMachine: Bool { rankOnMachine ?? 0 == 0 }

    /// Joins the ranks that were started.
    ///
    /// - Parameters:
    ///   - environment: The environment of the process. `CALQUE_MPI` names the library that calls MPI.
    ///   - program: The folder of the program, in which or beside which the library is looked for.
    /// - Throws: `CalqueError` when there is no such library, or when it finds other ranks than were
    ///   started: each would train alone, and all of them in one folder.
    public func join(
        environment: [String: String] = ProcessInfo.processInfo.environment, program: URL
    ) throws -> any Transport {
        let transport = try MPITransport(library: library(environment, program))
        guard transport.size == size else {
            throw CalqueError(
                """
                \(size) processes were started together, but for \(transport.name) there are \
                \(transport.size). Start them by the mpirun of that MPI, or compile \
                libcalque-mpi for the one that started them (Scripts/build-mpi).
                """, kind: .system)
        }
        return transport
    }

    /// The library that calls MPI.
    private func library(_ environment: [String: String], _ program: URL) throws -> URL {
        if let path = environment["CALQUE_MPI"], !path.isEmpty { return URL(fileURLWithPath: path) }
        let names = ([family] + Family.allCases.filter { $0 != family }).map(Self.libraryName)
        let folders = [program, program.appendingPathComponent("../lib/calque").standardized]
        let places = folders.flatMap { folder in names.map(folder.appendingPathComponent) }
        if let found = places.first(where: { FileManager.default.fileExists(atPath: $0.path) }) {
            return found
        }
        throw CalqueError(
            """
            This is one of \(size) processes that were started together, but nothing here calls MPI: each \
            would do all of the work by itself. Compile \(names[0]) by Scripts/build-mpi and put it into \
            \(program.path), or name it in CALQUE_MPI. Where each is to do all of it, set CALQUE_MPI=none.
            """, kind: .system)
    }

    /// What the library is called that is compiled for an MPI.
    ///
    /// - Parameter family: Whose MPI it is.
    public static func libraryName(_ family: Family) -> String {
        "libcalque-mpi-\(family.rawValue).so"
    }
}
