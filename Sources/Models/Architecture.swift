import Tensors

/// The architectures that Calque trains, by the names that the command line has for them.
public enum Architecture: String, Sendable, CaseIterable {
    /// "Attention Is All You Need" (Vaswani et al. 2017).
    case transformer
    /// Recurrent encoder-decoders without attention (Sutskever et al. 2014), one for every cell.
    case rnn, gru, lstm
    /// GRUs with attention over a bidirectional encoder (Bahdanau et al. 2015).
    case additiveAttention = "additive-attention"
    /// Neural Turing Machines (Graves et al. 2014) as encoder and decoder.
    case ntm

    /// The architecture in a named size.
    public func configuration(
        _ size: ModelSize, _ embeddings: EmbeddingConfiguration
    ) -> any ModelConfiguration {
        switch self {
        case .transformer:
            var configuration = TransformerConfiguration(embeddings)
            configuration.apply(size)
            return configuration
        case .rnn: return summary(.rnn, size, embeddings)
        case .gru: return summary(.gru, size, embeddings)
        case .lstm: return summary(.lstm, size, embeddings)
        case .additiveAttention:
            var configuration = RecurrentConfiguration(embeddings)
            configuration.apply(size)
            configuration.cell = .gru
            configuration.attention = .additive
            configuration.reading = .both
            return configuration
        case .ntm:
            var configuration = NeuralTuringTranslationConfiguration(embeddings)
            configuration.apply(size)
            return configuration
        }
    }

    /// An encoder-decoder whose decoder knows of the source only a summary.
    private func summary(
        _ cell: RecurrentCell, _ size: ModelSize, _ embeddings: EmbeddingConfiguration
    ) -> RecurrentConfiguration {
        var configuration = RecurrentConfiguration(embeddings)
        configuration.apply(size)
        configuration.cell = cell
        configuration.reading = .reversed
        return configuration
    }
}

extension Architecture {
    /// The width at which the rates were found.
    private static let referenceWidth = 128.0

    /// The highest learning rate to begin with for a model of that width. It falls with the root of
    /// the width, as in equation 3 of Vaswani et al. (2017).
    public func learningRate(width: Int) -> Double {
        referenceLearningRate * (Self.referenceWidth / Double(width)).squareRoot()
    }

    /// The rates with the lowest validation loss of a few, rounded down, after some hundred updates on
    /// the embedded corpus.
    ///
    /// They were found with gradients clipped to norm 1. States of plain recurrent cells have nothing
    /// but that to bound what flows back through them (Pascanu et al. 2013): they get less than those
    /// with gates.
    private var referenceLearningRate: Double {
        switch self {
        case .rnn: 5e-3
        case .gru, .lstm, .additiveAttention, .ntm: 1e-2
        case .transformer: 2e-3
        }
    }
}
