import Tensors

extension OperationCase {
    /// Every operation that has a gradient, in the uses that differ inside.
    static let all: [OperationCase] =
        linear + activations + embeddings + norms + residuals + attention + gates + rows + recurrent
        + reuse

    private static let linear = [
        OperationCase("linear", inputs: [[5, 4]], parameters: [[3, 4], [3]], width: 3) {
            $0.linear($1[0], weight: $2[0], bias: $2[1])
        },
        OperationCase("linear without bias", inputs: [[5, 4]], parameters: [[3, 4]], width: 3) {
            $0.linear($1[0], weight: $2[0], bias: nil)
        },
        OperationCase(
            "linear of some rows of a weight", inputs: [[5, 4]], parameters: [[6, 4], [6]], width: 2
        ) {
            $0.linear($1[0], weight: $2[0][rows: 3..<5], bias: $2[1][rows: 3..<5])
        },
    ]

    private static let activations = Activation.allCases.flatMap { activation in
        [Float(0), 0.4].map { dropout in
            OperationCase(
                "linear \(activation), dropout \(dropout)", inputs: [[5, 4]],
                parameters: [[6, 4], [6]], width: 6, drops: true,
                prepare: { if activation == .relu { keepFromZero(bias: $0[1]) } }
            ) { context, inputs, parameters in
                context.linear(
                    inputs[0], weight: parameters[0], bias: parameters[1], activation: activation,
                    dropout: dropout)
            }
        }
    }

    /// Lets no sum come near zero, where ReLU has no derivative: every other one is far above, the
    /// rest far below.
    private static func keepFromZero(bias: Parameter) {
        for (column, place) in bias.values.indices.enumerated() {
            bias.values[place] += column.isMultiple(of: 2) ? 5 : -5
        }
    }

    private static let embeddings = [Float(0), 0.4].flatMap { dropout in
        [
            OperationCase(
                "embedding, fixed positions, dropout \(dropout)", inputs: [], parameters: [[4, 6]],
                width: 6, drops: true
            ) { context, _, parameters in
                context.embedding(
                    [2, 0, 2, 2, 3], table: parameters[0], scale: 2.5,
                    positions: .fixed((0..<18).map { 0.1 * Float($0) }),
                    positionIDs: [0, 1, 2, 0, 1], dropout: dropout)
            },
            OperationCase(
                "embedding, learned positions, dropout \(dropout)", inputs: [],
                parameters: [[4, 6], [3, 6]], width: 6, drops: true
            ) { context, _, parameters in
                context.embedding(
                    [2, 0, 2, 2, 3], table: parameters[0], scale: 2.5,
                    positions: .learned(parameters[1]), positionIDs: [0, 1, 2, 0, 1],
                    dropout: dropout)
            },
        ]
    }

    private static func norm(_ parameters: [Parameter]) -> NormParameters {
        NormParameters(gain: parameters[0], bias: parameters[1], epsilon: 1e-5)
    }

    private static let norms =
        [
            OperationCase("layer norm", inputs: [[5, 8]], parameters: [[8], [8]], width: 8) {
                $0.layerNorm($1[0], norm($2))
            }
        ]
        + [Float(0), 0.4].map { dropout in
            OperationCase(
                "residual and norm, dropout \(dropout)", inputs: [[5, 8], [5, 8]],
                parameters: [[8], [8]], width: 8, drops: true
            ) { $0.residualNorm($1[0], $1[1], norm($2), dropout: dropout) }
        }

    private static let residuals = [Float(0), 0.4].map { dropout in
        OperationCase(
            "residual, dropout \(dropout)", inputs: [[5, 6], [5, 6]], width: 6, drops: true
        ) { context, inputs, _ in context.residual(inputs[0], inputs[1], dropout: dropout) }
    }
}

// MARK: Attention

extension OperationCase {
    /// Sentences of 3, 1 and 4 rows, and two rows of filler.
    private static let self10 = AttentionSegments(
        queryOffsets: [0, 3, 4, 8], keyOffsets: [0, 3, 4, 8])

    private static let attention = [Float(0), 0.3].flatMap { dropout in
        [false, true].map { selfAttention(isCausal: $0, dropout: dropout) }
            + [
                selfAttention(isCausal: true, dropout: dropout, scale: 1),
                crossAttention(dropout: dropout), separateAttention(dropout: dropout),
            ]
    }

    private static func shape(
        _ isCausal: Bool, _ dropout: Float, scale: Float? = nil
    ) -> AttentionShape {
        AttentionShape(
            heads: 2, headWidth: 3, isCausal: isCausal, dropout: dropout, scale: scale)
    }

    /// Queries, keys and values are columns of one matrix.
    private static func selfAttention(
        isCausal: Bool, dropout: Float, scale: Float? = nil
    ) -> OperationCase {
        OperationCase(
            "self-attention\(isCausal ? ", causal" : "")\(scale.map { ", scale \($0)" } ?? ""), "
                + "dropout \(dropout)", inputs: [[10, 18]], width: 6, drops: true
        ) { context, inputs, _ in
            context.attention(
                query: HeadColumns(inputs[0]), key: HeadColumns(inputs[0], from: 6),
                value: HeadColumns(inputs[0], from: 12), segments: self10,
                shape: shape(isCausal, dropout, scale: scale))
        }
    }

    /// Keys and values are columns of one matrix, and sentences differ in their two lengths.
    private static func crossAttention(dropout: Float) -> OperationCase {
        OperationCase(
            "cross-attention, dropout \(dropout)", inputs: [[7, 6], [9, 12]], width: 6, drops: true
        ) { context, inputs, _ in
            context.attention(
                query: HeadColumns(inputs[0]), key: HeadColumns(inputs[1]),
                value: HeadColumns(inputs[1], from: 6),
                segments: AttentionSegments(queryOffsets: [0, 1, 5, 6], keyOffsets: [0, 4, 5, 8]),
                shape: shape(false, dropout))
        }
    }

    /// Three matrices.
    private static func separateAttention(dropout: Float) -> OperationCase {
        OperationCase(
            "attention of three matrices, dropout \(dropout)", inputs: [[8, 6], [8, 6], [8, 6]],
            width: 6, drops: true
        ) { context, inputs, _ in
            context.attention(
                query: HeadColumns(inputs[0]), key: HeadColumns(inputs[1]),
                value: HeadColumns(inputs[2]), segments: self10, shape: shape(true, dropout))
        }
    }

    /// The weight tells the gates and is not read.
    private static let gates = [
        OperationCase("gated heads", inputs: [[10, 6]], parameters: [[6, 6]], width: 6) {
            context, inputs, parameters in
            let gates = HeadGates()
            gates[parameters[0]] = [0.5, 0, -2]
            return context.withHeadGates(gates) {
                context.gated(inputs[0], before: parameters[0], segments: self10)
            }
        }
    ]
}

// MARK: What is used more than once

extension OperationCase {
    private static let reuse = [
        OperationCase("residual of a tensor and itself", inputs: [[4, 5]], width: 5) {
            context, inputs, _ in context.residual(inputs[0], inputs[0], dropout: 0)
        },
        OperationCase(
            "residual norm of a tensor and itself", inputs: [[4, 5]], parameters: [[5], [5]],
            width: 5
        ) { context, inputs, parameters in
            context.residualNorm(inputs[0], inputs[0], norm(parameters), dropout: 0)
        },
        OperationCase(
            "one weight in two layers", inputs: [[4, 5]], parameters: [[5, 5], [5]], width: 5
        ) { context, inputs, parameters in
            let inner = context.linear(
                inputs[0], weight: parameters[0], bias: parameters[1], activation: .swish,
                dropout: 0)
            return context.linear(inner, weight: parameters[0], bias: parameters[1])
        },
        OperationCase(
            "one result in four operations", inputs: [[8, 6]],
            parameters: [[6], [6], [6, 6], [18, 6]], width: 6
        ) { context, inputs, parameters in
            let shared = context.layerNorm(inputs[0], norm(parameters))
            let projected = context.linear(shared, weight: parameters[3], bias: nil)
            let attended = context.attention(
                query: HeadColumns(projected), key: HeadColumns(projected, from: 6),
                value: HeadColumns(projected, from: 12), segments: self10, shape: shape(false, 0))
            let mapped = context.linear(shared, weight: parameters[2], bias: nil)
            let sum = context.residualNorm(shared, attended, norm(parameters), dropout: 0)
            return context.residual(context.residual(shared, mapped, dropout: 0), sum, dropout: 0)
        },
    ]
}

extension OperationCase {
    /// What moves rows and columns.
    static let rows = [
        OperationCase("gathered rows, some twice, some zeros", inputs: [[4, 5]], width: 5) {
            context, inputs, _ in context.gatherRows(inputs[0], [2, -1, 0, 2, 2, 1])
        },
        OperationCase("rows gathered twice from one matrix", inputs: [[4, 5]], width: 5) {
            context, inputs, _ in
            context.residual(
                context.gatherRows(inputs[0], [2, 0, 3]), context.rows(1..<4, of: inputs[0]),
                dropout: 0)
        },
        OperationCase("concatenated rows", inputs: [[4, 5], [2, 5]], width: 5) {
            context, inputs, _ in context.concatenateRows([inputs[1], inputs[0], inputs[1]])
        },
        OperationCase("concatenated columns", inputs: [[4, 3], [4, 2]], width: 8) {
            context, inputs, _ in context.concatenateColumns([inputs[0], inputs[1], inputs[0]])
        },
        OperationCase("converted and back", inputs: [[4, 3]], width: 3) { context, inputs, _ in
            context.converted(
                context.converted(inputs[0], to: .float32), to: context.elementType)
        },
        OperationCase("dropout", inputs: [[6, 5]], width: 5, drops: true) {
            context, inputs, _ in context.dropout(inputs[0], 0.4)
        },
    ]
}
