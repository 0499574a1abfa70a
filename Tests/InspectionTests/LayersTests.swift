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

struct InspectedLayersTests {
    private static let pair = (source: "ab c", target: "de fg")

    /// The decoder's states and the sublayers of a pass, token rows only.
    private func pass(
        _ small: SmallTransformer
    ) async throws -> (pass: RecordedPass, pair: EncodedPair) {
        let pair = EncodedPair(
            source: Self.pair.source, target: Self.pair.target, small.tokenizer)
        return (try await small.translator.pass(over: pair, recording: .sublayers), pair)
    }

    private func layers(_ small: SmallTransformer) async throws -> InspectedLayers {
        try await small.translator.inspectLayers(of: Self.pair.source, to: Self.pair.target)
    }

    @Test(arguments: NormPlacement.allCases)
    func theLastLayerSaysWhatTheModelPredicts(norm: NormPlacement) async throws {
        let small = try SmallTransformer(norm: norm)
        let layers = try await layers(small)
        let pair = EncodedPair(
            source: Self.pair.source, target: Self.pair.target, small.tokenizer)
        let batch = Batch([pair.source], [pair.target], small.model)
        let logits = small.model.logits(
            of: batch, record: nil, Context(precision: .float32)
        ).array().rows(pair.target.count, width: small.model.targetVocabularySize)
        let last = try #require(layers.predictions.last)
        #expect(layers.predictions.count == 3 && last.count == pair.target.count)
        for (position, prediction) in last.enumerated() {
            let probabilities = Reference.softmax(logits[position])
            let padding = Int(small.model.specialTokens.padding)
            let ranked = probabilities.indices.filter { $0 != padding }
                .sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
            #expect(prediction.best.map { Int($0.token) } == Array(ranked.prefix(5)))
            for candidate in prediction.best {
                #expect(
                    abs(candidate.probability - probabilities[Int(candidate.token)]) < 1e-5)
            }
            #expect(prediction.finalRank == 1)
            #expect(prediction.finalProbability == prediction.best[0].probability)
            let target = Int(pair.target[position])
            #expect(ranked.firstIndex(of: target).map { $0 + 1 } == prediction.targetRank)
            #expect(abs(prediction.targetProbability - probabilities[target]) < 1e-5)
        }
    }

    /// Norm, output table and softmax in plain loops, over what the decoder has between its layers.
    @Test(arguments: NormPlacement.allCases)
    func everyLayerSpeaksThroughTheOutputTable(norm: NormPlacement) async throws {
        let small = try SmallTransformer(norm: norm)
        let layers = try await layers(small)
        let (pass, pair) = try await pass(small)
        let output = Reference.Linear(
            weight: try small.matrix("model.shared.weight"),
            bias: try small.vector("final_logits_bias"))
        let width = small.model.configuration.width
        for (state, predictions) in zip(pass.decoderStates, layers.predictions) {
            var rows = state.rows(pair.target.count, width: width)
            if norm == .pre { rows = try small.norm(rows, "model.decoder.layer_norm") }
            for (row, prediction) in zip(rows, predictions) {
                let logits = output(Reference.Matrix(1, width, row)).values
                let probabilities = Reference.softmax(logits)
                for candidate in prediction.best {
                    let expected = probabilities[Int(candidate.token)]
                    #expect(abs(candidate.probability - expected) < 1e-4)
                }
            }
        }
    }

    @Test func ranksAreThoseOfTheLastLayersToken() async throws {
        let small = try SmallTransformer()
        let layers = try await layers(small)
        let last = try #require(layers.predictions.last)
        for layer in layers.predictions {
            for (prediction, final) in zip(layer, last) {
                let said = final.best[0].token
                let place = prediction.best.firstIndex { $0.token == said }
                if let place {
                    #expect(prediction.finalRank == place + 1)
                    #expect(prediction.finalProbability == prediction.best[place].probability)
                } else {
                    #expect(prediction.finalRank > 5)
                }
                let padding = small.model.specialTokens.padding
                #expect(!prediction.best.contains { $0.token == padding })
            }
        }
    }

    @Test(arguments: NormPlacement.allCases)
    func aLayerLeavesTheSumOfItsLastSublayer(norm: NormPlacement) async throws {
        let small = try SmallTransformer(norm: norm)
        let (pass, pair) = try await pass(small)
        let width = small.model.configuration.width
        let last = pass.sublayers.filter { $0.kind == .feedForward(.decoder) }
        #expect(last.count == 2 && pass.decoderStates.count == 3)
        for (layer, sublayer) in last.enumerated() {
            let residual = sublayer.residual.rows(pair.target.count, width: width)
            let added = sublayer.added.rows(pair.target.count, width: width)
            var sum = zip(residual, added).map { zip($0, $1).map(+) }
            if norm == .post {
                sum = try small.norm(sum, "model.decoder.layers.\(layer).final_layer_norm")
            }
            let state = pass.decoderStates[layer + 1]
            expect(
                Array(state.prefix(pair.target.count * width)), sum.flatMap { $0 },
                relative: 1e-4, "the state after layer \(layer)")
        }
    }

    @Test(arguments: NormPlacement.allCases)
    func normsAreThoseOfThePass(norm: NormPlacement) async throws {
        let small = try SmallTransformer(norm: norm)
        let layers = try await layers(small)
        let (pass, pair) = try await pass(small)
        let width = small.model.configuration.width
        #expect(layers.sublayers.count == 10)
        #expect(layers.sublayers(of: .encoder).map(\.layer) == [0, 0, 1, 1])
        #expect(
            layers.sublayers(of: .decoder).map(\.kind) == [
                .selfAttention, .encoderDecoderAttention, .feedForward, .selfAttention,
                .encoderDecoderAttention, .feedForward,
            ])
        for (found, record) in zip(layers.sublayers, pass.sublayers) {
            let count = found.stack == .encoder ? pair.source.count : pair.target.count
            let x = record.residual.rows(count, width: width)
            let y = record.added.rows(count, width: width)
            func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(count) }
            func norm(_ row: [Double]) -> Double { Reference.dot(row, row).squareRoot() }
            #expect(abs(found.residualNorm - mean(x.map(norm))) < 1e-9)
            #expect(abs(found.addedNorm - mean(y.map(norm))) < 1e-9)
            #expect(abs(found.ratio - mean(y.map(norm)) / mean(x.map(norm))) < 1e-9)
            let cosines = zip(x, y).map { Reference.dot($0, $1) / (norm($0) * norm($1)) }
            #expect(abs(found.cosine - mean(cosines)) < 1e-9)
        }
    }

    @Test func recurrentUnitsStandForSelfAttention() async throws {
        let layers = try await layers(try SmallTransformer(decoder: .ssru))
        #expect(layers.sublayers.count == 10)
        #expect(
            layers.sublayers(of: .decoder).map(\.kind) == [
                .recurrentUnit, .encoderDecoderAttention, .feedForward, .recurrentUnit,
                .encoderDecoderAttention, .feedForward,
            ])
        #expect(layers.sublayers(of: .decoder).map(\.layer) == [0, 0, 0, 1, 1, 1])
        let series = layers.residualFigure(of: .decoder).panels[0].series
        #expect(
            series.map(\.name) == [
                "recurrent unit", "encoder-decoder attention", "feed-forward",
            ])
    }

    @Test(arguments: [
        ([TransformerStudy.Part.feedForward], [0, 1], [0, 0, 1, 1]),
        ([.encoderSelfAttention, .decoderSelfAttention], [0, 1], [0, 0, 1, 1]),
    ])
    func layersCountWithoutSomeSublayers(
        parts: [TransformerStudy.Part], encoder: [Int], decoder: [Int]
    ) async throws {
        let tokenizer = try characterTokenizer()
        var configuration = TransformerConfiguration(.tiny, for: tokenizer)
        configuration.encoderLayers = 2
        configuration.decoderLayers = 2
        configuration.study = TransformerStudy(without: Set(parts))
        let translator = Translator(
            Transformer(configuration, seed: 1), tokenizer, workers: 1, precision: .float32)
        let layers = try await translator.inspectLayers(of: "ab", to: "de")
        #expect(layers.sublayers(of: .encoder).map(\.layer) == encoder)
        #expect(layers.sublayers(of: .decoder).map(\.layer) == decoder)
    }

    @Test func otherModelsHaveNoLayersToLookBetween() async throws {
        let translator = try recurrentTranslator().translator
        let error = await #expect(throws: CalqueError.self) {
            try await translator.inspectLayers(of: "ab", to: "de")
        }
        #expect(error?.kind == .configuration)
    }

    @Test func picturesShowTheBestTokens() async throws {
        let small = try SmallTransformer()
        let layers = try await small.translator.inspectLayers(of: "ab", to: "d e")
        let grid = layers.predictionFigure(model: "en-<de>")
        #expect(grid.rowLabels == ["input", "layer 0", "layer 1"])
        #expect(grid.columnLabels == layers.target.pieces)
        let best = layers.predictions.map { $0.map { $0.best[0].piece } }
        #expect(grid.cells.map { $0.map(\.text) } == best)
        let svg = grid.svg()
        #expect(svg.contains("en-&lt;de&gt;: what each decoder layer would say"))
        #expect(!svg.contains("<unk>") && !svg.contains("<de>"))
        let ranks = layers.rankFigure()
        #expect(ranks.cells.last?.allSatisfy { $0.text == "1" } == true)
    }

    @Test func barsStandForEverySublayer() async throws {
        let small = try SmallTransformer()
        let layers = try await layers(small)
        let chart = layers.residualFigure(of: .decoder, model: "small")
        #expect(chart.title == "small: what each decoder sublayer adds")
        #expect(chart.categories == ["layer 0", "layer 1"])
        let ratios = layers.sublayers(of: .decoder).filter { $0.kind == .feedForward }
            .map(\.ratio)
        let series = chart.panels[2].series.first { $0.name == "feed-forward" }
        #expect(series?.values == ratios)
        #expect(layers.residualFigure(of: .encoder).panels[0].series.count == 2)
    }

    @Test func itComesBackFromJSON() async throws {
        let layers = try await layers(try SmallTransformer())
        let data = try JSONEncoder().encode(layers)
        #expect(try JSONDecoder().decode(InspectedLayers.self, from: data) == layers)
    }
}
