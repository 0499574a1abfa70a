public import Tensors

/// Learned vectors for tokens, `[vocabulary, d]` (section 3.4).
public struct TokenEmbedding: Sendable {
    /// `[vocabulary, d]`.
    public let weight: Parameter

    /// Declares `weight`, drawn from N(0, 1/d), so that rows scaled by √d have unit variance.
    public init(vocabulary: Int, width: Int, _ builder: ParameterBuilder) {
        weight = builder.parameter(
            "weight", vocabulary, width,
            initializer: .normal(standardDeviation: 1 / Float(width).squareRoot()),
            isQuantizable: true)
    }

    /// The vectors themselves, with dropout, for models that know order from elsewhere: `[ids.count,
    /// d]`.
    public func callAsFunction(_ ids: [Int32], dropout: Float, _ context: Context) -> Tensor {
        let positionIDs = [Int32](repeating: 0, count: ids.count)
        return context.embedding(
            ids, table: weight, scale: 1, positions: .none, positionIDs: positionIDs,
            dropout: dropout)  // [ids.count, d]
    }
}

/// What enters a stack: token embedding × √d, plus the positional encoding, with dropout (sections
/// 3.4, 3.5, 5.4).
///
/// The same in plain loops: `Reference.inputEmbedding`.
public struct InputEmbedding: Sendable {
    private let tokens: TokenEmbedding
    private let scale: Float
    /// The vectors that are added.
    public let positions: PositionalEncoding
    private let dropout: Float

    /// The sum of a table of tokens and one of positions.
    ///
    /// - Parameters:
    ///   - tokens: The learned vectors, which another embedding or the output layer may share.
    ///   - isScaled: Whether embeddings are multiplied by √d.
    ///   - positions: The vectors that are added.
    ///   - dropout: Dropout of the sum.
    public init(
        tokens: TokenEmbedding, isScaled: Bool, positions: PositionalEncoding, dropout: Float
    ) {
        self.tokens = tokens
        self.scale = isScaled ? Float(tokens.weight.columns).squareRoot() : 1
        self.positions = positions
        self.dropout = dropout
    }

    /// Embeds tokens at their places.
    ///
    /// - Parameters:
    ///   - ids: Tokens, one a row.
    ///   - positionIDs: Every token's place in its sentence, from 0.
    ///   - context: Where the operations run.
    /// - Returns: `[ids.count, d]`.
    public func callAsFunction(
        _ ids: [Int32], positionIDs: [Int32], _ context: Context
    ) -> Tensor {
        let length = positionIDs.max().map { Int($0) + 1 } ?? 0
        return context.embedding(
            ids, table: tokens.weight, scale: scale, positions: positions.table(length: length),
            positionIDs: positionIDs, dropout: dropout)  // [ids.count, d]
    }
}
