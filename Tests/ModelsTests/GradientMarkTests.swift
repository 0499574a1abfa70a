import Basics
import Layers
import Models
import Ranks
import Tensors
import TestSupport
import Testing
import Text

/// What models say of gradients that are complete.
struct GradientMarkTests {
    private static func batch(_ model: any SequenceToSequenceModel) -> Batch {
        Batch(sentences([5, 3, 7]), sentences([4, 6, 2], seed: 2), model)
    }

    /// The places that a model says, in order, and whether gradients change that it says are complete.
    private static func marks(
        of model: any SequenceToSequenceModel, isLast: Bool = true
    ) -> (places: [Int], change: Bool) {
        let gradients = ParameterVector(for: model.parameters)
        let context = Context(precision: .float32)
        var places: [Int] = []
        var claims: [[Float]] = []
        context.hearingOfGradients { place in
            places.append(place)
            claims.append((place..<gradients.count).map { gradients.values[$0] })
        } _: {
            _ = context.backpropagate(
                into: gradients, dropout: RandomSource(seed: 1), isLast: isLast
            ) {
                model.loss(of: batch(model), smoothing: 0.1, context)
            }
        }
        let change = zip(places, claims).contains { place, claim in
            claim != (place..<gradients.count).map { gradients.values[$0] }
        }
        return (places, change)
    }

    @Test(arguments: ModelVariant.all + ModelVariant.studied)
    func whatIsSaidToBeCompleteIs(variant: ModelVariant) {
        let marks = Self.marks(of: variant.makeModel())
        #expect(!marks.change)
        #expect(marks.places == marks.places.sorted(by: >))
        if let transformer = variant.configuration as? TransformerConfiguration {
            #expect(
                marks.places.count == transformer.encoderLayers + transformer.decoderLayers)
        }
    }

    @Test func allButEmbeddingsIsSaidToBeCompleteInTheEnd() throws {
        let model = Transformer.random(.small())
        let first = try #require(
            model.parameters.entries.first { $0.name.hasPrefix("model.encoder.layers.0.") })
        let marks = Self.marks(of: model)
        #expect(marks.places.last.map { $0 <= first.parameter.offset } == true)
        let table = try #require(model.parameters.entries.first).parameter
        #expect(marks.places.last.map { $0 >= table.count } == true)
    }

    @Test func aBatchThatOthersFollowSaysNothing() {
        #expect(Self.marks(of: Transformer.random(.small()), isLast: false).places.isEmpty)
    }

    @Test func ranksSendLayersBeforeTheBackwardPassHasEnded() {
        let watch = MessageWatch()
        let outcomes = onRanks(2, watch: watch) { communicator in
            let model = Transformer.random(.small())
            let pool = WorkerPool(count: 1, precision: .float32)
            let ranks = try RankExchange(
                communicator, for: model.parameters, on: pool, wire: .float32, pieceLength: 512)
            let update = DataParallelUpdate(
                Adam(model.parameters, AdamOptions(), share: ranks.share), on: pool, across: ranks)
            let wasSent = Answer()
            _ = try update(learningRate: 1e-3) { _, gradients, context in
                context.backpropagate(into: gradients, dropout: nil, isLast: true) {
                    // Comes last in the backward pass.
                    context.tape?.recordEnd { _ in wasSent.value = watch.wait(for: .partialSums) }
                    return model.loss(of: Self.batch(model), smoothing: 0, context)
                }
            }
            return wasSent.value
        }
        for outcome in outcomes { #expect((try? outcome.get()) == true) }
    }
}

/// What a worker found out, who is done when it is read.
private final class Answer: @unchecked Sendable {
    var value = false
}
