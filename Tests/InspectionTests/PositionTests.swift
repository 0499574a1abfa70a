import Basics
import Figures
import Foundation
import Inspection
import Layers
import Models
import TestSupport
import Testing
import Text
import Translation

struct InspectedPositionsTests {
    private let tokenizer: TranslationTokenizer

    init() throws {
        tokenizer = try characterTokenizer()
    }

    private func translator(
        _ change: (inout TransformerConfiguration) -> Void = { _ in },
        fill: (Transformer) throws -> Void = { _ in }
    ) throws -> Translator {
        var configuration = TransformerConfiguration(.tiny, for: tokenizer)
        configuration.maximumLength = 200
        change(&configuration)
        let model = Transformer(configuration, seed: 1)
        try fill(model)
        return Translator(model, tokenizer, workers: 1, precision: .float32)
    }

    /// Fills the stored table of a stack.
    private static func fill(
        _ model: Transformer, _ stack: AttentionRecord.Stack,
        _ value: (_ position: Int, _ column: Int) -> Double
    ) throws {
        let table = try #require(
            model.parameters["model.\(stack.rawValue).embed_positions.weight"])
        let values = table.values
        for place in values.indices {
            values[place] = Float(value(place / table.columns, place % table.columns))
        }
    }

    /// Section 3.5: PE(pos) · PE(pos′) = Σ_i cos((pos − pos′) / 10000^(2i/d)), in any order of
    /// columns.
    @Test(arguments: SinusoidArrangement.allCases, [2, 16, 64])
    func theScalarProductDependsOnDistanceAlone(
        arrangement: SinusoidArrangement, width: Int
    ) throws {
        let positions = try InspectedPositions(count: 60, width: width, arrangement: arrangement)
        #expect(positions.distances.map(\.distance) == Array(0..<60))
        for distance in positions.distances {
            #expect(distance.pairs == 60 - distance.distance)
            let expected = (0..<width / 2).reduce(0.0) {
                $0 + cos(Double(distance.distance) / pow(10_000, Double(2 * $1) / Double(width)))
            }
            let product = distance.dotProduct
            #expect(abs(product.mean - expected) < 1e-5)
            #expect(product.largest - product.smallest < 1e-5 && product.deviation < 1e-5)
            // Each pair of columns is a point of the unit circle.
            let cosine = try #require(distance.cosine)
            #expect(abs(cosine.mean - expected / Double(width / 2)) < 1e-5)
        }
    }

    @Test func interleavedColumnsAreThePapersFormula() throws {
        let width = 12
        let positions = try InspectedPositions(count: 30, width: width, arrangement: .interleaved)
        for position in 0..<30 {
            for pair in 0..<width / 2 {
                let angle = Double(position) / pow(10_000, Double(2 * pair) / Double(width))
                let vector = positions.vectors[position].map(Double.init)
                #expect(abs(vector[2 * pair] - sin(angle)) < 1e-6)
                #expect(abs(vector[2 * pair + 1] - cos(angle)) < 1e-6)
            }
        }
    }

    @Test(arguments: [1, 7, 8]) func arrangementsAreOrdersOfTheSameColumns(width: Int) throws {
        let halves = try InspectedPositions(count: 5, width: width)
        #expect(
            halves.vectors.flatMap { $0 } == PositionalEncoding.sinusoids(count: 5, width: width))
        let interleaved = try halves.arranged(.interleaved)
        #expect(
            try interleaved
                == InspectedPositions(count: 5, width: width, arrangement: .interleaved))
        #expect(try interleaved.arranged(.halves) == halves)
        for dimension in 0..<width {
            let wave = try interleaved.wave(ofDimension: dimension)
            #expect(wave.function == (dimension.isMultiple(of: 2) ? .sine : .cosine))
            let other = try halves.wave(
                ofDimension: wave.function == .sine
                    ? dimension / 2 : (width + 1) / 2 + dimension / 2)
            #expect(wave.values == other.values && wave.wavelength == other.wavelength)
        }
    }

    /// A wave is back where it was after its wavelength.
    @Test func wavesHaveTheirWavelengths() throws {
        let positions = try InspectedPositions(count: 200, width: 8)
        for pair in 0..<4 {
            let wave = try positions.wave(ofDimension: pair)
            let length = try #require(wave.wavelength)
            #expect(abs(length / (2 * .pi * pow(10, Double(pair))) - 1) < 1e-12)
            for (position, value) in wave.values.enumerated() {
                let phase = 2 * .pi * Double(position) / length
                #expect(abs(Double(value) - sin(phase)) < 1e-5)
            }
        }
    }

    @Test func aModelsPositionsAreWhatItAdds() async throws {
        let positions = try await translator().inspectPositions(of: .decoder, count: 9)
        #expect(positions.kind == .computed && positions.stack == .decoder)
        #expect(positions.arrangement == .halves && positions.count == 9 && positions.width == 128)
        #expect(
            positions.vectors.flatMap { $0 } == PositionalEncoding.sinusoids(count: 9, width: 128))
        #expect(try await translator().inspectPositions().count == 128)
    }

    @Test func learnedPositionsAreMeasured() async throws {
        let translator = try translator { $0.positions = .learned }
        let positions = try await translator.inspectPositions(of: .encoder, count: 20)
        #expect(positions.kind == .learned && positions.arrangement == nil)
        #expect(positions.wavelengths == nil)
        let model = try #require(translator.model as? Transformer)
        let table = try #require(model.parameters["model.encoder.embed_positions.weight"])
        #expect(positions.vectors.flatMap { $0 } == Array(table.values.prefix(20 * 128)))
        #expect(try positions.wave(ofDimension: 5).wavelength == nil)
        let vectors = positions.vectors.map { $0.map(Double.init) }
        func dot(_ x: [Double], _ y: [Double]) -> Double {
            zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let products = (0..<17).map { dot(vectors[$0], vectors[$0 + 3]) }
        let cosines = (0..<17).map {
            products[$0]
                / (dot(vectors[$0], vectors[$0]) * dot(vectors[$0 + 3], vectors[$0 + 3]))
                .squareRoot()
        }
        for (spread, expected) in [
            (positions.distances[3].dotProduct, products),
            (try #require(positions.distances[3].cosine), cosines),
        ] {
            let mean = expected.reduce(0, +) / 17
            let variance = expected.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 17
            #expect(abs(spread.mean - mean) < 1e-12)
            #expect(abs(spread.deviation - variance.squareRoot()) < 1e-12)
            #expect(spread.smallest == expected.min() && spread.largest == expected.max())
        }
        let order = try message { _ = try positions.arranged(.interleaved) }
        #expect(order.contains("learned"))
    }

    /// Positions that nobody has learned anything of may be zero: they have no direction.
    @Test func aPositionOfNothingHasNoCosine() async throws {
        let translator = try translator {
            $0.positions = .learned
        } fill: { model in
            try Self.fill(model, .encoder) { $0 == 1 && $1 == 0 ? 1 : 0 }
        }
        let positions = try await translator.inspectPositions(of: .encoder, count: 3)
        #expect(positions.distances[0].cosine?.mean == 1)
        #expect(positions.distances[1].cosine == nil)
        #expect(try JSONEncoder().encode(positions).count > 0)
    }

    @Test func aStoredTableTellsItsWavelengths() async throws {
        // tensor2tensor's: sin(pos · 10000^(−i/(d/2 − 1))), then the cosines.
        func angle(_ position: Int, _ column: Int) -> Double {
            Double(position) * pow(10_000, -Double(column % 64) / 63)
        }
        let paper = PositionalEncoding.sinusoids(count: 200, width: 128)
        let translator = try translator {
            $0.storesPositions = true
        } fill: { model in
            try Self.fill(model, .encoder) { $1 < 64 ? sin(angle($0, $1)) : cos(angle($0, $1)) }
            try Self.fill(model, .decoder) { Double(paper[$0 * 128 + $1]) }
        }
        let encoder = try await translator.inspectPositions(of: .encoder, count: 4)
        #expect(encoder.kind == .stored && encoder.arrangement == .halves)
        #expect(abs((encoder.wavelengths?[63] ?? 0) / (2 * .pi * 10_000) - 1) < 1e-12)
        let decoder = try await translator.inspectPositions(of: .decoder, count: 4)
        let last = 2 * .pi * pow(10_000, 126.0 / 128)
        #expect(abs((decoder.wavelengths?[63] ?? 0) / last - 1) < 1e-12)
        #expect(decoder.title == "Sinusoidal, stored, decoder")
    }

    @Test func aStoredTableOfOtherNumbersHasNone() async throws {
        let translator = try translator {
            $0.storesPositions = true
        } fill: { model in
            try Self.fill(model, .encoder) { Double(($0 * 7 + $1) % 5) }
        }
        let positions = try await translator.inspectPositions()
        #expect(positions.wavelengths == nil && positions.title == "Stored, encoder")
    }

    @Test func whatIsNotThereIsNamed() async throws {
        var configuration = RecurrentConfiguration(EmbeddingConfiguration(tokenizer))
        configuration.apply(.tiny)
        let recurrent = Translator(
            configuration.makeModel(seed: 1), tokenizer, workers: 1, precision: .float32)
        let none = await explanation { _ = try await recurrent.inspectPositions() }
        #expect(none.contains("has no positions"))
        let transformer = try translator()
        for count in [0, -1, 201] {
            let text = await explanation {
                _ = try await transformer.inspectPositions(count: count)
            }
            #expect(text.contains("ask for 1 to 200"))
        }
        let ensemble = Translator(
            try Ensemble([transformer.model, transformer.model]), tokenizer, workers: 1,
            precision: .float32)
        let several = await explanation { _ = try await ensemble.inspectPositions() }
        #expect(several.contains("one of them"))
        let positions = try InspectedPositions(count: 3, width: 4)
        #expect(try message { _ = try positions.wave(ofDimension: 4) }.contains("0 to 3"))
        for (count, width) in [(0, 4), (4, 0), (-1, -1), (1 << 40, 1 << 40), (4000, 1)] {
            #expect(
                try message { _ = try InspectedPositions(count: count, width: width) }
                    .contains("cannot be shown"))
        }
    }

    @Test func damagedTablesAreNamed() async throws {
        let translator = try translator {
            $0.positions = .learned
        } fill: { model in
            try Self.fill(model, .decoder) { _, column in column == 3 ? .nan : 0 }
        }
        let text = await explanation { _ = try await translator.inspectPositions(of: .decoder) }
        #expect(text.contains("damaged") && text.contains("decoder"))
    }

    @Test func itComesBackFromJSON() throws {
        let positions = try InspectedPositions(count: 5, width: 6, arrangement: .interleaved)
        let data = try JSONEncoder().encode(positions)
        #expect(try JSONDecoder().decode(InspectedPositions.self, from: data) == positions)
    }
}

struct InspectedPositionsFigureTests {
    private let formula: InspectedPositions
    private let learned: InspectedPositions

    init() async throws {
        formula = try InspectedPositions(count: 40, width: 128)
        let tokenizer = try characterTokenizer()
        var configuration = TransformerConfiguration(.tiny, for: tokenizer)
        configuration.positions = .learned
        let translator = Translator(
            Transformer(configuration, seed: 1), tokenizer, workers: 1, precision: .float32)
        learned = try await translator.inspectPositions(of: .decoder, count: 40)
    }

    @Test func mapsStandBesideEachOther() {
        let map = formula.map(beside: [learned], model: "en-<de>")
        #expect(map.panels.map(\.values) == [formula.vectors, learned.vectors])
        #expect(map.panels.map(\.title) == ["Sinusoidal, by the formula", "Learned, decoder"])
        #expect(map.rowTitle == "position" && map.columnTitle == "dimension")
        let svg = map.svg()
        #expect(svg.contains("en-&lt;de&gt;: Positions by dimension"))
        #expect(svg.contains("all sines, then all cosines"))
    }

    @Test func wavesSayTheirWavelengths() throws {
        let waves = try formula.waves(ofDimensions: [0, 127], beside: [learned])
        #expect(
            waves.panels[0].series.map(\.name) == [
                "dimension 0: sine, wavelength 6.28", "dimension 127: cosine, wavelength 54.4k",
            ])
        #expect(waves.panels[1].series.map(\.name) == ["dimension 0", "dimension 127"])
        let values = waves.panels[0].series[0].points.compactMap(\.y)
        #expect(values.count == 40 && abs(values[1] - sin(1)) < 1e-6)
        #expect(waves.horizontalTitle == "position")
        #expect(try message { _ = try formula.waves(ofDimensions: [128]) }.contains("0 to 127"))
    }

    @Test func wavesOfNoChoiceCanBeTold() throws {
        let lengths = try formula.waves().panels[0].series.map(\.name)
        #expect(lengths.count == 4 && lengths.allSatisfy { $0.contains("sine") })
        #expect(try learned.waves().panels[0].series.map(\.name).last == "dimension 96")
        let narrow = try InspectedPositions(count: 3, width: 1)
        #expect(try narrow.waves().panels[0].series.count == 1)
        #expect(try formula.waves(beside: [narrow]).panels.count == 2)
    }

    @Test func likenessHasAPanelForBothMeasures() {
        let chart = formula.similarity(beside: [learned])
        #expect(
            chart.panels.map(\.unit) == ["scalar product", "cosine", "scalar product", "cosine"])
        let mean = chart.panels[1].series.last?.points.compactMap(\.y) ?? []
        #expect(mean.count == 40 && abs(mean[0] - 1) < 1e-6 && mean[1] < mean[0])
        #expect(chart.svg().contains("distance of the two positions"))
    }
}

/// The message of the error that an asynchronous call ends with; empty if it ends with none.
func explanation(_ body: () async throws -> Void) async -> String {
    do {
        try await body()
        return ""
    } catch {
        return (error as? CalqueError)?.message ?? "\(error)"
    }
}
