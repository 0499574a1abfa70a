import Basics
import Foundation
import Models
import Tensors
import TestSupport
import Testing
import Translation

/// Searches in which each sentence has tokens of its own.
struct ShortlistSearchTests {
    private static let someSearches: [SearchOptions] = [
        .greedy, SearchOptions(),
        .with {
            $0.nBest = 4
            $0.stoppingRule = .beamFilled
            $0.repetitionPenalty = 1.5
            $0.suppressedTokens = [4]
        },
        .with {
            $0.beamSize = 3
            $0.noRepeatNGramSize = 2
            $0.suppressedSequences = [[5, 6], [2]]
            $0.minimumLength = 2
        },
        .sampling(.with()), .sampling(.with(seed: 2) { $0.topK = 3 }),
        .sampling(
            .with(seed: 3) {
                $0.topP = 0.7
                $0.temperature = 1.3
            }),
    ]

    private static let searches = someSearches.map { options in
        var options = options
        options.maximumLengthOffset = 8
        return options
    }

    private let sources: [[Int32]] = [
        [1, 0], [2, 1, 0], [0], [3, 2, 1, 0], [7, 5, 0], [4, 4, 0],
    ]

    /// Every token may become the two after it, and the end is not in the list.
    private static func lists(_ source: [Int32]) -> [Int32] {
        Set(source.flatMap { [($0 + 1) % 12, ($0 + 5) % 12] }).subtracting([0]).sorted()
    }

    private static var model: ToyModel {
        var model = ToyModel.random(vocabulary: 13, seed: 6)
        model.lists = { lists($0) }
        return model
    }

    /// The same, with all other tokens' logits at −∞.
    private static func masked(allowing more: [Int32] = []) -> ToyModel {
        let model = ToyModel.random(vocabulary: 13, seed: 6)
        return ToyModel(vocabulary: 13) { source, prefix in
            let own = Set(lists(source) + [0] + more)
            return model.logits(source, prefix).enumerated().map {
                own.contains(Int32($0)) ? $1 : -.infinity
            }
        }
    }

    private func expectEqual(_ found: [[SearchResult]], _ expected: [[SearchResult]]) {
        #expect(found.map { $0.map(\.tokens) } == expected.map { $0.map(\.tokens) })
        for (found, expected) in zip(found.joined(), expected.joined()) {
            #expect(abs(found.score - expected.score) < 1e-4)
            #expect(abs(found.logProbability - expected.logProbability) < 1e-4)
            #expect(found.isCutOff == expected.isCutOff)
        }
    }

    @Test(arguments: searches)
    func theOthersMightAsWellBeImpossible(options: SearchOptions) {
        let found = options.search(sources, Self.model)
        expectEqual(found, options.search(sources, Self.masked()))
        for (source, results) in zip(sources, found) {
            let own = Set(Self.lists(source))
            #expect(results.allSatisfy { own.isSuperset(of: $0.tokens) })
        }
    }

    @Test(arguments: searches)
    func batchesChangeNothing(options: SearchOptions) throws {
        let together = options.search(sources, Self.model)
        let places = sources.indices.map { SearchSentence.Place(line: $0) }
        for (index, source) in sources.enumerated() {
            let sentence = SearchSentence(source: source, place: places[index])
            let alone = options.search.translations(
                of: SearchBatch([sentence], padding: 12, for: .float32), with: Self.model,
                Context(precision: .float32))
            #expect(alone[0] == together[index])
        }
        let pool = WorkerPool(count: 2, precision: .float32)
        let limits = BatchLimits(sentences: 2)
        let translator = TokenTranslator(Self.model, on: pool, limits: limits)
        #expect(try translator.translate(sources, options) == together)
    }

    @Test(arguments: searches)
    func itCanBeLeftOut(options: SearchOptions) {
        var options = options
        options.usesShortlist = false
        let plain = ToyModel.random(vocabulary: 13, seed: 6)
        #expect(options.search(sources, Self.model) == options.search(sources, plain))
    }

    /// Whatever a translation has to begin with, it may.
    @Test(arguments: searches)
    func aPrefixIsNoneOfItsBusiness(options: SearchOptions) {
        for (source, prefix) in [([1, 0], [9, 10]), ([3, 2, 0], [11])] as [([Int32], [Int32])] {
            let found = options.search([source], prefixes: [prefix], with: Self.model)
            #expect(found[0].allSatisfy { $0.tokens.starts(with: prefix) })
            expectEqual(
                found,
                options.search([source], prefixes: [prefix], with: Self.masked(allowing: prefix)))
        }
    }

    @Test(arguments: searches)
    func whatIsWrittenDownIsTheSame(options: SearchOptions) {
        let sentences = sources.enumerated().map {
            SearchSentence(source: $1, place: .init(line: $0))
        }
        // Its first token is in no list.
        let reference: [Int32] = [10, 2, 0]
        func record(_ model: ToyModel) -> (SearchRecord, [[SearchResult]]) {
            let record = SearchRecord(start: 12, sentence: 1, breadth: 5, reference: reference)
            let found = options.recordingSearch.translations(
                of: SearchBatch(sentences, padding: 12, for: .float32), with: model, record: record,
                Context(precision: .float32))
            return (record, found)
        }
        let (own, found) = record(Self.model)
        let (masked, _) = record(Self.masked())
        #expect(found == options.search(sources, Self.model))
        #expect(own.nodes.map(\.token) == masked.nodes.map(\.token))
        #expect(own.nodes.map(\.rank) == masked.nodes.map(\.rank))
        for (own, masked) in zip(own.nodes, masked.nodes) {
            #expect(abs(own.score - masked.score) < 1e-4)
        }
    }

    @Test func aTranslationThatIsGivenMayHaveNoOthersEither() {
        let sentence = SearchSentence(source: [2, 1, 0], place: .init(line: 0))
        let context = Context(precision: .float32)
        let listed = GivenTranslation([3, 7, 0], of: sentence, by: Self.model, .greedy, context)
        #expect(listed.score.isFinite && listed.tokens.allSatisfy { $0.rank != nil })
        let other = GivenTranslation([3, 10, 0], of: sentence, by: Self.model, .greedy, context)
        #expect(other.score == -.infinity && other.tokens[1].rank == nil)
        #expect(other.tokens[1].logProbability == -.infinity)
        #expect(other.tokens[0] == listed.tokens[0])
    }

    /// The mean of several models' probabilities is over all tokens.
    @Test func anEnsembleHasNone() throws {
        let plain = ToyModel.random(vocabulary: 13, seed: 6)
        let expected = SearchOptions().search(sources, with: try Ensemble([plain, plain]))
        let found = SearchOptions().search(sources, with: try Ensemble([Self.model, plain]))
        #expect(found == expected)
    }

    @Test func itHasAName() throws {
        #expect(try SearchOptions(["shortlist": "false"]).usesShortlist == false)
        #expect(try SearchOptions([:]).usesShortlist)
        let text = try message { _ = try SearchOptions(["shortlist": "no"]) }
        #expect(text.contains("shortlist is \"no\": allowed is"), "\(text)")
    }
}
