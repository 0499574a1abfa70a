import Basics
import Foundation
import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text

/// The loss of models whose attention alignments guide.
struct GuidedAlignmentTests {
    private let context = Context(precision: .float32)
    /// By pair, which source token goes with which target token.
    private let links = [[(0, 1), (2, 1), (3, 4)], [], [(8, 0), (8, 1), (1, 2)]].map {
        $0.map { Alignment.Link(source: $0.0, target: $0.1) }
    }

    private func batch(_ model: some TranslationModel, links: [[Alignment.Link]]) -> Batch {
        let (sources, targets) = (sentences([4, 3, 9]), sentences([5, 2, 3], seed: 2))
        return Batch(
            Array(sources.indices), sources: sources.map { $0[...] },
            targets: targets.map { $0[...] }, links: links, model.specialTokens)
    }

    /// − Σ_t Σ_s A_ts log p_ts by the attention that the model records.
    private func expectedLoss(
        of model: some SequenceToSequenceModel, _ batch: Batch, _ head: AlignmentHead
    ) -> Double {
        let record = AttentionRecord()
        model.recordAttention(of: batch, in: record, context)
        return links.indices.reduce(0.0) { sum, pair in
            let weights = record.layers[head.layer].weights(ofHead: head.head, in: pair)
            let keys = batch.source.range(of: pair).count
            return links[pair].reduce(sum) { sum, link in
                let count = links[pair].count { $0.target == link.target }
                return sum - log(Double(weights[link.target * keys + link.source])) / Double(count)
            }
        }
    }

    @Test(arguments: TransformerConfiguration.variants)
    func itsLossIsAddedToThatOfTheTokens(configuration: TransformerConfiguration) {
        let model = Transformer.random(configuration)
        let batch = batch(model, links: links)
        let plain = model.loss(of: batch, smoothing: 0.1, context)
        #expect(plain.alignedTokens == 0 && plain.meanAlignmentLoss == nil)
        #expect(model.encoderDecoderAttentions.count == configuration.decoderLayers)
        for layer in 0..<configuration.decoderLayers {
            let head = AlignmentHead(layer: layer, head: layer % configuration.decoderHeads)
            let guided = model.loss(
                of: batch, smoothing: 0.1, guidance: AlignmentGuidance(head, weight: 0.25), context)
            let expected = expectedLoss(of: model, batch, head)
            #expect(guided.alignedTokens == 5)
            #expect(abs(guided.alignmentLoss - expected) < 1e-4 * expected)
            #expect(abs(guided.loss - plain.loss - 0.25 * expected) < 1e-4 * guided.loss)
            #expect(guided.negativeLogLikelihood == plain.negativeLogLikelihood)
        }
    }

    /// The derivative along a random direction of the weights that make queries and keys.
    @Test(arguments: TransformerConfiguration.variants)
    func gradientsAreThoseOfTheWholeLoss(configuration: TransformerConfiguration) {
        let model = Transformer.random(configuration)
        let batch = batch(model, links: links)
        let guidance = AlignmentGuidance(
            AlignmentHead(layer: configuration.decoderLayers - 1, head: 1), weight: 2)
        let gradients = ParameterVector(for: model.parameters)
        model.prepare(for: .float32)
        context.backpropagate(into: gradients, dropout: nil) {
            _ = model.loss(of: batch, smoothing: 0, guidance: guidance, context)
        }
        let moved = model.parameters.entries.map(\.self).filter {
            $0.name.contains("q_proj") || $0.name.contains("k_proj")
        }.map(\.parameter)
        var random = RandomSource(seed: 9)
        var direction = moved.map { $0.values.map { _ in random.nextNormal() } }
        let norm = direction.joined().reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        direction = direction.map { $0.map { $0 / norm } }
        let slope = zip(direction, moved).reduce(0.0) { sum, part in
            zip(part.0, gradients.array(part.1)).reduce(sum) { $0 + Double($1.0 * $1.1) }
        }
        func loss(movedBy distance: Float) -> Double {
            for (parameter, direction) in zip(moved, direction) {
                let values = parameter.values
                for place in values.indices { values[place] += distance * direction[place] }
            }
            model.prepare(for: .float32)
            return model.loss(of: batch, smoothing: 0, guidance: guidance, context).loss
        }
        let step: Float = 0.02
        let above = loss(movedBy: step)
        let below = loss(movedBy: -2 * step)
        let measured = (above - below) / Double(2 * step)
        #expect(abs(measured - slope) < 0.02 * abs(slope) + 0.01, "\(measured), not \(slope)")
    }

    @Test func withoutLinksNothingIsAdded() {
        let model = Transformer.random()
        let guidance = AlignmentGuidance(AlignmentHead(layer: 1, head: 0), weight: 1)
        for links in [[], [[], [], []]] as [[[Alignment.Link]]] {
            let batch = batch(model, links: links)
            #expect(batch.links == nil)
            let guided = model.loss(of: batch, smoothing: 0, guidance: guidance, context)
            #expect(guided.loss == model.loss(of: batch, smoothing: 0, context).loss)
            #expect(guided.meanAlignmentLoss == nil)
        }
    }

    @Test func otherModelsHaveNoHeadsToGuide() {
        let study = TransformerConfiguration.small { $0.study.without = [.encoderDecoderAttention] }
        #expect(Transformer.random(study).encoderDecoderAttentions.isEmpty)
        for variant in ModelVariant.all
        where !(variant.configuration is TransformerConfiguration) {
            #expect(variant.makeModel().encoderDecoderAttentions.isEmpty)
        }
    }
}
