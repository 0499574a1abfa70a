import Basics
import Ranks

/// The processes of a run, and how many cores each has for it.
struct RunRanks {
    let communicator: Communicator
    /// The cores of every rank.
    private let cores: [Int]

    /// Meets the other ranks.
    ///
    /// - Parameter communicator: The ranks.
    /// - Throws: `CalqueError` when one has another program, or does not answer.
    init(_ communicator: Communicator) throws {
        self.communicator = communicator
        try communicator.requireAgreement(on: [("version of Calque", CalqueVersion.number)])
        cores = try RankCores(of: communicator).counts
    }

    /// The cores of all ranks.
    var coreCount: Int { cores.reduce(0, +) }

    /// Throws where there are so few pairs that a rank would have none.
    ///
    /// - Parameter count: The pairs of training.
    /// - Throws: `CalqueError` when they are fewer than ranks.
    func requireShares(of count: Int) throws {
        guard count >= communicator.size else {
            throw CalqueError(
                """
                \(count.grouped) \(count == 1 ? "pair is" : "pairs are") fewer than the \
                \(communicator.size) processes that share them. Start fewer.
                """, kind: .configuration)
        }
    }

    /// The workers of this rank.
    ///
    /// - Parameter count: Those of all: one a core, or equal parts of another number.
    /// - Throws: `CalqueError` when they are fewer than ranks.
    func ownWorkers(of count: Int) throws -> Int {
        let (rank, size) = (communicator.rank, communicator.size)
        guard count >= size else {
            throw CalqueError(
                "\(count) workers are fewer than the \(size) processes that share them. Start fewer, or "
                    + "let workers be at least \(size).", kind: .configuration)
        }
        return count == coreCount ? cores[rank] : count * (rank + 1) / size - count * rank / size
    }
}
