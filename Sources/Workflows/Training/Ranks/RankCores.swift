import Foundation
public import Ranks
import Tensors

/// How many cores each of several processes has for its workers.
public struct RankCores: Equatable {
    /// By rank, one at least.
    public let counts: [Int]

    /// What a process says of itself.
    package struct Allowance: Codable {
        /// The numbers of the cores that it may run on.
        var cores: [Int32]
        /// How many of them it may use: fewer where there is a quota.
        var limit: Int

        package init(cores: [Int32], limit: Int) {
            self.cores = cores
            self.limit = limit
        }
    }

    /// Asks all ranks.
    ///
    /// - Parameter communicator: The ranks.
    /// - Throws: `CalqueError` when one does not answer.
    public init(of communicator: Communicator) throws {
        let own = Allowance(cores: CoreOrder().cores, limit: WorkerPool.coreCount)
        let all = try communicator.allGather(Array(JSONEncoder().encode(own)))
        self.init(
            machines: communicator.machines,
            try all.map { try JSONDecoder().decode(Allowance.self, from: Data($0)) })
    }

    /// A core that several ranks of a machine may use is shared among them; where a launcher or a batch system has
    /// given each some of its own, they are its own.
    ///
    /// - Parameters:
    ///   - machines: By rank, what tells machines apart.
    ///   - allowances: By rank.
    package init(machines: [String], _ allowances: [Allowance]) {
        var users: [String: [Int32: Int]] = [:]
        for (machine, allowance) in zip(machines, allowances) {
            for core in allowance.numbers { users[machine, default: [:]][core, default: 0] += 1 }
        }
        counts = zip(machines, allowances).map { machine, allowance in
            let share = allowance.numbers.reduce(0) { sum, core in
                sum + 1 / Double(users[machine]?[core] ?? 1)
            }
            let usable = Double(allowance.limit) / Double(max(allowance.numbers.count, 1))
            // Thirds may come to a little less than a whole.
            return max(1, Int(share * usable + 1e-6))
        }
    }
}

extension RankCores.Allowance {
    /// The cores, or so many where the system does not tell their numbers.
    fileprivate var numbers: [Int32] { cores.isEmpty ? (0..<Int32(limit)).map(\.self) : cores }
}
