public import Tensors

/// How a recurrent decoder compares its state with the encoder's annotations.
public enum AttentionScore: String, Sendable, CaseIterable {
    /// v · tanh(W s + U h) (Bahdanau et al. 2015, appendix A.1.2).
    case additive
    /// s · h, the state and the annotations being of one width (Luong et al. 2015, section 3.1).
    case dot
    /// s · W h (Luong et al. 2015, section 3.1).
    case general
}

/// The attention of a recurrent decoder: at a step, the context vector c of what the state s before
/// it asks for, made of the encoder's annotations h_1 … h_T (Bahdanau et al. 2015, section 3.1),
///
///     c = Σ_j α_j h_j,  α = softmax(score(s, h_1), …, score(s, h_T))
///
/// with one of the scores of ``AttentionScore``. The same in plain loops:
/// `Reference.ContextVector`.
public struct RecurrentAttention: Sendable {
    /// What is made of the source once, for all steps.
    public struct Memory {
        /// What scores are computed with, float32 `[source rows, key width]`.
        let keys: Tensor
        /// The encoder's annotations h, float32 `[source rows, annotation width]`.
        let annotations: Tensor
    }

    private let score: AttentionScore
    /// W of the additive score.
    private let query: Parameter?
    /// U of the additive score, W of the general one.
    private let key: Parameter?
    /// v of the additive score.
    private let vector: Parameter?

    /// Declares `query`, `key` and `vector`, as far as the score has them.
    ///
    /// - Parameters:
    ///   - score: How states and annotations are compared.
    ///   - stateWidth: The width of the decoder's state s.
    ///   - annotationWidth: The width of the encoder's annotations h.
    ///   - innerWidth: The length of v.
    ///   - builder: Where the parameters are declared.
    public init(
        score: AttentionScore, stateWidth: Int, annotationWidth: Int, innerWidth: Int,
        _ builder: ParameterBuilder
    ) {
        self.score = score
        func matrix(_ name: String, _ rows: Int, _ columns: Int) -> Parameter {
            builder.parameter(
                name, rows, columns, initializer: .xavierUniform, isQuantizable: true)
        }
        switch score {
        case .additive:
            query = matrix("query", innerWidth, stateWidth)
            key = matrix("key", innerWidth, annotationWidth)
            vector = builder.parameter(
                "vector", innerWidth,
                initializer: .uniform(bound: 1 / Float(innerWidth).squareRoot()))
        case .general:
            query = nil
            key = matrix("key", stateWidth, annotationWidth)
            vector = nil
        case .dot:
            precondition(
                stateWidth == annotationWidth,
                "dot scores of states of width \(stateWidth) and annotations of \(annotationWidth)")
            (query, key, vector) = (nil, nil, nil)
        }
    }

    /// What the steps look at; `annotations` are `[source rows, annotation width]`.
    public func memory(_ annotations: Tensor, _ context: Context) -> Memory {
        let keys =
            key.map {
                context.linear(annotations, weight: $0, bias: nil)  // [source rows, key width]
            } ?? annotations
        return Memory(
            keys: context.converted(keys, to: .float32),
            annotations: context.converted(annotations, to: .float32))
    }

    /// The attention, ready for the steps of a batch.
    public func steps(over memory: Memory, _ context: Context) -> Steps {
        Steps(
            memory: memory,
            query: query.map { StepwiseLinear(weight: $0, bias: nil, context) },
            score: vector.map { .additive($0) } ?? .dot, context: context)
    }

    /// The attention at the steps of a batch.
    public struct Steps {
        /// What the steps look at.
        let memory: Memory
        /// W of the additive score, whose gradient is made once for all steps; nil where a state is
        /// its own query.
        let query: StepwiseLinear?
        /// How queries are compared with keys: the general score is a dot product, its W being in the
        /// keys.
        let score: StepAttentionScore
        /// Where everything is computed.
        let context: Context

        /// The context vectors of what the states ask for.
        ///
        /// - Parameters:
        ///   - state: `[rows, state width]`.
        ///   - segments: The annotations that each row looks at.
        /// - Returns: `[rows, annotation width]` in the context's type, zeros where a row looks at
        ///   nothing; and the weights, segment by segment, float32.
        public func callAsFunction(
            _ state: Tensor, segments: AttentionSegments
        ) -> (contextVectors: Tensor, weights: Tensor) {
            let queries =
                query?(state, elementType: .float32)  // [rows, key width]
                ?? context.converted(state, to: .float32)
            let (contextVectors, weights) = context.stepAttention(
                query: queries, key: memory.keys, value: memory.annotations, score: score,
                segments: segments)  // [rows, annotation width]
            return (context.converted(contextVectors, to: context.elementType), weights)
        }
    }
}
