import Basics
import Foundation
import Layers
import Tensors

extension TransformerConfiguration {
    static let marianType = "marian"
    /// What `transformers` has no name for: norms before the sublayers, learned positions.
    static let ownType = "calque_transformer"

    /// Reads `config.json`.
    init(_ reader: ConfigurationReader) throws {
        func size(_ key: String, upTo limit: Int) throws -> Int {
            try reader.required(key, reader.integer(key, in: 1...limit))
        }
        // What nobody can mean is refused before anything is made of these sizes.
        let (tokens, widths, layers) = (1 << 24, 1 << 16, 1 << 10)
        let vocabulary = try size("vocab_size", upTo: tokens)
        self.init(vocabularySize: vocabulary, specialTokens: try SpecialTokens(reader))
        targetVocabularySize =
            try reader.integer("decoder_vocab_size", in: 1...tokens) ?? vocabulary
        width = try size("d_model", upTo: widths)
        encoderLayers = try size("encoder_layers", upTo: layers)
        decoderLayers = try size("decoder_layers", upTo: layers)
        encoderHeads = try size("encoder_attention_heads", upTo: widths)
        decoderHeads = try size("decoder_attention_heads", upTo: widths)
        encoderInnerWidth = try size("encoder_ffn_dim", upTo: 16 * widths)
        decoderInnerWidth = try size("decoder_ffn_dim", upTo: 16 * widths)
        maximumLength = try reader.integer("max_position_embeddings", in: 1...tokens) ?? 1024
        activation = try reader.choice("activation_function", Self.activations) ?? .gelu
        dropout = try reader.probability("dropout") ?? 0.1
        attentionDropout = try reader.probability("attention_dropout") ?? 0
        activationDropout = try reader.probability("activation_dropout") ?? 0
        scalesEmbedding = try reader.bool("scale_embedding") ?? false
        tiesOutput = try reader.bool("tie_word_embeddings") ?? true
        // Untied models keep a table for each use, even where they say that source and target share
        // one.
        sharesEmbeddings = try tiesOutput && reader.bool("share_encoder_decoder_embeddings") ?? true
        if try reader.string("model_type") == Self.ownType {
            normPlacement = try reader.bool("normalize_before") ?? false ? .pre : .post
            positions =
                try reader.choice(
                    "position_embedding_type",
                    Dictionary(
                        uniqueKeysWithValues: PositionKind.allCases.map { ($0.rawValue, $0) }))
                ?? .sinusoidal
        }
        do {
            try validate()
        } catch let error as CalqueError {
            throw CalqueError("\(reader.path): \(error.message)")
        }
    }

    private static let activations: [String: Activation] = {
        var names = Dictionary(uniqueKeysWithValues: Activation.allCases.map { ($0.rawValue, $0) })
        names["silu"] = .swish
        names["gelu_pytorch_tanh"] = .geluTanh
        return names
    }()

    /// Throws when the sizes do not fit each other.
    public func validate() throws {
        for (heads, key) in [
            (encoderHeads, "encoder_attention_heads"), (decoderHeads, "decoder_attention_heads"),
        ] where width % heads != 0 {
            throw CalqueError(
                "\(key) is \(heads), which does not divide d_model, \(width). Choose a divisor of it."
            )
        }
        if sharesEmbeddings && sourceVocabularySize != targetVocabularySize {
            throw CalqueError(
                """
                vocab_size is \(sourceVocabularySize) and decoder_vocab_size \(targetVocabularySize), but \
                the embeddings are shared: the two must be equal.
                """)
        }
        let common = min(sourceVocabularySize, targetVocabularySize)
        for (token, key, count) in [
            (specialTokens.start, "decoder_start_token_id", targetVocabularySize),
            (specialTokens.end, "eos_token_id", targetVocabularySize),
            (specialTokens.padding, "pad_token_id", common),
        ] where !(0..<Int32(count)).contains(token) {
            throw CalqueError(
                "\(key) is \(token); allowed is a token of the vocabulary, 0 to \(count - 1).")
        }
    }

    /// The content of `config.json`, which `transformers` and CTranslate2 read as it is where
    /// `model_type` is `marian`.
    func jsonObject() -> [String: Any] {
        var object: [String: Any] = [
            "architectures": [isMarian ? "MarianMTModel" : "CalqueTransformer"],
            "model_type": isMarian ? Self.marianType : Self.ownType,
            "is_encoder_decoder": true, "use_cache": true,
            "vocab_size": sourceVocabularySize, "decoder_vocab_size": targetVocabularySize,
            "d_model": width, "encoder_layers": encoderLayers, "decoder_layers": decoderLayers,
            "num_hidden_layers": encoderLayers, "encoder_attention_heads": encoderHeads,
            "decoder_attention_heads": decoderHeads, "encoder_ffn_dim": encoderInnerWidth,
            "decoder_ffn_dim": decoderInnerWidth, "activation_function": activation.rawValue,
            "dropout": jsonNumber(dropout), "attention_dropout": jsonNumber(attentionDropout),
            "activation_dropout": jsonNumber(activationDropout), "scale_embedding": scalesEmbedding,
            "share_encoder_decoder_embeddings": sharesEmbeddings, "tie_word_embeddings": tiesOutput,
            "max_position_embeddings": maximumLength, "normalize_before": normPlacement == .pre,
            "static_position_embeddings": positions == .sinusoidal,
            "decoder_start_token_id": Int(specialTokens.start),
            "eos_token_id": Int(specialTokens.end),
            "forced_eos_token_id": Int(specialTokens.end),
            "pad_token_id": Int(specialTokens.padding),
        ]
        if !isMarian { object["position_embedding_type"] = positions.rawValue }
        return object
    }
}

/// A Float as the shortest decimal that reads back as it (0.3, not 0.300000011920929).
private func jsonNumber(_ value: Float) -> Double { Double(value.description) ?? Double(value) }

extension SpecialTokens {
    init(_ reader: ConfigurationReader) throws {
        let ids = 0...Int(Int32.max)
        func token(_ key: String) throws -> Int32 {
            Int32(try reader.required(key, reader.integer(key, in: ids)))
        }
        self.init(
            start: try token("decoder_start_token_id"), end: try token("eos_token_id"),
            padding: try token("pad_token_id"))
    }
}
