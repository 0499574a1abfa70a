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
    /// Takes over what the weights say, and `config.json` leaves open or says wrongly: which tables
    /// are one, and whether the positions' vectors are stored, or to be computed.
    mutating func adapt(to weights: SafetensorsCollection) throws {
        try embeddings.adapt(to: weights)
        let names = [PositionsName.source, PositionsName.target]
        storesPositions =
            positions == .sinusoidal && names.contains { weights.entries[$0] != nil }
    }
}
