import Foundation
import Models
import Tensors
import TestSupport
import Testing
import Translation
import Text

/// Searching with several models at once.
struct EnsembleSearchTests {
    private let sources: [[Int32]] = [[1, 0], [2, 1, 0], [0], [3, 2, 1, 0]]
    private let first = ToyModel.random(vocabulary: 8, seed: 1)
    private let second = ToyModel.random(vocabulary: 8, seed: 2)

    private func search(beamSize: Int) -> any Search {
        SearchOptions.with {
            $0.beamSize = beamSize
            $0.nBest = beamSize
        }.search
    }

    @Test(arguments: [1, 4])
    func aModelWithItselfIsThatModel(beamSize: Int) throws {
        let search = search(beamSize: beamSize)
        let expected = search(sources, first)
        let found = search(sources, with: try Ensemble([first, first]))
        #expect(found.map { $0.map(\.tokens) } == expected.map { $0.map(\.tokens) })
        for (found, expected) in zip(found.joined(), expected.joined()) {
            #expect(abs(found.score - expected.score) < 1e-5)
        }
    }

    @Test(arguments: [1, 4])
    func twoModelsSearchTheMeanOfTheirProbabilities(beamSize: Int) throws {
        let (first, second) = (first, second)
        let mean = ToyModel(vocabulary: 8) { source, prefix in
            zip(
                logSoftmax(first.logits(source, prefix)), logSoftmax(second.logits(source, prefix))
            ).map { Float(log((exp($0) + exp($1)) / 2)) }
        }
        let search = search(beamSize: beamSize)
        let expected = search(sources, mean)
        let found = search(sources, with: try Ensemble([first, second]))
        #expect(found.map { $0.map(\.tokens) } == expected.map { $0.map(\.tokens) })
        for (found, expected) in zip(found.joined(), expected.joined()) {
            #expect(abs(found.logProbability - expected.logProbability) < 1e-5)
        }
        #expect(expected != search(sources, first) && expected != search(sources, second))
    }

    @Test func theScorerAgreesWithTheSearch() throws {
        let pool = WorkerPool(count: 2, precision: .float32)
        let ensemble = try Ensemble([first, second])
        let found = try TokenTranslator(ensemble, on: pool).translate(sources)
        let pairs = zip(sources, found).map { EncodedPair(source: $0, target: $1[0].tokens + [0]) }
        for (score, found) in zip(try Scorer(ensemble, on: pool).score(pairs), found) {
            #expect(abs(score.logProbability - found[0].logProbability) < 1e-5)
        }
    }

    @Test func modelsOfDifferentKindsGoTogether() throws {
        let ensemble = try Ensemble([
            first, TransformerConfiguration.tiny(vocabularySize: 8).makeModel(seed: 1),
        ])
        #expect(ensemble.suppressedTokens == [7] && ensemble.maximumLength == 512)
        let found = SearchOptions().search(sources, with: ensemble)
        #expect(found.allSatisfy { !$0[0].tokens.contains(7) })
    }
}
