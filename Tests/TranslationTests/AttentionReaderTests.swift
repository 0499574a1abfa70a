import Basics
import Models
import Tensors
import TestSupport
import Testing
import Text
import Translation

struct AttentionReaderTests {
    private let tokenizer: TranslationTokenizer
    private let model: Transformer
    private let pool = WorkerPool(count: 2, precision: .float32)
    private let pair: EncodedPair

    init() throws {
        tokenizer = try characterTokenizer()
        model = Transformer(TransformerConfiguration(.tiny, for: tokenizer), seed: 1)
        pair = EncodedPair(source: "ab c", target: "de", tokenizer)
    }

    @Test func everyTargetPieceSpreadsOneOverTheSourcePieces() throws {
        let map = try AttentionReader(model, tokenizer, on: pool).attention(of: pair)
        #expect(map.sourcePieces == ["▁", "a", "b", "▁", "c", "</s>"])
        #expect(map.targetPieces == ["▁", "d", "e", "</s>"])
        #expect(map.weights.count == 4)
        for row in map.weights {
            #expect(row.count == 6 && row.allSatisfy { $0 >= 0 })
            #expect(abs(row.reduce(0, +) - 1) < 1e-4)
        }
    }

    @Test func theLastLayerIsTheDefault() throws {
        let reader = AttentionReader(model, tokenizer, on: pool)
        let last = model.configuration.decoderLayers - 1
        let map = try reader.attention(of: pair)
        #expect(try reader.attention(of: pair, .init(layer: last)) == map)
        #expect(try reader.attention(of: pair, .init(layer: 0)) != map)
    }

    @Test func theHeadThatWasGuidedIsTheDefault() throws {
        var guided = model
        guided.generation.alignmentHead = AlignmentHead(layer: 0, head: 1)
        let reader = AttentionReader(guided, tokenizer, on: pool)
        let map = try reader.attention(of: pair)
        #expect(try reader.attention(of: pair, .init(layer: 0, head: 1)) == map)
        #expect(try reader.attention(of: pair, .init(layer: 0)) != map)
        // One that the model has not got is none.
        guided.generation.alignmentHead = AlignmentHead(layer: 99, head: 0)
        let other = AttentionReader(guided, tokenizer, on: pool)
        #expect(
            try other.attention(of: pair)
                == AttentionReader(model, tokenizer, on: pool).attention(of: pair))
        #expect(
            try other.alignments(of: [pair])
                == AttentionReader(model, tokenizer, on: pool).alignments(of: [pair]))
    }

    @Test func aLayerThatIsNotThereIsAnError() throws {
        let layers = model.configuration.decoderLayers
        let error = #expect(throws: CalqueError.self) {
            try AttentionReader(model, tokenizer, on: pool)
                .attention(of: pair, .init(layer: layers))
        }
        #expect(error?.message.contains("no decoder layer \(layers): ask for one of 0") == true)
        #expect(error?.kind == .configuration)
    }

    @Test func theMeanIsThatOfTheHeads() throws {
        let reader = AttentionReader(model, tokenizer, on: pool)
        let heads = model.configuration.decoderHeads
        let maps = try (0..<heads).map { try reader.attention(of: pair, .init(layer: 1, head: $0)) }
        let mean = try reader.attention(of: pair, .init(layer: 1))
        for (row, weights) in mean.weights.enumerated() {
            for (column, weight) in weights.enumerated() {
                let sum = maps.reduce(Float(0)) { $0 + $1.weights[row][column] }
                #expect(abs(weight - sum / Float(heads)) < 1e-6)
            }
        }
        #expect(maps[0] != maps[1])
    }

    @Test func pairsOfABatchAreAlignedAsIfTheyWereAlone() throws {
        let pairs = [("ab c", "de"), ("f", "ghi jk l m"), ("abc def ghi", "a b")].map {
            EncodedPair(source: $0.0, target: $0.1, tokenizer)
        }
        let reader = AttentionReader(model, tokenizer, on: pool)
        let together = try reader.alignments(of: pairs)
        for (pair, words) in zip(pairs, together) {
            let alone = try reader.alignments(of: [pair])[0]
            #expect(alone.alignment == words.alignment)
            for (one, other) in zip(alone.weights.joined(), words.weights.joined()) {
                #expect(abs(one - other) < 1e-5)
            }
        }
    }

    @Test func everyHeadOfEveryLayerAlignsAndSoDoesTheirMean() throws {
        let reader = AttentionReader(model, tokenizer, on: pool)
        let all = try reader.alignmentsByEveryHead(of: [pair])[0]
        let configuration = model.configuration
        #expect(all.count == configuration.decoderLayers * (configuration.decoderHeads + 1))
        for (selection, alignment) in all {
            #expect(try reader.alignments(of: [pair], selection)[0].alignment == alignment)
        }
        #expect(try reader.alignmentsByEveryHead(of: []).isEmpty)
    }

    @Test func aModelWithoutAttentionIsAnError() throws {
        let toy = ToyModel.random(vocabulary: tokenizer.target.vocabulary.count, seed: 1)
        let error = #expect(throws: CalqueError.self) {
            try AttentionReader(toy, tokenizer, on: pool).attention(of: pair)
        }
        #expect(error?.message.contains("nothing to show") == true)
    }
}
