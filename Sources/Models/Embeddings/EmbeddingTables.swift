import Layers
import Tensors

/// The tables of the two inputs and of the output, as far as they are one.
struct EmbeddingTables {
    /// The names that tables have in files.
    enum Name {
        static let shared = "model.shared.weight"
        static let source = "model.encoder.embed_tokens.weight"
        static let target = "model.decoder.embed_tokens.weight"
        static let output = "lm_head.weight"
    }

    let source: TokenEmbedding
    let target: TokenEmbedding
    let output: Parameter

    init(_ configuration: EmbeddingConfiguration, width: Int, _ builder: ParameterBuilder) {
        let model = builder["model"]
        func table(_ vocabulary: Int, _ place: ParameterBuilder) -> TokenEmbedding {
            TokenEmbedding(vocabulary: vocabulary, width: width, place)
        }
        if configuration.isShared {
            source = table(configuration.sourceVocabularySize, model["shared"])
            target = source
        } else {
            source = table(configuration.sourceVocabularySize, model["encoder"]["embed_tokens"])
            target = table(configuration.targetVocabularySize, model["decoder"]["embed_tokens"])
        }
        output =
            configuration.tiesOutput
            ? target.weight
            : table(configuration.targetVocabularySize, builder["lm_head"]).weight
        // Padding is nothing: its row is zero, as in Marian, whose decoder begins with it.
        let padding = Int(configuration.specialTokens.padding)
        for table in [source.weight, target.weight, output] {
            builder.store.freeze(table[rows: padding..<padding + 1])
        }
    }
}
