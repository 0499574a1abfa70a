import Models
import Tensors
import TestSupport
import Testing
import Text

/// What gradients say of the way from the embedded source to encoder and decoder.
struct ActivationsTests {
    private let context = Context(precision: .float32)
    private let sources = sentences([4, 7, 3])
    private let targets = sentences([5, 2, 6], seed: 2)

    /// Σ v · y.
    private func dot(_ y: Tensor, _ v: Tensor) -> Double {
        zip(y.floats, v.floats).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    private func moved(_ x: Tensor, by step: Float, _ direction: Tensor) -> Tensor {
        context.tensor(
            zip(x.floats, direction.floats).map { $0 + step * $1 }, x.rows, x.columns)
    }

    @Test(arguments: ModelVariant.all + ModelVariant.studied)
    func gradientsOfAnnotationsAreDifferences(variant: ModelVariant) {
        expectDifferences(variant.makeModel()) { $0.annotations }
    }

    @Test(arguments: ModelVariant.all + ModelVariant.studied)
    func gradientsOfTheDecodersOutputAreDifferences(variant: ModelVariant) {
        expectDifferences(variant.makeModel()) { $0.output }
    }

    private func expectDifferences(
        _ model: some SequenceToSequenceModel, _ activation: (ModelActivations) -> Tensor
    ) {
        let batch = Batch(sources, targets, model)
        let x = model.embed(batch.source, context)
        func y(_ x: Tensor) -> Tensor {
            activation(model.activations(of: batch, embeddedSource: x, record: nil, context))
        }
        let output = y(x)
        let v = context.random(output.rows, output.columns, seed: 3)
        let direction = context.random(x.rows, x.columns, seed: 4)
        let step: Float = 2e-4
        let difference =
            (dot(y(moved(x, by: step, direction)), v) - dot(y(moved(x, by: -step, direction)), v))
            / Double(2 * step)
        let gradient = context.vectorJacobianProduct(
            withRespectTo: x, gradients: ParameterVector(for: model.parameters)
        ) { (y(x), context.tensor(v.array(), v.rows, v.columns)) }
        let product = gradient.map { dot($0, direction) } ?? 0
        #expect(abs(product - difference) < 0.02 * max(1, abs(difference)))
    }
}
