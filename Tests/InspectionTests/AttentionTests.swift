import Basics
import Foundation
import Inspection
import Layers
import Models
import TestSupport
import Testing
import Text
import Translation

struct InspectedAttentionTests {
    private let translator: Translator

    init() throws {
        let tokenizer = try characterTokenizer()
        let configuration = TransformerConfiguration(.tiny, for: tokenizer)
        translator = Translator(
            Transformer(configuration, seed: 1), tokenizer, workers: 1, precision: .float32)
    }

    @Test func everySiteHasAllLayersAndHeads() async throws {
        let attention = try await translator.inspectAttention(of: "ab c", to: "de")
        #expect(attention.sites == AttentionSite.allCases)
        for site in AttentionSite.allCases {
            let layers = attention.layers.filter { $0.site == site }
            #expect(layers.map(\.layer) == [0, 1, 2, 3])
            for layer in layers {
                let (queries, keys) = (attention.queries(of: site), attention.keys(of: site))
                for head in layer.heads {
                    #expect(head.count == queries.pieces.count)
                    #expect(head.allSatisfy { $0.count == keys.pieces.count })
                    #expect(head.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-4 })
                }
            }
        }
    }

    @Test func theDecoderSeesNothingOfWhatIsToCome() async throws {
        let attention = try await translator.inspectAttention(of: "ab c", to: "de fg")
        for layer in attention.layers where layer.site == .decoder {
            for head in layer.heads {
                for (query, row) in head.enumerated() {
                    #expect(row[(query + 1)...].allSatisfy { $0 == 0 })
                }
            }
        }
        let keys = attention.keys(of: .decoder)
        #expect(
            keys.pieces.first == "[start]"
                && keys.pieces.dropFirst() == attention.target.pieces.dropLast())
        #expect(keys.words.map(\.text) == ["[start]", "de", "fg"])
    }

    @Test func theOneWithTheEncoderIsWhatAReaderReads() async throws {
        let attention = try await translator.inspectAttention(of: "ab c", to: "de")
        let selection = AttentionSelection(layer: 1, head: 2)
        let map = try await translator.attention(of: "ab c", to: "de", selection)
        let weights = try attention.weights(at: .encoderDecoder, selection, by: .pieces)
        for (row, other) in zip(weights, map.weights) {
            expect(row, other, absolute: 1e-6, "weights")
        }
    }

    @Test func wordsAreTheSumsOfTheirPieces() async throws {
        let attention = try await translator.inspectAttention(of: "ab c", to: "de")
        let words = try attention.weights(at: .encoderDecoder)
        #expect(attention.source.words.map(\.text) == ["ab", "c", "[end]"])
        #expect(words.count == 2 && words.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-4 })
        let pieces = try attention.weights(at: .encoderDecoder, by: .pieces)
        let range = attention.target.words[0].pieces
        let expected = pieces[range].reduce(Float(0)) { $0 + $1[0..<3].reduce(0, +) }
        #expect(abs(words[0][0] - expected / Float(range.count)) < 1e-5)
    }

    @Test func whatIsNotThereIsNamed() async throws {
        let attention = try await translator.inspectAttention(of: "ab", to: "de")
        let layer = try message { _ = try attention.layer(9, at: .encoder) }
        #expect(layer.contains("ask for one of 0 to 3"))
        let head = try message {
            _ = try attention.weights(at: .decoder, .init(layer: 0, head: 99))
        }
        #expect(head.contains("no head 99"))
    }

    @Test func aDecoderOfRecurrentUnitsHasNoSelfAttention() async throws {
        let translator = try SmallTransformer(decoder: .ssru).translator
        let attention = try await translator.inspectAttention(of: "ab", to: "de")
        #expect(attention.sites == [.encoder, .encoderDecoder])
        let reason = "no attention of the kind decoder: it has encoder, encoder-decoder"
        let weights = try message { _ = try attention.weights(at: .decoder) }
        #expect(weights.contains(reason), "\(weights)")
        let projections = try await translator.inspectProjections(of: "ab", to: "de")
        let steps = try message { _ = try projections.steps(at: .decoder) }
        #expect(steps.contains(reason), "\(steps)")
        let heads = try await translator.inspectHeads(over: [.init(source: "ab", target: "de")])
        let layer = try message { _ = try heads.layer(at: .decoder) }
        #expect(layer.contains(reason), "\(layer)")
    }

    @Test func picturesSayWhichAttentionTheyShow() async throws {
        let attention = try await translator.inspectAttention(of: "ab <c>", to: "de")
        let svg = try attention.figure(
            of: .decoder, .init(layer: 1, head: 0), model: "en-<de>"
        ).svg()
        #expect(svg.contains("en-&lt;de&gt;: Masked decoder self-attention, layer 1, head 0"))
        let overview = try attention.overview(of: .encoder).svg()
        #expect(overview.contains("Layer 3") && overview.contains("Head 3"))
    }

    @Test func itComesBackFromJSON() async throws {
        let attention = try await translator.inspectAttention(of: "ab c")
        let data = try JSONEncoder().encode(attention)
        #expect(try JSONDecoder().decode(InspectedAttention.self, from: data) == attention)
    }
}
