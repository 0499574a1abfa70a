import Foundation
import Tensors
import TestSupport
import Testing
import Translation

struct SearchRecordTests {
    private let sources: [[Int32]] = [[1, 0], [2, 1, 0], [0], [3, 2, 1, 0]]

    /// A search with and without a record of one of its sentences.
    private func search(
        _ options: SearchOptions, of model: ToyModel, sentence: Int = 0, breadth: Int = 6,
        reference: [Int32] = [], _ sources: [[Int32]]? = nil
    ) -> (record: SearchRecord, recorded: [[SearchResult]], plain: [[SearchResult]]) {
        let sources = sources ?? self.sources
        let sentences = sources.enumerated().map {
            SearchSentence(source: $1, place: .init(line: $0))
        }
        let batch = SearchBatch(
            sentences, padding: model.specialTokens.padding, for: .float32)
        let record = SearchRecord(
            start: model.specialTokens.start, sentence: sentence, breadth: breadth,
            reference: reference)
        let recorded = options.recordingSearch.translations(
            of: batch, with: model, record: record, Context(precision: .float32))
        return (record, recorded, options.search(sources, model))
    }

    private static let someOptions: [SearchOptions] = [
        .greedy, .with { $0.beamSize = 3 },
        .with {
            $0.beamSize = 4
            $0.nBest = 4
            $0.stoppingRule = .beamFilled
        },
        .with {
            $0.beamSize = 5
            $0.nBest = 2
            $0.stoppingRule = .currentLength
            $0.repetitionPenalty = 1.4
            $0.suppressedTokens = [2]
            $0.minimumLength = 2
        },
        .with {
            $0.beamSize = 2
            $0.coveragePenalty = 0.4
            $0.noRepeatNGramSize = 2
        },
        .sampling(.with()),
        .sampling(
            .with(seed: 4) {
                $0.temperature = 1.5
                $0.topK = 4
                $0.topP = 0.8
            }),
        .sampling(.with(seed: 5) { $0.topP = 0.7 }),
    ]

    private static let searches = someOptions.map { options in
        var options = options
        options.maximumLengthOffset = 6
        return options
    }

    @Test(arguments: searches, [0, 3])
    func theSearchIsTheSameAndTheRecordHasItsTranslations(options: SearchOptions, sentence: Int) {
        var model = ToyModel.random(vocabulary: 9, seed: 5)
        model.attention = { source, _ in source.map { _ in 1 / Float(source.count) } }
        let (record, recorded, plain) = search(options, of: model, sentence: sentence)
        #expect(recorded == plain)
        #expect(record.finished.count >= plain[sentence].count)
        for (finished, result) in zip(record.finished, plain[sentence]) {
            #expect(finished.score == result.score && finished.isCutOff == result.isCutOff)
            #expect(record.tokens(to: finished.place) == result.tokens + [0])
            #expect(
                record.logProbabilities(to: finished.place) == result.tokenLogProbabilities)
        }
    }

    @Test func aBeamWithRoomForEverythingIsTheWholeTree() {
        let model = ToyModel.random(vocabulary: 4, seed: 3)
        let options = SearchOptions.exhaustive { $0.nBest = 256 }
        let nodes = search(options, of: model, breadth: 1, [[1, 0]]).record
        // Three tokens that go on and an end after each beginning of up to four; after those of
        // four the end alone.
        let beginnings = [1, 3, 9, 27, 81]
        #expect(nodes.nodes.count == beginnings.reduce(0, +) * 2)
        #expect(nodes.finished.count == beginnings.reduce(0, +))
        #expect(Set(nodes.nodes.indices.map { nodes.tokens(to: $0) }).count == nodes.nodes.count)
        #expect(!nodes.nodes.contains { $0.fate == .passedOver })
        for (place, node) in nodes.nodes.enumerated().dropFirst() {
            let tokens = nodes.tokens(to: place)
            #expect(tokens.count == node.step)
            let expected = logSoftmax(model.logits([1, 0], Array(tokens.dropLast())))
            #expect(abs(Double(node.logProbability) - expected[Int(node.token)]) < 1e-5)
            #expect(abs(nodes.sum(to: place) - node.score) < 1e-9)
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64], [1, 2, 4, 7])
    func whatIsPassedOverIsWhatABeamHasNoRoomFor(seed: UInt64, beamSize: Int) {
        let model = ToyModel.random(vocabulary: 11, seed: seed)
        let options = SearchOptions.with {
            $0.beamSize = beamSize
            $0.maximumLengthOffset = 4
        }
        let reference: [Int32] = [7, 3, 5, 0]
        let record = SearchRecord(
            start: model.specialTokens.start, breadth: 2 * beamSize, reference: reference)
        let batch = SearchBatch(
            [SearchSentence(source: [2, 1, 0], place: .init(line: 0))],
            padding: model.specialTokens.padding, for: .float32)
        _ = BeamSearch(options).translations(
            of: batch, with: model, record: record, Context(precision: .float32))
        let steps = record.nodes.map(\.step).max() ?? 0
        var beam: [[Int32]] = [[]]
        for step in 1...steps where step <= 6 {
            let all = ranked(beam, model, source: [2, 1, 0])
            let noted = record.nodes.indices.filter { record.nodes[$0].step == step }
            #expect(noted.count >= min(2 * beamSize, all.count))
            for place in noted {
                let tokens = record.tokens(to: place)
                let rank = all.firstIndex(of: tokens).map { $0 + 1 }
                #expect(record.nodes[place].rank == rank, "\(tokens)")
            }
            let taken = all.filter { $0.last != 0 }.prefix(beamSize)
            let ended = all.prefix(beamSize).filter { $0.last == 0 }
            for place in noted {
                let tokens = record.tokens(to: place)
                switch record.nodes[place].fate {
                case .taken: #expect(taken.contains(tokens))
                case .finished: #expect(ended.contains(tokens))
                case .passedOver: #expect(!taken.contains(tokens) && !ended.contains(tokens))
                }
            }
            #expect(noted.count { record.nodes[$0].fate == .taken } == taken.count)
            // Every hypothesis has a continuation that says where it fell, and so has the
            // reference.
            for tokens in beam {
                #expect(noted.contains { record.tokens(to: $0).dropLast() == tokens[...] })
            }
            if beam.contains(Array(reference.prefix(step - 1))), step <= reference.count {
                #expect(
                    noted.contains { record.tokens(to: $0) == Array(reference.prefix(step)) })
            }
            beam = Array(taken)
        }
    }

    /// All continuations of some hypotheses, the best first.
    private func ranked(_ beam: [[Int32]], _ model: ToyModel, source: [Int32]) -> [[Int32]] {
        let all = beam.flatMap { tokens in
            let before = tokens.enumerated().reduce(0.0) { sum, token in
                let logits = model.logits(source, Array(tokens.prefix(token.offset)))
                return sum + logSoftmax(logits)[Int(token.element)]
            }
            return logSoftmax(model.logits(source, tokens)).enumerated().map {
                (tokens + [Int32($0)], before + $1)
            }
        }
        return all.sorted { $0.1 > $1.1 }.map(\.0)
    }

    @Test func whatIsDrawnStandsBesideWhatIsMostProbable() {
        let logits = [0.06, 0.4, 0.04, 0.3, 0.2].map { Float(log($0)) }
        let options = SearchOptions.sampling(
            .with(seed: 3) {
                $0.temperature = 0.5
                $0.topK = 4
                $0.topP = 0.9
            })
        var changed = options
        changed.maximumLengthOffset = 8
        let record = search(changed, of: .constant(logits), breadth: 5).record
        // Squares of 0.4, 0.3 and 0.2: the first two are less than 0.9 of the four that are left.
        let expected: [Int32: Double] = [1: 0.16 / 0.29, 3: 0.09 / 0.29, 4: 0.04 / 0.29]
        let steps = record.nodes.map(\.step).max() ?? 0
        #expect(steps > 2)
        for step in 1...steps {
            let nodes = record.nodes.filter { $0.step == step }
            guard nodes.allSatisfy({ $0.rank != nil }) else { continue }
            #expect(nodes.map(\.token) == [1, 3, 4, 0, 2])
            #expect(nodes.count { $0.fate != .passedOver } == 1)
            for node in nodes {
                let probability = expected[node.token] ?? 0
                #expect(abs((node.drawingProbability ?? -1) - probability) < 1e-6)
                #expect(node.fate == .passedOver || probability > 0)
            }
        }
    }

    @Test(arguments: [nil, 3], [1, 0.6])
    func drawnTokensBeyondThoseShownAreThere(topK: Int?, topP: Double) {
        let options = SearchOptions.sampling(
            .with(seed: 8) {
                $0.temperature = 3
                $0.topK = topK
                $0.topP = topP
            })
        var changed = options
        changed.maximumLengthOffset = 20
        changed.minimumLength = 10
        let model = ToyModel.random(vocabulary: 30, seed: 2)
        let record = search(changed, of: model, breadth: 1).record
        let taken = record.nodes.filter { $0.fate == .taken }.dropFirst()
        #expect(taken.count >= 10)
        #expect(taken.contains { ($0.rank ?? 0) > 1 })
        for node in taken { #expect((node.drawingProbability ?? 0) > 0) }
    }

    @Test(arguments: searches)
    func aGivenTranslationIsRankedAsTheSearchRanksIt(options: SearchOptions) {
        var model = ToyModel.random(vocabulary: 9, seed: 6)
        model.attention = { source, prefix in
            source.indices.map { $0 == prefix.count % source.count ? 0.6 : 0.4 }
        }
        for (line, found) in options.search(sources, model).enumerated() {
            let sentence = SearchSentence(source: sources[line], place: .init(line: line))
            for result in found where !result.isCutOff {
                let given = GivenTranslation(
                    result.tokens + [0], of: sentence, by: model, options,
                    Context(precision: .float32))
                #expect(abs(given.score - result.score) < 1e-5)
                expect(
                    given.tokens.map(\.logProbability), result.tokenLogProbabilities,
                    absolute: 1e-5, "log-probabilities")
                #expect(given.tokens.allSatisfy { $0.rank != nil })
            }
        }
    }

    @Test func whatTheOptionsForbidHasNoScore() {
        let model = ToyModel.random(vocabulary: 9, seed: 6)
        let sentence = SearchSentence(source: [1, 0], place: .init(line: 0))
        func given(_ tokens: [Int32], _ options: SearchOptions) -> GivenTranslation {
            GivenTranslation(tokens, of: sentence, by: model, options, Context(precision: .float32))
        }
        let suppressed = given([3, 4, 0], .with { $0.suppressedTokens = [4] })
        #expect(suppressed.score == -.infinity)
        #expect(suppressed.tokens.map { $0.rank == nil } == [false, true, false])
        #expect(suppressed.tokens.allSatisfy { $0.logProbability.isFinite })
        let short = given([3, 0], .with { $0.minimumLength = 2 })
        #expect(short.tokens.map { $0.rank == nil } == [false, true])
        let repetitive = given([3, 4, 3, 4, 0], .with { $0.noRepeatNGramSize = 2 })
        #expect(repetitive.tokens.map { $0.rank == nil } == [false, false, false, true, false])
        let long = given([3, 4, 0], .with { $0.maximumLength = 1 })
        #expect(long.tokens.map { $0.rank == nil } == [false, true, true])
        let full = given([3, 0], .with { $0.maximumLength = 1 })
        #expect(full.score.isFinite && full.tokens[1].rank == 1)
    }
}

extension SearchRecord {
    /// The hypotheses that have finished, best first.
    fileprivate var finished: [(place: Int, score: Double, isCutOff: Bool)] {
        let all = nodes.indices.compactMap {
            place -> (place: Int, score: Double, isCutOff: Bool)? in
            guard case .finished(let score, let isCutOff) = nodes[place].fate else { return nil }
            return (place, score, isCutOff)
        }
        return all.sorted { ($0.score, $1.place) > ($1.score, $0.place) }
    }

    private func path(to place: Int) -> [Node] {
        nodes[place].parent.map { path(to: $0) + [nodes[place]] } ?? []
    }

    fileprivate func tokens(to place: Int) -> [Int32] { path(to: place).map(\.token) }

    fileprivate func logProbabilities(to place: Int) -> [Float] {
        path(to: place).map(\.logProbability)
    }

    fileprivate func sum(to place: Int) -> Double {
        logProbabilities(to: place).reduce(0) { $0 + Double($1) }
    }
}
