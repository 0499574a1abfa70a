import Basics
import Foundation
import Inspection
import Layers
import Tensors
import TestSupport
import Testing
import Text
import Translation

struct InspectedStepsTests {
    private let small: SmallTransformer

    init() throws { small = try SmallTransformer() }

    @Test func theStepsLeadToTheRecordedWeights() async throws {
        let projections = try await small.translator.inspectProjections(of: "ab c", to: "de")
        for layer in projections.attention.layers {
            for (head, rows) in layer.heads.enumerated() {
                for (token, row) in rows.enumerated() {
                    let found = try projections.steps(
                        at: layer.site, layer: layer.layer, head: head, token: token)
                    #expect(found.recordedWeights == row)
                    expect(
                        found.steps.weights.map { Float($0) }, row, absolute: 3e-5,
                        "weights of \(layer.site), layer \(layer.layer), head \(head)")
                }
            }
        }
    }

    @Test func theyAreEquationOne() async throws {
        let projections = try await small.translator.inspectProjections(of: "ab c", to: "de")
        for layer in projections.layers {
            for (index, head) in layer.heads.enumerated() {
                func matrix(_ rows: [[Float]]) -> Reference.Matrix {
                    Reference.Matrix(
                        rows.count, rows[0].count, rows.flatMap { $0.map(Double.init) })
                }
                let reference = Reference.Attention(
                    queries: matrix(head.queries), keys: matrix(head.keys),
                    values: matrix(head.values), isCausal: layer.site == .decoder)
                for token in head.queries.indices {
                    let steps = try projections.steps(
                        at: layer.site, layer: layer.layer, head: index, token: token
                    ).steps
                    for (one, other) in zip(steps.output, reference.output[token]) {
                        #expect(abs(one - other) < 1e-9)
                    }
                }
            }
        }
    }

    /// Side by side and through Wᴼ, the heads' outputs are what the sublayer adds.
    @Test func theOutputsAreWhatTheSublayerIsMadeOf() async throws {
        let pair = EncodedPair(source: "ab c", target: "de", small.tokenizer)
        let pass = try await small.translator.pass(over: pair, recording: .sublayers)
        let projections = try await small.translator.inspectProjections(of: "ab c", to: "de")
        let places: [(AttentionSite, String, count: Int)] = [
            (.encoder, "model.encoder.layers.1.self_attn", pair.source.count),
            (.decoder, "model.decoder.layers.1.self_attn", pair.target.count),
            (.encoderDecoder, "model.decoder.layers.1.encoder_attn", pair.target.count),
        ]
        for (site, name, count) in places {
            let output = Reference.Linear(
                weight: try small.matrix("\(name).out_proj.weight"),
                bias: try small.vector("\(name).out_proj.bias"))
            let heads = try #require(
                projections.layers.first { $0.site == site && $0.layer == 1 }
            ).heads.count
            let width = small.model.configuration.width
            let added = try #require(pass.sublayers.last { $0.kind == .attention(site) }).added
            for token in 0..<count {
                let joined = try (0..<heads).flatMap {
                    try projections.steps(at: site, layer: 1, head: $0, token: token).steps.output
                }
                let expected = output(Reference.Matrix(1, width, joined)).values
                expect(
                    Array(added[token * width..<(token + 1) * width]), expected, relative: 1e-4,
                    "what \(site) adds to token \(token)")
            }
        }
    }

    @Test func whatIsToComeIsMasked() async throws {
        let steps = try await small.translator.inspectSteps(
            of: "ab c", to: "de", at: .decoder, layer: 0, head: 1, token: 1)
        #expect(steps.steps.isMasked == [false, false, true, true])
        #expect(steps.steps.weights[2...] == [0, 0])
        #expect(abs(steps.steps.weights.reduce(0, +) - 1) < 1e-12)
        #expect(steps.keys.dropFirst() == ["␣", "d", "e"] && steps.query == "d")
        let text = steps.figure().terminal(width: 100, colors: .none)
        #expect(text.contains("e (masked)"))
    }

    @Test func theLastLayerIsTheDefault() async throws {
        let steps = try await small.translator.inspectSteps(
            of: "ab", to: "de", at: .encoderDecoder)
        #expect(steps.layer == 1 && steps.head == 0 && steps.token == 0)
    }

    @Test func whatIsNotThereIsNamed() async throws {
        let projections = try await small.translator.inspectProjections(of: "ab", to: "de")
        let token = try message { _ = try projections.steps(at: .encoder, token: 99) }
        #expect(token.contains("no query token 99: ask for one of 0 to 3"))
        let head = try message { _ = try projections.steps(at: .encoder, head: 4) }
        #expect(head.contains("no head 4"))
        let layer = try message { _ = try projections.steps(at: .decoder, layer: 2) }
        #expect(layer.contains("no layer 2"))
    }

    @Test func otherModelsHaveNone() async throws {
        let translator = try recurrentTranslator().translator
        let error = await #expect(throws: CalqueError.self) {
            try await translator.inspectSteps(of: "ab", to: "de", at: .encoderDecoder)
        }
        #expect(error?.kind == .configuration)
        #expect(error?.message.contains("no attention of queries, keys and values") == true)
    }

    @Test func picturesSayWhichStepsTheyShow() async throws {
        let steps = try await small.translator.inspectSteps(
            of: "ab <c>", to: "de", at: .encoder, layer: 1, head: 2, token: 1)
        let svg = steps.figure(model: "en-<de>").svg()
        #expect(
            svg.contains(
                "en-&lt;de&gt;: Encoder self-attention, layer 1, head 2, token 1 “a”"))
        #expect(!svg.contains("<de>") && !svg.contains("<c>"))
    }

    @Test func itComesBackFromJSON() async throws {
        let projections = try await small.translator.inspectProjections(of: "ab", to: "de")
        let data = try JSONEncoder().encode(projections)
        let back = try JSONDecoder().decode(InspectedProjections.self, from: data)
        #expect(back == projections)
        let steps = try projections.steps(at: .decoder)
        let stepsBack = try JSONDecoder().decode(
            InspectedSteps.self, from: JSONEncoder().encode(steps))
        #expect(stepsBack == steps)
    }
}

struct FuzzyDictionaryTests {
    @Test func theExampleFindsTheSecondKey() {
        let example = FuzzyDictionary.example
        #expect(example.query == example.keys[1])
        #expect(example.scores == [8, 9, 0])
        let exponentials = [8, 9, 0].map { exp($0 / 3.0.squareRoot()) }
        let sum = exponentials.reduce(0, +)
        for place in 0..<3 {
            #expect(
                abs(example.scaledScores[place] - example.scores[place] / 3.squareRoot()) < 1e-12)
            #expect(abs(example.weights[place] - exponentials[place] / sum) < 1e-12)
            #expect(abs(example.output[place] - example.weights[place]) < 1e-12)
        }
        #expect(example.weights.max() == example.weights[1])
    }

    @Test func aMaskedKeyIsAsIfItWereNotThere() throws {
        let (keys, values) = ([[3.0, 1], [1, 2], [0, 5]], [[1.0], [2], [3]])
        let masked = try FuzzyDictionary(
            query: [1, 1], keys: keys, values: values, isMasked: [false, true, false])
        let without = try FuzzyDictionary(
            query: [1, 1], keys: [keys[0], keys[2]], values: [values[0], values[2]])
        #expect(masked.weights == [without.weights[0], 0, without.weights[1]])
        #expect(masked.output == without.output)
    }

    @Test func largeScoresOverflowNothing() throws {
        let found = try FuzzyDictionary(
            query: [1e200], keys: [[1e100], [-1e100]], values: [[1], [2]])
        #expect(found.weights == [1, 0] && found.output == [1])
    }

    @Test(
        arguments: [
            ([], [[1]], [[1]], nil, "no numbers"),
            ([1], [[1], [2]], [[1]], nil, "2 keys, 1 values"),
            ([1], [[1], [2, 3]], [[1], [2]], nil, "Key 2 has 2 numbers"),
            ([1], [[1], [2]], [[1], [2, 3]], nil, "Value 2 has 2 numbers"),
            ([1], [[1]], [[]], nil, "Value 1 has 0 numbers"),
            ([.nan], [[1]], [[1]], nil, "not finite"), ([1], [], [], nil, "no key"),
            ([1], [[1]], [[1]], [true], "no key that the query may see"),
        ] as [([Double], [[Double]], [[Double]], [Bool]?, String)])
    func whatDoesNotGoTogetherIsNamed(
        query: [Double], keys: [[Double]], values: [[Double]], mask: [Bool]?, problem: String
    ) throws {
        let message = try message {
            _ = try FuzzyDictionary(query: query, keys: keys, values: values, isMasked: mask)
        }
        #expect(message.contains(problem))
    }

    @Test func itsTextIsTheTableOfItsNumbers() {
        let text = FuzzyDictionary.example.figure(keys: ["near", "same", "far"])
            .terminal(width: 120, colors: .none)
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.contains(["query", "1.00", "2.00", "2.00"]))
        #expect(
            lines.contains([
                "near", "2.00", "2.00", "1.00", "8.00", "4.62", "0.358", "1.00", "0.00", "0.00",
                "0.358", "0.000", "0.000",
            ]))
        #expect(lines.contains(["output", "0.358", "0.638", "0.004"]))
    }
}
