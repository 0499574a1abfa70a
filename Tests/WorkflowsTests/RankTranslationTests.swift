import Basics
import Foundation
import Ranks
import TestSupport
import Testing
import Translation
import Workflows

struct RankTranslationTests {
    /// More lines than a piece has, some empty, some of which the model lacks words.
    private static let lines = (0..<150).map { number in
        let words = ["red", "dog", "the", "old", "house", "\u{1F600}", "é\u{301}"]
        return (0..<number % 9).map { words[($0 * 5 + number) % words.count] }
            .joined(separator: " ")
    }

    private static let options = [
        SearchOptions.greedy, SearchOptions(beamSize: 3, nBest: 3),
    ]

    /// What ranks make of lines, in the order of their lines; where there is an error, after what came before.
    private func results(
        ranks: Int, _ options: SearchOptions, lines: [String] = Self.lines,
        failingAt failure: Int? = nil
    ) throws -> (results: [TranslationResult], outcomes: [Result<Void, any Error>]) {
        let translator = try TinyModel.shared.get().translator
        let received = Received()
        let outcomes = onRanks(ranks) { communicator in
            let translation = RankTranslation(by: translator, options, across: communicator)
            guard communicator.isFirst else { return try translation.takePart() }
            var number = 0
            try translation.run(
                requests: {
                    defer { number += 1 }
                    if number == failure { throw CalqueError("A line.", kind: .input) }
                    return number < lines.count ? TranslationRequest(lines[number]) : nil
                }, to: { received.results.append($0) })
        }
        return (received.results, outcomes)
    }

    /// Used by rank 0 alone.
    private final class Received: @unchecked Sendable {
        var results: [TranslationResult] = []
    }

    @Test(arguments: [1, 2, 4], options)
    func resultsAreThoseOfOneProcess(ranks: Int, options: SearchOptions) throws {
        let translator = try TinyModel.shared.get().translator
        let expected = try translator.translate(Self.lines, options)
        let (results, outcomes) = try results(ranks: ranks, options)
        #expect(results == expected)
        for outcome in outcomes { #expect(throws: Never.self) { try outcome.get() } }
    }

    @Test func nothingIsTranslatedOfNoLines() throws {
        let (results, outcomes) = try results(ranks: 3, .greedy, lines: [])
        #expect(results.isEmpty)
        for outcome in outcomes { #expect(throws: Never.self) { try outcome.get() } }
    }

    @Test func aLineThatIsNoneEndsAllAfterThoseBeforeIt() throws {
        let translator = try TinyModel.shared.get().translator
        let (results, outcomes) = try results(ranks: 2, .greedy, failingAt: 77)
        #expect(results == (try translator.translate(Array(Self.lines.prefix(77)), .greedy)))
        let error = #expect(throws: CalqueError.self) { try outcomes[0].get() }
        #expect(error?.problem == "A line.")
    }

    /// As in one process, whichever rank finds it.
    @Test(arguments: [1, 3])
    func whatTheModelCannotTranslateIsAnErrorOfItsLine(ranks: Int) throws {
        let translator = try TinyModel.shared.get().translator
        let long = Array(repeating: "house", count: 200).joined(separator: " ")
        let options = SearchOptions.greedy
        let received = Received()
        let lines = Self.lines
        let requests = lines.enumerated().map { number, line in
            TranslationRequest(line, targetPrefix: number == 101 ? long : "")
        }
        func translate(_ to: (TranslationResult) -> Void) throws {
            var rest = requests[...]
            try translator.translate(options, requests: { rest.popFirst() }, to: to)
        }
        var expected: [TranslationResult] = []
        let expectedError = #expect(throws: CalqueError.self) {
            try translate { expected.append($0) }
        }
        let outcomes = onRanks(ranks) { communicator in
            let translation = RankTranslation(by: translator, options, across: communicator)
            guard communicator.isFirst else { return try translation.takePart() }
            var rest = requests[...]
            do {
                try translation.run(
                    requests: { rest.popFirst() }, to: { received.results.append($0) })
            } catch {
                communicator.announce(error)
                throw error
            }
        }
        #expect(received.results == expected)
        #expect(expectedError?.problem.contains("line 102") == true)
        let error = #expect(throws: CalqueError.self) { try outcomes[0].get() }
        #expect(error == expectedError)
    }

    @Test func aTestSetIsTranslatedByRanks() throws {
        let translator = try TinyModel.shared.get().translator
        let expected = try TestTranslation(of: Self.lines, by: translator, .greedy)
        let outcomes = onRanks(3) { communicator -> TestTranslation? in
            guard communicator.isFirst else {
                try TestTranslation.takePart(by: translator, .greedy, across: communicator)
                return nil
            }
            return try TestTranslation(
                of: Self.lines, by: translator, .greedy, across: communicator)
        }
        let translation = try #require(try outcomes[0].get())
        #expect(translation.lines == expected.lines)
        #expect(translation.remark == expected.remark)
    }
}
