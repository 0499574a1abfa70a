/// The architectures that Calque trains, by the names that the command line has for them.
public enum Architecture: String, Sendable, CaseIterable {
    /// "Attention Is All You Need" (Vaswani et al. 2017).
    case transformer
    /// Recurrent encoder-decoders without attention (Sutskever et al. 2014), one for every cell.
    case rnn, gru, lstm
    /// GRUs with attention behind a bidirectional encoder (Bahdanau et al. 2015).
    case additiveAttention = "additive-attention"

    /// The architecture in a named size.
    public func configuration(
        _ size: TransformerSize, _ embeddings: EmbeddingConfiguration
    ) -> any ModelConfiguration {
        switch self {
        case .transformer:
            var configuration = TransformerConfiguration(embeddings)
            configuration.apply(size)
            return configuration
        case .rnn, .gru, .lstm, .additiveAttention:
            return recurrentConfiguration(size, embeddings)
        }
    }

    private func recurrentConfiguration(
        _ size: TransformerSize, _ embeddings: EmbeddingConfiguration
    ) -> RecurrentConfiguration {
        var configuration = RecurrentConfiguration(embeddings)
        configuration.apply(size)
        configuration.cell =
            switch self {
            case .rnn: .rnn
            case .lstm: .lstm
            case .gru, .additiveAttention, .transformer: .gru
            }
        if self == .additiveAttention {
            configuration.attention = .additive
            configuration.isBidirectional = true
        } else {
            configuration.reversesSource = true
        }
        return configuration
    }
}
