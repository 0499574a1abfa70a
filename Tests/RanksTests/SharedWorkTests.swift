import Basics
import Foundation
import Ranks
import TestSupport
import Testing

struct SharedWorkTests {
    /// Doubles bytes; those of even pieces take longer.
    private static let work: @Sendable ([UInt8]) -> [UInt8] = { piece in
        if piece[0] % 2 == 0 { usleep(3000) }
        return piece + piece
    }

    /// Pieces of any length, each with its number.
    private static func piece(_ number: Int) -> [UInt8] {
        Array(repeating: UInt8(number % 251), count: 1 + number * 37 % 5000)
    }

    /// Runs a work of so many pieces, and returns what rank 0 takes.
    private func outcomes(
        ranks: Int, deadline: Duration = .seconds(60), pieces: Int,
        work: @escaping @Sendable ([UInt8], _ rank: Int) -> [UInt8] = { piece, _ in
            SharedWorkTests.work(piece)
        }
    ) -> [Result<[[UInt8]], any Error>] {
        onRanks(ranks, deadline: deadline) { communicator in
            let rank = communicator.rank
            let shared = SharedWork(across: communicator) { work($0, rank) }
            guard communicator.isFirst else {
                try shared.takePart()
                return []
            }
            var (number, taken) = (0, [[UInt8]]())
            try shared.run(
                next: {
                    defer { number += 1 }
                    return number < pieces ? Self.piece(number) : nil
                }, take: { taken.append($0) })
            return taken
        }
    }

    @Test(arguments: [1, 2, 3, 5], [0, 1, 2, 100])
    func whatBecomesOfPiecesComesInTheirOrder(ranks: Int, pieces: Int) throws {
        let expected = (0..<pieces).map { Self.piece($0) + Self.piece($0) }
        let outcomes = outcomes(ranks: ranks, pieces: pieces)
        #expect(try outcomes[0].get() == expected)
        for outcome in outcomes { #expect(throws: Never.self) { try outcome.get() } }
    }

    @Test func everyRankHasAShare() throws {
        let outcomes = outcomes(ranks: 3, pieces: 60) { _, rank in
            usleep(2000)
            return [UInt8(rank)]
        }
        #expect(Set(try outcomes[0].get().map { $0[0] }) == [0, 1, 2])
    }

    @Test func aPieceMayTakeLongerThanTheDeadline() throws {
        let outcomes = outcomes(ranks: 2, deadline: .seconds(1), pieces: 4) { piece, _ in
            usleep(2_500_000)
            return piece
        }
        #expect(try outcomes[0].get().count == 4)
    }

    @Test func anErrorOfTheInputComesAfterWhatWasBeforeIt() throws {
        let taken = Taken()
        let outcomes = onRanks(3) { communicator in
            let shared = SharedWork(across: communicator, Self.work)
            guard communicator.isFirst else { return try shared.takePart() }
            try shared.run(
                next: {
                    if taken.asked == 20 { throw CalqueError("The end.", kind: .input) }
                    defer { taken.asked += 1 }
                    return Self.piece(taken.asked)
                }, take: { _ in taken.count += 1 })
        }
        let error = #expect(throws: CalqueError.self) { try outcomes[0].get() }
        #expect(error?.problem == "The end.")
        #expect(taken.count == 20)
        for outcome in outcomes.dropFirst() { #expect(throws: Never.self) { try outcome.get() } }
    }

    /// Used by rank 0 alone.
    private final class Taken: @unchecked Sendable {
        var (asked, count) = (0, 0)
    }

    @Test(arguments: [0, 2])
    func aRankThatIsSilentIsNamed(silent: Int) {
        let outcomes = onRanks(3, deadline: .seconds(1)) { communicator in
            guard communicator.rank != silent else { return }
            let shared = SharedWork(across: communicator, Self.work)
            guard communicator.isFirst else { return try shared.takePart() }
            try shared.run(next: { [1] }, take: { _ in })
        }
        for (rank, outcome) in outcomes.enumerated() where rank != silent {
            let error = #expect(throws: CalqueError.self) { try outcome.get() }
            #expect(error?.problem.contains("from rank \(silent) on ") == true)
        }
    }

    @Test func anErrorOfWhoTakesIsOverAtOnceAndTold() {
        let outcomes = onRanks(3) { communicator in
            let shared = SharedWork(across: communicator, Self.work)
            guard communicator.isFirst else { return try shared.takePart() }
            do {
                try shared.run(
                    next: { [1] }, take: { _ in throw CalqueError("No room.", kind: .system) })
            } catch {
                communicator.announce(error)
                throw error
            }
        }
        for outcome in outcomes {
            let error = #expect(throws: CalqueError.self) { try outcome.get() }
            #expect(error?.problem.hasSuffix("No room.") == true)
        }
    }
}
