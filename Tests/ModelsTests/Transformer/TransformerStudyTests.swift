import Basics
import Foundation
import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text

/// Transformers that lack something, to study what it is there for.
struct TransformerStudyTests {
    typealias Part = TransformerStudy.Part

    private let context = Context(precision: .float32)

    private func names(_ configuration: TransformerConfiguration) -> Set<String> {
        Set(Transformer(configuration).parameters.entries.map(\.name))
    }

    @Test func asTextItIsAListOfNamesInOrder() {
        let study = TransformerStudy(without: [.residual, .scaling])
        #expect(study.description == "scaling,residual")
        #expect(TransformerStudy("residual,scaling") == study)
        #expect(TransformerStudy("") == TransformerStudy())
        for text in ["spin", "scaling,", "scaling,scaling", "scaling residual", ","] {
            #expect(TransformerStudy(text) == nil, "\(text)")
        }
    }

    @Test func itIsEncodedAsAList() throws {
        let study = TransformerStudy(without: [.feedForward, .mask])
        let data = try JSONEncoder().encode(study)
        #expect(String(decoding: data, as: UTF8.self) == #"["feed-forward","mask"]"#)
        #expect(try JSONDecoder().decode(TransformerStudy.self, from: data) == study)
    }

    /// What is taken out takes its weights with it, and no others.
    @Test(arguments: [
        (Part.scaling, []), (.positions, []), (.residual, []), (.mask, []),
        (.embeddingScaling, []), (.headStart, []), (.projections, ["q_proj", "k_proj", "v_proj"]),
        (.norm, ["layer_norm"]), (.feedForward, ["fc1", "fc2", "final_layer_norm"]),
        (.encoderDecoderAttention, ["encoder_attn"]),
        (.encoderSelfAttention, (0..<3).map { "model.encoder.layers.\($0).self_attn" }),
        (.decoderSelfAttention, (0..<3).map { "model.decoder.layers.\($0).self_attn" }),
    ])
    func aPartTakesItsWeightsWithIt(part: Part, weights: [String]) {
        let whole = names(.small())
        let left = names(.small { $0.study.without = [part] })
        let gone = whole.filter { name in weights.contains { name.contains($0) } }
        #expect(left == whole.subtracting(gone))
        #expect(gone.isEmpty == weights.isEmpty)
    }

    /// The same weights say something else without a part, but for one that is in the first weights.
    @Test(arguments: Part.allCases)
    func everyPartCounts(part: Part) throws {
        let whole = Transformer.random(seed: 5)
        let studied = Transformer.random(.small { $0.study.without = [part] }, seed: 5)
        try copyWeights(of: whole, to: studied)
        let (own, others) = (logits(of: studied, .float32), logits(of: whole, .float32))
        #expect((own == others) == (part == .headStart))
    }

    private func copyWeights(of whole: Transformer, to studied: Transformer) throws {
        for entry in studied.parameters.entries {
            let own = try #require(whole.parameters[entry.name])
            for (place, value) in zip(entry.parameter.values.indices, own.values) {
                entry.parameter.values[place] = value
            }
        }
    }

    /// Over all parameters at once: the loss along random directions.
    @Test(arguments: ModelVariant.studied)
    func gradientsAreThoseOfDifferences(variant: ModelVariant) throws {
        var configuration = try #require(variant.configuration as? TransformerConfiguration)
        // ReLU has no derivative at 0.
        configuration.activation = .swish
        let model = Transformer.random(configuration, seed: 3)
        let batch = Batch(sentences([4, 7, 3]), sentences([5, 2, 6], seed: 2), model)
        let gradients = ParameterVector(for: model.parameters)
        _ = context.gradients(of: model, batch, into: gradients)
        let entries = model.parameters.entries.filter(\.isTrainable)
        let gradient = entries.flatMap { gradients.array($0.parameter).map(Double.init) }
        // The row of padding does not move.
        let size = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let start = model.parameters.weights
        for seed in 1...3 {
            let direction = unitVector(gradient, seed: UInt64(seed))
            func loss(_ step: Double) -> Double {
                move(entries.map(\.parameter), along: direction, by: step)
                defer { restore(model, start) }
                return model.loss(of: batch, smoothing: 0, context).loss
            }
            let step = 0.02
            let (near, far) = (loss(step) - loss(-step), loss(2 * step) - loss(-2 * step))
            let difference = (8 * near - far) / (12 * step)
            let product = zip(gradient, direction).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(abs(product - difference) < 0.01 * size, "\(product), not \(difference)")
        }
    }

    /// A direction that has something of the gradient's, and otherwise moves only what has one.
    private func unitVector(_ gradient: [Double], seed: UInt64) -> [Double] {
        var random = RandomSource(seed: seed)
        let typical =
            gradient.reduce(0) { $0 + abs($1) } / Double(max(1, gradient.count { $0 != 0 }))
        let vector = gradient.map {
            $0 == 0 ? 0 : Double(random.nextNormal()) * typical + 0.5 * $0
        }
        let size = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return vector.map { $0 / size }
    }

    private func move(_ parameters: [Parameter], along direction: [Double], by step: Double) {
        var place = 0
        for parameter in parameters {
            for index in parameter.values.indices {
                parameter.values[index] += Float(step * direction[place])
                place += 1
            }
        }
    }

    private func restore(_ model: Transformer, _ weights: [Float]) {
        var place = 0
        for entry in model.parameters.entries {
            for index in entry.parameter.values.indices {
                entry.parameter.values[index] = weights[place]
                place += 1
            }
        }
    }

    // MARK: Without a start of their own

    /// Other first weights of attentions, and no others.
    @Test func headsThatStartAlikeChangeNoOtherWeight() {
        func entries(_ study: TransformerStudy) -> [ParameterStore.Entry] {
            Transformer(.small { $0.study = study }, seed: 5).parameters.entries
        }
        let whole = entries(TransformerStudy())
        for (own, other) in zip(entries(TransformerStudy(without: [.headStart])), whole) {
            let isOfHeads = own.name.contains("_proj.weight")
            let isSame = Array(own.parameter.values) == Array(other.parameter.values)
            #expect(isSame != isOfHeads, "\(own.name)")
        }
    }

    /// Alike, heads get the same gradients. A different start parts them, or dropout of their weights.
    @Test(arguments: [
        (true, Float(0), false), (true, 0.5, true), (false, 0, true),
    ])
    func headsStayAlikeUnlessSomethingPartsThem(
        startAlike: Bool, attentionDropout: Float, differ: Bool
    ) throws {
        let model = Transformer(
            .small {
                $0.study.without = startAlike ? [.headStart] : []
                $0.attentionDropout = attentionDropout
                $0.dropout = 0.1
            }, seed: 3)
        let before = model.parameters.weights
        try train(model, updates: 5)
        #expect(zip(model.parameters.weights, before).count { $0 != $1 } > before.count / 2)
        for entry in model.parameters.entries where entry.name.contains("_proj.weight") {
            let distance = distanceOfHeads(entry)
            #expect((distance > 1e-3) == differ, "\(entry.name): \(distance)")
        }
    }

    /// How far the second of two heads is from the first, relative to it.
    private func distanceOfHeads(_ entry: ParameterStore.Entry) -> Float {
        let width = entry.parameter.columns
        let values = Array(entry.parameter.values)
        let isOutput = entry.name.contains("out_proj")
        var (difference, size): (Float, Float) = (0, 0)
        for place in values.indices {
            let isFirst = (isOutput ? place % width : place / width) < width / 2
            guard isFirst else { continue }
            let other = values[place + (isOutput ? width / 2 : width * width / 2)]
            difference += (values[place] - other) * (values[place] - other)
            size += values[place] * values[place]
        }
        return (difference / size).squareRoot()
    }

    private func train(_ model: Transformer, updates: Int) throws {
        let batch = Batch(sentences([9, 7, 8]), sentences([8, 9, 6], seed: 2), model)
        let pool = WorkerPool(count: 1, precision: .float32)
        let optimizer = Adam(model.parameters, AdamOptions())
        let gradients = ParameterVector(for: model.parameters)
        for update in 0..<updates {
            gradients.reset()
            let sums = context.backpropagate(
                into: gradients, dropout: RandomSource(seed: UInt64(update))
            ) { model.loss(of: batch, smoothing: 0.1, context) }
            _ = try optimizer.step(
                GradientSum(of: [gradients], for: model.parameters, on: pool),
                scale: 1 / Double(sums.tokens), learningRate: 1e-3, on: pool)
        }
    }

    // MARK: Without a mask

    private static let unmasked = TransformerConfiguration.small { $0.study.without = [.mask] }

    /// What leaks: in training, every prediction sees the whole translation.
    @Test func withoutAMaskALaterTokenChangesEarlierLogits() {
        let model = Transformer.random(Self.unmasked)
        var targets = sentences([6], seed: 2)
        func logits() -> [Float] {
            let batch = Batch(sentences([4]), targets, model)
            return model.logits(of: batch, record: nil, context).array()
        }
        let before = logits()
        targets[0][4] = targets[0][4] == 5 ? 6 : 5
        #expect(before.prefix(20) != logits().prefix(20))
    }

    /// A decoder that translates has nothing to see: step by step the model is the one with the mask.
    @Test func stepByStepTheMaskIsThere() throws {
        let masked = Transformer.random(.small())
        let model = Transformer.random(Self.unmasked)
        try copyWeights(of: masked, to: model)
        let targets = sentences([6], seed: 2)
        let batch = Batch(sentences([5]), targets, model)
        let full = masked.logits(of: batch, record: nil, context).array()
        var state = model.encode(batch.source, context)
        for (position, token) in ([model.specialTokens.start] + targets[0].dropLast()).enumerated()
        {
            let stepped = model.step([token], &state, context).array().prefix(20)
            expect(
                Array(stepped), Array(full[position * 20..<(position + 1) * 20]), relative: 1e-4,
                absolute: 1e-6, "logits at position \(position)")
        }
    }

    // MARK: Files

    @Test func aModelThatLacksNothingIsTheFileThatItWas() throws {
        let configuration = TransformerConfiguration.small()
        #expect(configuration.jsonObject["model_type"] as? String == "marian")
        #expect(configuration.jsonObject["without"] == nil)
        #expect(!configuration.properties.contains { $0.name.contains("without") })
    }

    @Test func aStudyHasATypeOfItsOwn() throws {
        for change: (inout TransformerConfiguration) -> Void in [
            { $0.normPlacement = .post }, { $0.normPlacement = .pre }, { $0.positions = .learned },
        ] {
            var configuration = TransformerConfiguration.small { $0.study.without = [.mask] }
            change(&configuration)
            let object = configuration.jsonObject
            #expect(object["model_type"] as? String == "calque_transformer_study")
            #expect(object["without"] as? [String] == ["mask"])
            #expect(configuration.properties.last?.value == "mask")
        }
    }

    @Test(arguments: [
        (["scaling", "spin"] as [String]?, #""without" lists "spin"; allowed are scaling, "#),
        (nil, "lacks the key \"without\""),
    ])
    func whatCannotBeTakenOutIsNamed(without: [String]?, reason: String) throws {
        let folder = try TemporaryFolder()
        let directory = ModelDirectory(folder.url)
        try directory.save(Transformer.random(Self.unmasked), tokenizer: nil)
        try directory.changeConfiguration { $0["without"] = without }
        let message = try message { _ = try directory.loadModel(precision: .float32) }
        #expect(message.contains(reason), "\(message)")
    }

    @Test func aListIsNoSingleName() throws {
        let folder = try TemporaryFolder()
        let directory = ModelDirectory(folder.url)
        try directory.save(Transformer.random(Self.unmasked), tokenizer: nil)
        try directory.changeConfiguration { $0["without"] = "mask" }
        let message = try message { _ = try directory.loadModel(precision: .float32) }
        #expect(message.contains("\"without\" is mask; allowed is a list of names"), "\(message)")
    }

    @Test(arguments: [
        (Part.positions, "Positions are learned"), (.norm, "Norms stand before"),
    ])
    func whatIsAskedForIsNotTakenOut(part: Part, reason: String) throws {
        let configuration = TransformerConfiguration.small {
            $0.positions = .learned
            $0.normPlacement = .pre
            $0.study.without = [part]
        }
        let message = try message { try configuration.validate() }
        #expect(message.contains(reason) && message.contains("\"without\""), "\(message)")
    }

    // MARK: Operations

    /// Multiplications of 4 source and 3 target tokens, with width 2 and inner width 3.
    private static let projections = 4 * 12 + 3 * 16 + 4 * 8
    private static let crossAttention = 3 * 8 + 4 * 8 + 12 * 4
    private static let encoderAttention = 4 * 4 * 4 + 16 * 4
    private static let decoderAttention = 4 * 4 * 3 + 6 * 4
    /// With a mask 6 of 9 pairs are counted.
    private static let mask = (6 - 9) * 4

    @Test(arguments: [
        (Part.scaling, 0), (.projections, projections), (.feedForward, 7 * 12),
        (.encoderDecoderAttention, crossAttention), (.mask, mask),
        (.encoderSelfAttention, encoderAttention), (.decoderSelfAttention, decoderAttention),
    ])
    func whatIsTakenOutTakesItsProducts(part: Part, multiplications: Int) {
        func operations(_ study: TransformerStudy) -> Double {
            let configuration = TransformerConfiguration.small {
                $0.width = 2
                $0.encoderLayers = 1
                $0.decoderLayers = 1
                $0.encoderInnerWidth = 3
                $0.decoderInnerWidth = 3
                $0.study = study
            }
            return configuration.productOperations(
                of: Batch(sentences([4]), sentences([3], seed: 2), configuration.makeModel()))
        }
        let difference =
            operations(TransformerStudy()) - operations(TransformerStudy(without: [part]))
        #expect(difference == Double(2 * multiplications))
    }
}
