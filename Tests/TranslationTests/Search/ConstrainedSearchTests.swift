import Basics
import Models
import Tensors
import TestSupport
import Testing
import Translation

/// Searches for translations that have to have something in them.
struct ConstrainedSearchTests {
    private typealias Sequences = [[[Int32]]]

    private let sources: [[Int32]] = [[1, 0], [2, 1, 0], [0], [3, 2, 1, 0], [1, 1, 0]]

    /// What each of some sentences has to have: of every constraint one of several sequences.
    private func search(
        _ sources: [[Int32]], _ constraints: Sequences?, prefix: [Int32] = [],
        marks: WordMarks = .init(), _ options: SearchOptions, _ model: some TranslationModel
    ) -> [[SearchResult]] {
        let sentences = sources.enumerated().map { index, source in
            var sentence = SearchSentence(
                source: source, targetPrefix: prefix, place: .init(line: index))
            sentence.require(
                (constraints ?? []).map { TokenConstraint($0.map { .init($0) }) }, marks)
            return sentence
        }
        return options.search.translations(
            of: SearchBatch(sentences, padding: model.specialTokens.padding, for: .float32),
            with: model, Context(precision: .float32))
    }

    /// Where a sequence is among tokens.
    private func places(of sequence: [Int32], in tokens: [Int32]) -> [Int] {
        guard tokens.count >= sequence.count else { return [] }
        return (0...tokens.count - sequence.count).filter {
            tokens[$0...].starts(with: sequence)
        }
    }

    private func has(_ tokens: [Int32], _ constraints: Sequences) -> Bool {
        constraints.allSatisfy { $0.contains { !places(of: $0, in: tokens).isEmpty } }
    }

    @Test(
        arguments: [
            [[[2, 1]]], [[[1, 2], [3, 3]]], [[[1, 2]], [[3]]], [[[1, 2, 3]]], [[[2], [1, 1, 3]]],
        ], [1, 2, 3, 4, 5] as [UInt64])
    func aBeamWithRoomForEverythingFindsTheBestWithAllThatIsAskedFor(
        constraints: [[[Int32]]], seed: UInt64
    ) {
        let model = ToyModel.random(vocabulary: 4, seed: seed)
        let options = SearchOptions.exhaustive {
            $0.lengthPenalty = .average(exponent: 0)
            $0.nBest = 3
        }
        let found = search(sources, constraints, options, model)
        for (source, found) in zip(sources, found) {
            let best = model.best { tokens in
                guard has(tokens, constraints) else { return nil }
                return model.tokenLogProbabilities(of: tokens, source: source).reduce(0, +)
            }
            #expect(found.map(\.tokens) == best.prefix(3).map(\.tokens))
            #expect(found.allSatisfy { $0.unmetConstraints.isEmpty })
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func aWordThatGoesOnIsAnotherWord(seed: UInt64) {
        let model = ToyModel.random(vocabulary: 4, seed: seed)
        let marks = WordMarks(
            goingOn: [false, false, false, true], endingInSign: Array(repeating: false, count: 4))
        let options = SearchOptions.exhaustive {
            $0.lengthPenalty = .average(exponent: 0)
            $0.nBest = 1
        }
        let found = search(sources, [[[2, 1]]], marks: marks, options, model)
        for (source, found) in zip(sources, found) {
            let best = model.best { tokens in
                let places = places(of: [2, 1], in: tokens)
                guard places.contains(where: { $0 + 2 == tokens.count || tokens[$0 + 2] != 3 })
                else { return nil }
                return model.tokenLogProbabilities(of: tokens, source: source).reduce(0, +)
            }
            #expect(found[0].tokens == best[0].tokens)
        }
    }

    private func randomConstraints(_ random: inout RandomSource) -> Sequences {
        (0..<1 + random.next(below: 3)).map { _ in
            (0..<1 + random.next(below: 2)).map { _ in
                (0..<1 + random.next(below: 3)).map { _ in Int32(1 + random.next(below: 10)) }
            }
        }
    }

    @Test(arguments: [1, 2, 4, 7], StoppingRule.allCases)
    func everyTranslationHasWhatIsAskedFor(beamSize: Int, rule: StoppingRule) {
        let model = ToyModel.random(vocabulary: 12, seed: 9)
        let options = SearchOptions.with {
            $0.beamSize = beamSize
            $0.nBest = beamSize
            $0.stoppingRule = rule
            $0.repetitionPenalty = 1.3
            $0.noRepeatNGramSize = 2
            $0.suppressedTokens = [4]
            $0.maximumLengthOffset = 30
        }
        var random = RandomSource(seed: 3)
        for _ in 0..<15 {
            let constraints = randomConstraints(&random)
            for result in search(sources, constraints, options, model).joined() {
                #expect(has(result.tokens, constraints))
                #expect(result.unmetConstraints.isEmpty)
                for (match, sequences) in zip(result.constraints, constraints) {
                    guard let match else { continue }
                    #expect(Array(result.tokens[match.tokens]) == sequences[match.spelling])
                }
            }
        }
    }

    @Test(arguments: [1, 4])
    func twoEqualConstraintsAreMetByTwoOccurrences(beamSize: Int) {
        let model = ToyModel.random(vocabulary: 12, seed: 2)
        let options = SearchOptions.with { $0.beamSize = beamSize }
        for result in search(sources, [[[5, 5]], [[5, 5]]], options, model).joined() {
            let places = places(of: [5, 5], in: result.tokens)
            #expect(places.contains { place in places.contains { $0 >= place + 2 } })
        }
    }

    @Test(arguments: [1, 3, 5], [nil, 2] as [Int?])
    func sentencesWithoutConstraintsNoticeNothing(beamSize: Int, nGram: Int?) {
        let model = ToyModel.random(vocabulary: 12, seed: 9)
        let options = SearchOptions.with {
            $0.beamSize = beamSize
            $0.nBest = beamSize
            $0.noRepeatNGramSize = nGram
        }
        let free = search(sources, nil, options, model)
        let constrained = search(sources, [[[7, 8]], [[3]]], options, model)
        let mixed = sources.flatMap { source in
            [SearchSentence(source: source, place: .init(line: 0)), constrainedSentence(source)]
        }
        let found = options.search.translations(
            of: SearchBatch(mixed, padding: 11, for: .float32), with: model,
            Context(precision: .float32))
        #expect(found == zip(free, constrained).flatMap { [$0, $1] })
        #expect(free.joined().allSatisfy { $0.constraints.isEmpty })
    }

    private func constrainedSentence(_ source: [Int32]) -> SearchSentence {
        var sentence = SearchSentence(source: source, place: .init(line: 0))
        sentence.require([TokenConstraint([.init([7, 8])]), TokenConstraint([.init([3])])])
        return sentence
    }

    /// A model that says 1 2 3 whatever it reads, and likes 7 little; after that it says nothing for
    /// nearly nothing.
    @Test func whatIsSaidAfterTheEndMakesNoTranslationBetter() {
        let model = ToyModel(vocabulary: 9, end: 0) { _, prefix in
            var logits = [Float](repeating: -9, count: 9)
            let own = prefix.map { $0 == 7 ? 2 : $0 }
            if prefix.count < 3 && !own.contains(5) {
                logits[prefix.count + 1] = 9
                logits[7] = prefix.count == 1 ? -2 : -9
            } else if prefix.contains(5) {
                (logits[5], logits[7], logits[0]) = (9, 3, prefix.last == 7 ? 12 : -20)
            } else {
                (logits[0], logits[5]) = (9, 1)
            }
            return logits
        }
        let options = SearchOptions.with { $0.lengthPenalty = .average(exponent: 1) }
        #expect(search([[1, 0]], [[[7]]], options, model)[0][0].tokens == [1, 7, 3])
    }

    /// A model that says 1 2 3 and looks at the source's tokens in order.
    @Test(arguments: [(0, [7, 2, 3]), (1, [1, 7, 3]), (2, [1, 2, 7])])
    func whatIsAskedForStandsWhereTheModelLooks(place: Int, tokens: [Int32]) {
        var model = ToyModel(vocabulary: 9, end: 0) { _, prefix in
            var logits = [Float](repeating: 0, count: 9)
            logits[prefix.count < 3 ? prefix.count + 1 : 0] = 6
            return logits
        }
        model.attention = { source, prefix in
            source.indices.map { $0 == min(prefix.count, source.count - 1) ? 0.97 : 0.01 }
        }
        var sentence = SearchSentence(source: [1, 1, 1, 0], place: .init(line: 0))
        sentence.require([TokenConstraint([.init([7])], source: place..<place + 1)])
        let found = SearchOptions().search.translations(
            of: SearchBatch([sentence], padding: 8, for: .float32), with: model,
            Context(precision: .float32))
        #expect(found[0][0].tokens == tokens)
    }

    @Test(arguments: DecoderKind.allCases, [1, 4])
    func aTransformersSentencesWithoutConstraintsNoticeNothing(
        decoder: DecoderKind, beamSize: Int
    ) {
        let model = Transformer.noisy(decoder, seed: 4)
        let options = SearchOptions.with { $0.beamSize = beamSize }
        let sources: [[Int32]] = [[1, 0], [2, 1, 5, 3, 0], [3, 2, 6, 1, 0]]
        func found(_ sentences: [SearchSentence]) -> [[SearchResult]] {
            options.search.translations(
                of: SearchBatch(sentences, padding: 8, for: .float32), with: model,
                Context(precision: .float32))
        }
        let free = sources.map { SearchSentence(source: $0, place: .init(line: 0)) }
        var held = free[1]
        held.require([TokenConstraint([.init([6, 7])], source: 1..<2)])
        let mixed = found([held] + free)
        #expect(mixed[0][0].unmetConstraints.isEmpty)
        #expect(Array(mixed[1...]) == found(free))
    }

    @Test(arguments: [1, 4])
    func whatIsInThePrefixIsThere(beamSize: Int) {
        let model = ToyModel.random(vocabulary: 12, seed: 5)
        let options = SearchOptions.with { $0.beamSize = beamSize }
        for result in search(sources, [[[7, 8]]], prefix: [3, 7, 8, 2], options, model).joined() {
            #expect(result.tokens.starts(with: [3, 7, 8, 2]))
            #expect(result.constraints[0]?.tokens == 1..<3)
        }
        // The end of a prefix may be the beginning of what is asked for.
        for result in search(sources, [[[7, 8]]], prefix: [3, 7], options, model).joined() {
            #expect(result.tokens.starts(with: [3, 7]))
            #expect(result.unmetConstraints.isEmpty)
        }
    }

    @Test(arguments: [1, 4])
    func whatNoShortlistHasIsMet(beamSize: Int) {
        var model = ToyModel.random(vocabulary: 12, seed: 5)
        model.lists = { _ in [0, 1, 2, 3] }
        let options = SearchOptions.with { $0.beamSize = beamSize }
        for result in search(sources, [[[7, 8]]], options, model).joined() {
            #expect(result.unmetConstraints.isEmpty)
            #expect(Set(result.tokens).isSubset(of: [1, 2, 3, 7, 8]))
        }
    }

    @Test(arguments: [1, 4])
    func whatHasNoRoomIsSaidToBeMissing(beamSize: Int) {
        let model = ToyModel.random(vocabulary: 12, seed: 5)
        let options = SearchOptions.with {
            $0.beamSize = beamSize
            $0.maximumLengthRatio = 0
            $0.maximumLengthOffset = 3
        }
        for result in search(sources, [[[7, 8]], [[3, 4]]], options, model).joined() {
            #expect(result.tokens.count <= 3)
            #expect(result.unmetConstraints == [1])
            #expect(!places(of: [7, 8], in: result.tokens).isEmpty)
        }
    }

    @Test func aCapitalCountsAtTheBeginningAlone() {
        let model = ToyModel.constant([2, 1, 1, 0], end: 0)
        var sentence = SearchSentence(source: [1, 0], place: .init(line: 0))
        sentence.require([TokenConstraint([.init([2], beginning: .atStart)])])
        let found = SearchOptions().search.translations(
            of: SearchBatch([sentence], padding: 3, for: .float32), with: model,
            Context(precision: .float32))[0][0]
        #expect(found.tokens == [2])
        sentence.require([
            TokenConstraint([.init([2], beginning: .atStart), .init([1, 1])])
        ])
        sentence.targetPrefix = [1]
        let late = SearchOptions().search.translations(
            of: SearchBatch([sentence], padding: 3, for: .float32), with: model,
            Context(precision: .float32))[0][0]
        #expect(late.tokens == [1, 1])
    }
}
