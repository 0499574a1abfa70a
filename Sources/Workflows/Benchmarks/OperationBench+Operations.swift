import Basics
import Layers
import Models
import Tensors
extension OperationBench {
    /// What is measured, in the order in which a model meets it.
    package static let operations =
        [
            embedding, linear, activated, attention, residualNorm, loss, topK,
        ] + RecurrentCell.allCases.map(recurrence) + [simpleUnit]

    private static let embedding = Operation(name: "embedding") { shape in
        .bytes(Double(shape.rows * shape.width * 4 * 2) + shape.activationBytes(1))
    } prepare: { shape, weights, context in
        let positions = PositionTable.fixed(
            [Float](repeating: 0, count: shape.sentence * shape.width))
        let (tokens, places) = (shape.tokens, (0..<shape.rows).map { Int32($0 % shape.sentence) })
        return {
            _ = context.embedding(
                tokens, table: weights.table, scale: 1, positions: positions, positionIDs: places,
                dropout: 0)
        }
    }

    private static let linear = Operation(name: "linear", work: products) {
        shape, weights, context in
        let x = shape.activations(shape.width, context)
        return { _ = context.linear(x, weight: weights.up, bias: weights.upBias) }
    }

    private static let activated = Operation(name: "linear with ReLU", work: products) {
        shape, weights, context in
        let x = shape.activations(shape.width, context)
        return {
            _ = context.linear(
                x, weight: weights.up, bias: weights.upBias, activation: .relu, dropout: 0)
        }
    }

    private static let products: @Sendable (Shape) -> Work = { shape in
        .operations(2 * Double(shape.rows * shape.width * shape.innerWidth))
    }

    private static let attention = Operation(name: "attention") { shape in
        .operations(4 * Double(shape.rows * shape.sentence * shape.width))
    } prepare: { shape, _, context in
        let x = shape.activations(3 * shape.width, context)
        let segments = shape.segments
        let heads = AttentionShape(
            heads: shape.heads, headWidth: shape.width / shape.heads, isCausal: false, dropout: 0)
        return {
            _ = context.attention(
                query: HeadColumns(x), key: HeadColumns(x, from: shape.width),
                value: HeadColumns(x, from: 2 * shape.width), segments: segments, shape: heads)
        }
    }

    private static func recurrence(_ cell: RecurrentCell) -> Operation {
        Operation(name: "layer of \(cell)") { shape in
            .operations(4 * Double(shape.rows * cell.gates * shape.width * shape.width))
        } prepare: { shape, weights, context in
            let (x, steps) = (shape.activations(shape.width, context), shape.steps)
            return { _ = weights.recurrent[cell]?(x, steps: steps, context) }
        }
    }

    private static let simpleUnit = Operation(name: "layer of ssru") { shape in
        .operations(4 * Double(shape.rows * shape.width * shape.width))
    } prepare: { shape, weights, context in
        let (x, segments) = (shape.activations(shape.width, context), shape.segments)
        return { _ = weights.simpleUnit(x, segments: segments, context) }
    }

    private static let residualNorm = Operation(name: "residual and norm") { shape in
        .bytes(shape.activationBytes(3))
    } prepare: { shape, weights, context in
        let (x, branch) = (
            shape.activations(shape.width, context), shape.activations(shape.width, context)
        )
        return { _ = context.residualNorm(x, branch, weights.norm, dropout: 0) }
    }

    private static let loss = Operation(name: "logits and cross-entropy") { shape in
        .operations(2 * Double(shape.rows * shape.width * shape.vocabulary))
    } prepare: { shape, weights, context in
        let x = shape.activations(shape.width, context)
        let (table, labels) = (OutputTable(weight: weights.table, bias: nil), shape.tokens)
        return { _ = context.crossEntropy(x, table, labels: labels, smoothing: 0.1) }
    }

    private static let topK = Operation(name: "log-softmax and top 4") { shape in
        .bytes(Double(shape.rows * shape.vocabulary * 4))
    } prepare: { shape, weights, context in
        let table = OutputTable(weight: weights.table, bias: nil)
        let logits = context.logits(shape.activations(shape.width, context), table)
        return { _ = context.logSoftmaxTopK(logits, k: 4) }
    }
}
