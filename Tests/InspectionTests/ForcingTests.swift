import Basics
import Foundation
import Inspection
import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text
import Translation

struct InspectedForcingTests {
    private let small: SmallTransformer
    private let sources: [[Int32]]

    init() throws {
        small = try SmallTransformer()
        sources = ["ab c", "x yz", "hi"].map { [tokenizer = small.tokenizer] in
            tokenizer.encodeSource($0)
        }
    }

    /// What search never says.
    private var never: Set<Int32> {
        small.model.suppressedTokens.union([small.tokenizer.target.vocabulary.unknownID])
    }

    /// The most probable tokens of a source, one step after the other, each after tokens that `next`
    /// chooses: nil ends it.
    private func steps(
        of source: [Int32], _ next: (_ said: [Int32]) -> Int32?
    ) -> [Int32] {
        let context = Context(precision: .float32)
        var state = small.model.encode(
            PackedSentences([source], fillerID: small.model.specialTokens.padding), context)
        var said: [Int32] = []
        var latest: Int32? = small.model.specialTokens.start
        while let token = latest {
            let logits = small.model.step([token], &state, context).array()
            let possible = (0..<Int32(small.model.targetVocabularySize)).filter {
                !never.contains($0)
            }
            // Of equal ones, the first.
            let best = possible.reduce(possible[0]) {
                logits[Int($1)] > logits[Int($0)] ? $1 : $0
            }
            said.append(best)
            latest = next(said)
        }
        return said
    }

    /// Translations of the model's own, in which one token each is another.
    private func references() async throws -> [[Int32]] {
        let free = try await small.translator.greedyTokens(of: sources)
        return free.map { tokens in
            var tokens = tokens
            let place = tokens.count / 2
            tokens[place] = tokens[place] == 5 ? 6 : 5
            return tokens
        }
    }

    @Test func predictionsAreThoseOfStepsAfterTheRightTokens() async throws {
        let references = try await references()
        let pairs = zip(sources, references).map { EncodedPair(source: $0, target: $1) }
        let found = try await small.translator.forcedPredictions(of: pairs)
        for (pair, found) in zip(pairs, found) {
            let expected = steps(of: pair.source) { said in
                said.count < pair.target.count ? pair.target[said.count - 1] : nil
            }
            #expect(found == expected)
        }
    }

    @Test func freeRunningGoesOnFromItsOwnTokens() async throws {
        let found = try await small.translator.greedyTokens(of: sources)
        for (source, found) in zip(sources, found) {
            let expected = steps(of: source) { said in
                said.count < found.count && said.last != small.model.specialTokens.end
                    ? said.last : nil
            }
            #expect(found == expected)
        }
    }

    /// Up to the first token that is not the reference's, both say the same.
    @Test func bothSayTheSameAtFirst() async throws {
        let references = try await references()
        let pairs = zip(sources, references).map { EncodedPair(source: $0, target: $1) }
        let forced = try await small.translator.forcedPredictions(of: pairs)
        let free = try await small.translator.greedyTokens(of: sources)
        for (reference, (forced, free)) in zip(references, zip(forced, free)) {
            let place = free.count / 2
            #expect(forced[...place].compactMap { $0 } == Array(free[...place]))
            #expect(forced[place] != reference[place])
        }
        let found = InspectedForcing(references: references, forced: forced, free: free)
        #expect(found.sentences == 3 && found.exact == 0)
        #expect(found.places[0].forced == 2.0 / 3 && found.places[0].free == 2.0 / 3)
        // Greedy tokens but for one each.
        #expect(found.free == Double(found.tokens - 3) / Double(found.tokens))
    }

    @Test func sharesAreCountedByPlace() {
        let found = InspectedForcing(
            references: [[4, 5, 0], [4, 6, 7, 0], [0]],
            forced: [[4, 9, 0], [4, 6, 7, 0], [nil]],
            free: [[4, 9], [4, 6, 7, 0], [3, 0, 0]])
        #expect(found.sentences == 3 && found.tokens == 8)
        #expect(found.places.map(\.place) == [0, 1, 2, 3])
        #expect(found.places.map(\.sentences) == [3, 2, 2, 1])
        #expect(found.places.map(\.forced) == [2.0 / 3, 0.5, 1, 1])
        #expect(found.places.map(\.free) == [2.0 / 3, 0.5, 0.5, 1])
        #expect(found.forced == 6.0 / 8 && found.free == 5.0 / 8 && found.exact == 1.0 / 3)
    }

    @Test func textsAreReadAsTheModelReadsThem() async throws {
        let lines: [(source: String, target: String)] = [("ab c", "de f"), ("x yz", "g"), ("", "")]
        let told = Stages()
        let found = try await small.translator.inspectForcing(over: lines) { stage, _ in
            told.add(stage)
        }
        let pairs = lines.map {
            EncodedPair(source: $0.source, target: $0.target, small.tokenizer)
        }
        let expected = InspectedForcing(
            references: pairs.map(\.target),
            forced: try await small.translator.forcedPredictions(of: pairs),
            free: try await small.translator.greedyTokens(of: pairs.map(\.source)))
        #expect(found == expected && found.sentences == 3)
        #expect(found.tokens == pairs.reduce(0) { $0 + $1.target.count })
        #expect(told.all == Set(InspectedForcing.Stage.allCases))
    }

    @Test func whatSearchNeverSaysIsNotPredicted() async throws {
        let pairs = zip(sources, try await references()).map { EncodedPair(source: $0, target: $1) }
        let before = try await small.translator.forcedPredictions(of: pairs)
        let bias = try #require(small.model.parameters["final_logits_bias"]).values
        for token in never { bias[Int(token)] += 100 }
        #expect(try await small.translator.forcedPredictions(of: pairs) == before)
    }

    @Test func recurrentModelsAreForcedToo() async throws {
        let found = try await recurrentTranslator().translator
            .inspectForcing(over: [(source: "ab c", target: "de f")])
        #expect(found.sentences == 1 && found.places.count == found.tokens)
    }

    @Test func whatCannotBeIsSaid() async throws {
        let nothing = await explanation {
            _ = try await small.translator.inspectForcing(over: [])
        }
        #expect(nothing.contains("There are no pairs"))
        let longest = small.model.maximumLength
        let long = await explanation {
            _ = try await small.translator.inspectForcing(
                over: [("ab", String(repeating: "a ", count: longest))])
        }
        #expect(long.contains("the model takes up to \(longest)"))
        let bias = try #require(small.model.parameters["final_logits_bias"]).values
        bias[3] = .nan
        let damaged = await #expect(throws: CalqueError.self) {
            _ = try await small.translator.forcedPredictions(
                of: [EncodedPair(source: sources[0], target: [0])])
        }
        #expect(damaged?.message.contains("pair at index 0") == true)
    }

    @Test func thePictureSaysWhatItShows() {
        let found = InspectedForcing(
            references: [[4, 5, 0], [4, 0]], forced: [[4, 5, 0], [4, 0]],
            free: [[4, 9, 0], [4, 0]])
        let chart = found.figure(model: "en-<de>")
        #expect(chart.panels[0].series.map(\.name) == ["teacher forcing", "free running"])
        #expect(chart.panels[0].series[1].points.map(\.y) == [100, 50, 100])
        #expect(chart.panels[1].series[0].points.map(\.y) == [2, 2, 1])
        let svg = chart.svg()
        #expect(svg.contains("en-&lt;de&gt;: The right next token of 2 translations: 100.0 % with"))
        #expect(svg.contains("place in the translation, from 0"))
    }

    @Test func itComesBackFromJSON() throws {
        let found = InspectedForcing(references: [[4, 0]], forced: [[4, nil]], free: [[0]])
        let data = try JSONEncoder().encode(found)
        #expect(try JSONDecoder().decode(InspectedForcing.self, from: data) == found)
    }
}

/// Keeps the stages that are told, from any thread.
private final class Stages: @unchecked Sendable {
    private let lock = NSLock()
    private var told: Set<InspectedForcing.Stage> = []

    func add(_ stage: InspectedForcing.Stage) { lock.withLock { _ = told.insert(stage) } }

    var all: Set<InspectedForcing.Stage> { lock.withLock { told } }
}
