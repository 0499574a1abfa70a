import Basics

/// What has to be the same on all ranks.
extension Communicator {
    /// Finds out whether all ranks were given the same.
    ///
    /// - Parameter values: What this rank has, by name, in an order that all ranks have: hashes of text
    ///   and settings, the version of the program. A name is what a sentence can say: `training text`.
    /// - Throws: `CalqueError` on all ranks when one has other values than rank 0, which says where and
    ///   which; or when a rank does not answer in time.
    public func requireAgreement(on values: [(name: String, value: String)]) throws {
        let lines = values.flatMap { [$0.name, $0.value] }.joined(separator: "\n")
        let all = try allGather(Array(lines.utf8)).map(Self.pairs)
        for (other, theirs) in all.enumerated() where theirs != all[0] {
            let names = zip(all[0], theirs).filter { $0 != $1 }.map { $0.0[0] }
            throw CalqueError(
                """
                \(hosts[0]) (rank 0) and \(hosts[other]) (rank \(other)) do not have the same \
                \(names.isEmpty ? "program" : names.joined(separator: ", ")). All ranks have to be given \
                the same program, files and options.
                """, kind: .configuration)
        }
    }

    private static func pairs(_ bytes: [UInt8]) -> [[String]] {
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return stride(from: 0, to: lines.count - 1, by: 2).map { [lines[$0], lines[$0 + 1]] }
    }
}
