public import Tensors

/// The names that tables have in files.
private enum TableName {
    static let shared = "model.shared.weight"
    static let source = "model.encoder.embed_tokens.weight"
    static let target = "model.decoder.embed_tokens.weight"
    static let output = "lm_head.weight"
    static let sourcePositions = "model.encoder.embed_positions.weight"
    static let targetPositions = "model.decoder.embed_positions.weight"
}

extension Transformer {
    /// The names that tied tables go by.
    public var loadingRules: ParameterStore.LoadingRules {
        var rules = ParameterStore.LoadingRules()
        // Files name a table by any of its uses, and may hold it several times.
        rules.aliases =
            configuration.sharesEmbeddings
            ? [TableName.shared: [TableName.source, TableName.target, TableName.output]]
            : [
                TableName.source: [TableName.shared],
                TableName.target: configuration.tiesOutput
                    ? [TableName.output, TableName.shared] : [TableName.shared],
            ]
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
        let positions = [TableName.sourcePositions, TableName.targetPositions]
        storesPositions =
            self.positions == .sinusoidal && positions.contains { weights.entries[$0] != nil }
        guard tiesOutput else { return }
        let tied =
            sharesEmbeddings
            ? [TableName.shared, TableName.source, TableName.target, TableName.output]
            : [TableName.target, TableName.output]
        guard try !weights.areEqual(tied) else { return }
        tiesOutput = false
        sharesEmbeddings = false
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
