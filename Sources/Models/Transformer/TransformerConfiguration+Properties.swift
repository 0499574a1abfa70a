extension TransformerConfiguration {
    /// Sizes and options, in words.
    public var properties: [(name: String, value: String)] {
        let norm = normPlacement == .post ? "after" : "before"
        return [
            ("architecture", "Transformer, norm \(norm) the sublayers"),
            ("width", "\(width)"),
            ("encoder", layers(encoderLayers, encoderHeads, encoderInnerWidth)),
            ("decoder", layers(decoderLayers, decoderHeads, decoderInnerWidth)),
            ("activation", activation.rawValue),
            ("positions", positions.rawValue + (storesPositions ? ", stored" : "")),
        ]
    }

    private func layers(_ count: Int, _ heads: Int, _ innerWidth: Int) -> String {
        "\(count) layers, \(heads) heads, inner width \(innerWidth)"
    }
}
