public import Models

/// A kind of model that takes part in a comparison: an architecture, or the Transformer with learned
/// positions.
public enum Contender: Sendable, Hashable {
    /// An architecture as it is trained by default.
    case architecture(Architecture)
    /// The Transformer with a learned vector for each position (table 3, row E of its paper).
    case transformerWithLearnedPositions

    /// Everything that can be compared.
    public static let all =
        Architecture.allCases.map(Contender.architecture) + [.transformerWithLearnedPositions]

    /// Those that take part unless others are asked for: in the order of their papers.
    public static let standard: [Contender] =
        [.rnn, .gru, .lstm, .additiveAttention, .transformer].map(Contender.architecture)
        + [.transformerWithLearnedPositions]

    /// What it is, or a variant of.
    var architecture: Architecture {
        switch self {
        case .architecture(let architecture): architecture
        case .transformerWithLearnedPositions: .transformer
        }
    }

    /// Whether it is the Transformer, with one kind of positions or the other.
    var isTransformer: Bool { architecture == .transformer }

    /// The model in a named size.
    public func configuration(
        _ size: ModelSize, _ embeddings: EmbeddingConfiguration
    ) -> any ModelConfiguration {
        switch self {
        case .architecture(let architecture):
            return architecture.configuration(size, embeddings)
        case .transformerWithLearnedPositions:
            var configuration = TransformerConfiguration(embeddings)
            configuration.apply(size)
            configuration.positions = .learned
            return configuration
        }
    }
}

extension Contender: RawRepresentable, Codable, CustomStringConvertible {
    private static let learnedPositionsName = "transformer-learned"

    /// The contender of that name.
    public init?(rawValue: String) {
        if rawValue == Self.learnedPositionsName {
            self = .transformerWithLearnedPositions
        } else if let architecture = Architecture(rawValue: rawValue) {
            self = .architecture(architecture)
        } else {
            return nil
        }
    }

    /// The architecture's name, or `transformer-learned`.
    public var rawValue: String {
        switch self {
        case .architecture(let architecture): architecture.rawValue
        case .transformerWithLearnedPositions: Self.learnedPositionsName
        }
    }

    /// The same.
    public var description: String { rawValue }
}
