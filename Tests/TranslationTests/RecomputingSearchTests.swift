import Basics
import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text
import Translation

/// Takes every step by a whole pass over all that was said before, and carries nothing but that.
private struct RecomputingModel: WrappingModel {
    struct State: DecoderState {
        var sources: [[Int32]]
        /// Tokens fed so far, the start token first.
        var fed: [[Int32]]

        var hypotheses: Int { sources.count }

        mutating func select(rows: [Int32]) {
            sources = rows.map { sources[Int($0)] }
            fed = rows.map { fed[Int($0)] }
        }
    }

    let model: Transformer

    func encode(_ source: PackedSentences, _ context: Context) -> State {
        State(
            sources: (0..<source.count).map { Array(source[$0]) },
            fed: Array(repeating: [], count: source.count))
    }

    func step(
        _ tokens: [Int32], _ state: inout State, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        for (row, token) in tokens.enumerated() { state.fed[row].append(token) }
        // A decoder reads its labels one place later: what comes next may be anything.
        let batch = Batch(
            state.sources, state.fed.map { $0.dropFirst() + [specialTokens.end] }, model)
        let logits = model.logits(of: batch, record: nil, context)
        return context.gatherRows(
            logits, batch.target.offsets.dropFirst().map { Int32($0 - 1) })
    }
}

/// Search with what a Transformer carries from step to step, and without.
struct RecomputingSearchTests {
    private let sources: [[Int32]] = [
        [1, 0], [2, 1, 5, 3, 0], [0], [3, 2, 6, 1, 0], [1, 1, 4, 0],
    ]

    private func search(beamSize: Int) -> any Search {
        SearchOptions.with {
            $0.beamSize = beamSize
            $0.nBest = beamSize
            $0.maximumLengthRatio = 0
            $0.maximumLengthOffset = 8
        }.search
    }

    private func expectEqual(_ found: [[SearchResult]], _ expected: [[SearchResult]]) {
        #expect(found.map { $0.map(\.tokens) } == expected.map { $0.map(\.tokens) })
        for (found, expected) in zip(found.joined(), expected.joined()) {
            #expect(abs(found.score - expected.score) < 1e-4)
        }
    }

    @Test(arguments: DecoderKind.allCases, [1, 4])
    func whatIsCarriedChangesNothing(decoder: DecoderKind, beamSize: Int) {
        var longest = 0
        for seed in 1...3 as ClosedRange<UInt64> {
            let model = Transformer.noisy(decoder, seed: seed)
            let search = search(beamSize: beamSize)
            let expected = search(sources, with: RecomputingModel(model: model))
            expectEqual(search(sources, with: model), expected)
            longest = max(longest, expected.joined().map(\.tokens.count).max() ?? 0)
        }
        #expect(longest > 3)
    }

    @Test(arguments: DecoderKind.allCases, [1, 4])
    func theOthersOfABatchChangeNothing(decoder: DecoderKind, beamSize: Int) {
        let model = Transformer.noisy(decoder, seed: 4)
        let search = search(beamSize: beamSize)
        let together = search(sources, with: model)
        expectEqual(sources.flatMap { search([$0], with: model) }, together)
        expectEqual(search(sources.reversed(), with: model), together.reversed())
    }
}

extension Transformer {
    /// A tiny model of nine tokens with weights at random.
    static func noisy(_ decoder: DecoderKind, seed: UInt64) -> Transformer {
        var configuration = TransformerConfiguration(
            vocabularySize: 9, specialTokens: SpecialTokens(padding: 8))
        configuration.width = 16
        configuration.encoderLayers = 1
        configuration.decoderLayers = 2
        configuration.encoderHeads = 2
        configuration.decoderHeads = 2
        configuration.encoderInnerWidth = 24
        configuration.decoderInnerWidth = 24
        configuration.decoder = decoder
        let model = Transformer(configuration, seed: seed)
        var random = RandomSource(seed: seed + 1)
        model.parameters.addNoise(0.3, using: &random)
        return model
    }
}
