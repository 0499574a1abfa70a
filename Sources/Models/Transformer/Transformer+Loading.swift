public import Tensors

/// The names that tables of positions have in files.
private enum PositionsName {
    static let source = "model.encoder.embed_positions.weight"
    static let target = "model.decoder.embed_positions.weight"
}

extension Transformer {
    /// The names that tied tables go by.
    public var loadingRules: ParameterStore.LoadingRules {
        var rules = ParameterStore.LoadingRules()
        rules.aliases = configuration.embeddings.tableAliases
        rules.optional = ["final_logits_bias"]
        return rules
    }
}

extension TransformerConfiguration {
    /// Takes over what the weights say, and `config.json` leaves open or says wrongly:
    ///
    /// - whether the positions' vectors are stored, or to be computed;
    /// - whether tables that are said to be one really are. Where a file holds them with different
    ///   numbers, `transformers` believes the file, and so does this.
    mutating func adapt(to weights: SafetensorsCollection) throws {
        let names = [PositionsName.source, PositionsName.target]
        storesPositions =
            positions == .sinusoidal && names.contains { weights.entries[$0] != nil }
        guard try !weights.areEqual(embeddings.tiedTableNames) else { return }
        embeddings.tiesOutput = false
        embeddings.isShared = false
    }
}

extension SafetensorsCollection {
    /// Whether those of the tensors that are there hold the same numbers.
    fileprivate func areEqual(_ names: [String]) throws -> Bool {
        let present = names.filter { entries[$0] != nil }
        guard let first = present.first, let entry = entries[first] else { return true }
        return try present.dropFirst().allSatisfy { name in
            let isAlike = entries[name]?.type == entry.type && entries[name]?.shape == entry.shape
            return try isAlike && bytes(of: name).elementsEqual(bytes(of: first))
        }
    }
}
