import Basics
import Foundation
import Ranks
import TestSupport
import Testing

struct CommunicatorTests {
    @Test(arguments: 1...6)
    func everyRankGetsWhatEachHasToSay(ranks: Int) throws {
        let expected = (0..<ranks).map { Array(repeating: UInt8($0 + 1), count: $0 * 3) }
        let outcomes = onRanks(ranks) { try $0.allGather(expected[$0.rank]) }
        for outcome in outcomes { #expect(try outcome.get() == expected) }
    }

    @Test(arguments: 1...9)
    func whatRank0HasComesToAll(ranks: Int) throws {
        let outcomes = onRanks(ranks) { communicator in
            var bytes: [UInt8] = communicator.rank == 0 ? [1, 2, 3] : [0, 0, 0]
            try bytes.withUnsafeMutableBytes { try communicator.broadcast($0) }
            return bytes
        }
        #expect(outcomes.count == ranks)
        for outcome in outcomes { #expect(try outcome.get() == [1, 2, 3]) }
    }

    @Test(arguments: [1, 2, 3, 5], [1, 4, 100])
    func sharesOfMemoryComeToAll(ranks: Int, pieceLength: Int) throws {
        let shares = Self.shares(ranks)
        let whole = (0..<UInt8(shares.last?.upperBound ?? 0)).map { $0 + 1 }
        let outcomes = onRanks(ranks) { communicator in
            var bytes = whole.indices.map {
                shares[communicator.rank].contains($0) ? whole[$0] : 0
            }
            try bytes.withUnsafeMutableBytes {
                try communicator.allGather(
                    $0, shares: shares, pieceLength: pieceLength, "numbers")
            }
            return bytes
        }
        for outcome in outcomes { #expect(try outcome.get() == whole) }
    }

    @Test(arguments: [1, 2, 4], [3, 100])
    func sharesOfMemoryComeToRank0(ranks: Int, pieceLength: Int) throws {
        let shares = Self.shares(ranks)
        let whole = (0..<UInt8(shares.last?.upperBound ?? 0)).map { $0 + 1 }
        let outcomes = onRanks(ranks) { communicator in
            var bytes = whole.indices.map {
                shares[communicator.rank].contains($0) ? whole[$0] : 0
            }
            try bytes.withUnsafeMutableBytes {
                try communicator.gather($0, shares: shares, pieceLength: pieceLength, "numbers")
            }
            return bytes
        }
        #expect(try outcomes[0].get() == whole)
    }

    /// Shares of different lengths, one of them empty.
    private static func shares(_ ranks: Int) -> [Range<Int>] {
        let lengths = [7, 0, 5, 9, 1].prefix(ranks)
        return lengths.indices.map {
            let start = lengths[..<$0].reduce(0, +)
            return start..<start + lengths[$0]
        }
    }

    @Test func whatIsSoOnOneRankIsKnownToAll() throws {
        let outcomes = onRanks(3) { communicator in
            [try communicator.isAny(communicator.rank == 2), try communicator.isAny(false)]
        }
        for outcome in outcomes { #expect(try outcome.get() == [true, false]) }
    }

    @Test func ranksThatWereGivenTheSameAgree() throws {
        let outcomes = onRanks(3) {
            try $0.requireAgreement(on: [("training text", "1\u{85}"), ("version", "2")])
        }
        for outcome in outcomes { #expect(throws: Never.self) { try outcome.get() } }
    }

    @Test func allRanksLearnWhatOneHasDifferently() {
        let outcomes = onRanks(3) { communicator in
            try communicator.requireAgreement(on: [
                ("training text", "\(communicator.rank / 2)"), ("version", "2"),
            ])
        }
        for outcome in outcomes {
            let error = #expect(throws: CalqueError.self) { try outcome.get() }
            #expect(error?.problem.contains("(rank 2) do not have the same training text.") == true)
        }
    }
}

struct FailureTests {
    /// Ranks that all wait for their neighbour, of which one does not answer any more.
    private func outcomesOfARing(
        ranks: Int, deadline: Duration, at silent: Int,
        _ atSilent: @escaping @Sendable (Communicator) throws -> Void
    ) -> [Result<Void, any Error>] {
        onRanks(ranks, deadline: deadline) { communicator in
            guard communicator.rank != silent else { return try atSilent(communicator) }
            var bytes = [UInt8](repeating: 1, count: ranks)
            try bytes.withUnsafeMutableBytes {
                try communicator.allGather(
                    $0, shares: (0..<ranks).map { $0..<$0 + 1 }, "the weights")
            }
        }
    }

    @Test func allThatAreLeftNameTheRankThatIsSilent() {
        let start = ContinuousClock.now
        let outcomes = outcomesOfARing(ranks: 4, deadline: .seconds(1), at: 1) { _ in }
        for (rank, outcome) in outcomes.enumerated() where rank != 1 {
            let error = #expect(throws: CalqueError.self) { try outcome.get() }
            #expect(error?.problem.contains("from rank 1 on ") == true)
            #expect(error?.problem.contains("rank \(rank) on ") == true)
            #expect(error?.problem.contains("the weights") == true)
        }
        #expect(start.duration(to: .now) < .seconds(20))
    }

    @Test func allLearnAtOnceWhyOneEnds() {
        let start = ContinuousClock.now
        let outcomes = outcomesOfARing(ranks: 4, deadline: .seconds(600), at: 2) {
            $0.announce(CalqueError("The disk is full.", kind: .system))
        }
        for (rank, outcome) in outcomes.enumerated() where rank != 2 {
            let error = #expect(throws: CalqueError.self) { try outcome.get() }
            #expect(error?.problem.contains("rank 2 on ") == true)
            #expect(error?.problem.hasSuffix("The disk is full.") == true)
        }
        #expect(start.duration(to: .now) < .seconds(60))
    }

    @Test(arguments: [[], [0], [0, 3], [2, 3]])
    func whatSeveralMeetWithIsForTheLowestToSay(early: [Int]) {
        let outcomes = onRanks(4, deadline: .seconds(8)) { communicator in
            if !early.isEmpty, !early.contains(communicator.rank) { usleep(100_000) }
            communicator.announce(CalqueError("The loss is not finite.", kind: .input))
            return communicator.hasEndedElsewhere
        }
        #expect(outcomes.map { try? $0.get() } == [false, true, true, true])
    }

    @Test func nobodyIsWaitedForWhoIsNotThereAtTheBeginning() {
        let transports = LocalTransport.group(of: 2)
        #expect(throws: CalqueError.self) {
            try Communicator(transports[1], deadline: .milliseconds(200))
        }
    }
}
