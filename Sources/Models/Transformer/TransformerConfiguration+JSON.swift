import Basics
import Foundation
import Layers
import Tensors

extension TransformerConfiguration {
    private static let marianType = "marian"
    /// What `transformers` has no name for: norms before the sublayers, learned positions or those of
    /// Marian, recurrent units in the decoder.
    private static let ownType = "calque_transformer"
    /// A Transformer without some of its parts, which the key `without` lists (`TransformerStudy`).
    private static let studyType = "calque_transformer_study"
    static let modelTypes = [marianType, ownType, studyType]

    /// Reads `config.json`.
    init(_ reader: ConfigurationReader) throws {
        // Sizes that make no sense are refused before anything is made of them.
        let (widths, layers) = (1 << 16, 1 << 10)
        self.init(try EmbeddingConfiguration(reader))
        width = try reader.size("d_model", upTo: widths)
        encoderLayers = try reader.size("encoder_layers", upTo: layers)
        decoderLayers = try reader.size("decoder_layers", upTo: layers)
        encoderHeads = try reader.size("encoder_attention_heads", upTo: widths)
        decoderHeads = try reader.size("decoder_attention_heads", upTo: widths)
        encoderInnerWidth = try reader.size("encoder_ffn_dim", upTo: 16 * widths)
        decoderInnerWidth = try reader.size("decoder_ffn_dim", upTo: 16 * widths)
        maximumLength = try reader.maximumLength(otherwise: 1024)
        activation = try reader.choice("activation_function", Self.activations) ?? .gelu
        dropout = try reader.probability("dropout") ?? 0.1
        attentionDropout = try reader.probability("attention_dropout") ?? 0
        activationDropout = try reader.probability("activation_dropout") ?? 0
        scalesEmbedding = try reader.bool("scale_embedding") ?? false
        let type = try reader.string("model_type")
        if type == Self.studyType {
            study.without = try reader.required(
                "without", reader.choices("without", of: TransformerStudy.Part.self))
        }
        if type != Self.marianType {
            normPlacement = try reader.bool("normalize_before") ?? false ? .pre : .post
            positions =
                try reader.choice("position_embedding_type", of: PositionKind.self)
                ?? .sinusoidal
            decoder =
                try reader.choice("decoder_type", of: DecoderKind.self) ?? .selfAttention
        }
        try reader.naming { try validate() }
    }

    private static let activations: [String: Activation] = {
        var names = Dictionary(uniqueKeysWithValues: Activation.allCases.map { ($0.rawValue, $0) })
        names["silu"] = .swish
        names["gelu_pytorch_tanh"] = .geluTanh
        return names
    }()

    /// Throws `CalqueError` when the sizes do not fit each other.
    public func validate() throws {
        try validateStudy()
        for (heads, key) in [
            (encoderHeads, "encoder_attention_heads"), (decoderHeads, "decoder_attention_heads"),
        ] where width % heads != 0 {
            throw CalqueError(
                "\(key) is \(heads), which does not divide d_model, \(width). Choose a divisor of it.",
                kind: .configuration)
        }
        try embeddings.validate()
    }

    /// Throws where what is asked for is taken out.
    private func validateStudy() throws {
        for (isUseless, what, part) in [
            (positions == .learned && !has(.positions), "Positions are learned", "them"),
            (normPlacement == .pre && !has(.norm), "Norms stand before the sublayers", "them"),
            (
                decoder == .ssru && !has(.mask),
                "The decoder is ssru, which has no self-attention and no mask", "the mask"
            ),
            (
                decoder == .ssru && !has(.decoderSelfAttention),
                "The decoder is ssru, which has no self-attention", "it"
            ),
        ] where isUseless {
            throw CalqueError(
                "\(what), and \"without\" takes \(part) out. Leave one of the two out.",
                kind: .configuration)
        }
    }

    private var modelType: String {
        guard study.isWhole else { return Self.studyType }
        return isMarian ? Self.marianType : Self.ownType
    }

    /// The content of `config.json`, which `transformers` and CTranslate2 read as it is where
    /// `model_type` is `marian`.
    public var jsonObject: [String: Any] {
        var object: [String: Any] = [
            "architectures": [isMarian ? "MarianMTModel" : "CalqueTransformer"],
            "model_type": modelType,
            "is_encoder_decoder": true, "use_cache": true,
            "d_model": width, "encoder_layers": encoderLayers, "decoder_layers": decoderLayers,
            "num_hidden_layers": encoderLayers, "encoder_attention_heads": encoderHeads,
            "decoder_attention_heads": decoderHeads, "encoder_ffn_dim": encoderInnerWidth,
            "decoder_ffn_dim": decoderInnerWidth, "activation_function": activation.rawValue,
            "dropout": dropout.asDouble, "attention_dropout": attentionDropout.asDouble,
            "activation_dropout": activationDropout.asDouble, "scale_embedding": scalesEmbedding,
            "max_position_embeddings": maximumLength, "normalize_before": normPlacement == .pre,
            "static_position_embeddings": positions != .learned,
        ]
        if !isMarian { object["position_embedding_type"] = positions.rawValue }
        if decoder != .selfAttention { object["decoder_type"] = decoder.rawValue }
        if !study.isWhole { object["without"] = study.parts.map(\.rawValue) }
        return object.merging(embeddings.jsonObject) { own, _ in own }
    }
}
