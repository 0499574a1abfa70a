public import Tensors

/// What a table of embeddings is used for.
public enum EmbeddingUse: String, Sendable, CaseIterable, Codable {
    /// What the encoder reads for every source token.
    case source
    /// What the decoder reads for every target token.
    case target
    /// What the decoder's rows are multiplied with, to give the logit of every target token.
    case output
}

/// A table of one vector for every token of a vocabulary.
public struct EmbeddingTable: Sendable {
    /// Its name among the weights.
    public let name: String
    /// All that it is used for: more than one thing where tables are tied.
    public let uses: [EmbeddingUse]
    /// `[vocabulary, d]`.
    public let weight: Parameter
}

extension SequenceToSequenceModel {
    /// The table of a use; nil for a model that has no such table.
    public func embeddingTable(of use: EmbeddingUse) -> EmbeddingTable? {
        let embeddings = configuration.embeddings
        let name = embeddings.tableName(of: use)
        return parameters[name].map { weight in
            EmbeddingTable(
                name: name,
                uses: EmbeddingUse.allCases.filter { embeddings.tableName(of: $0) == name },
                weight: weight)
        }
    }
}

extension EmbeddingConfiguration {
    /// The name of the table that `EmbeddingTables` declares for a use.
    fileprivate func tableName(of use: EmbeddingUse) -> String {
        typealias Name = EmbeddingTables.Name
        return switch use {
        case .source: isShared ? Name.shared : Name.source
        case .target: isShared ? Name.shared : Name.target
        case .output: tiesOutput ? tableName(of: .target) : Name.output
        }
    }
}
