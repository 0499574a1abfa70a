/// What Marian calls a parameter of the Hugging Face layout, and how it lays it out.
struct MarianNames {
    /// Whether norms stand before the sublayers.
    let isPreNorm: Bool
    /// Whether source and target have one table.
    let sharesEmbeddings: Bool

    /// Where the numbers of a parameter come from.
    enum Source: Equatable {
        /// A vector: `[1, n]` in Marian.
        case vector(String)
        /// A matrix `[in, out]` in Marian, where vectors are multiplied from the left.
        case transposed(String)
        /// A matrix `[vocabulary, width]` in both, but for the padding token's row.
        case table(String)
        /// The bias of the output layer, `[1, vocabulary]`.
        case outputBias(String)
        /// Marian computes the vectors of the positions.
        case positions
    }

    /// The name of the output layer's matrix where it is not a table of embeddings.
    static let output = "decoder_ff_logit_out_Wt"
    /// Its name in older models, which keep it as `[width, vocabulary]`.
    static let olderOutput = "decoder_ff_logit_out_W"
    /// The name of the output layer's bias.
    static let outputBias = "decoder_ff_logit_out_b"

    /// The tables of source and target.
    var tables: (source: String, target: String) {
        sharesEmbeddings ? ("Wemb", "Wemb") : ("encoder_Wemb", "decoder_Wemb")
    }

    /// The source of a parameter with a name of the Hugging Face layout, such as
    /// `model.decoder.layers.0.encoder_attn.k_proj.weight`; nil for a name that Marian has nothing
    /// for.
    func source(of parameter: String) -> Source? {
        switch parameter {
        case "model.shared.weight", "model.encoder.embed_tokens.weight":
            return .table(tables.source)
        case "model.decoder.embed_tokens.weight": return .table(tables.target)
        case "lm_head.weight": return .table(Self.output)
        case "final_logits_bias": return .outputBias(Self.outputBias)
        default: break
        }
        let path = parameter.split(separator: ".").map(String.init)
        guard path.count >= 4 else { return nil }
        let (side, part) = (path[1], path[2])
        switch part {
        case "embed_positions": return .positions
        case "layer_norm": return .vector("\(side)_top_\(norm(path[3]))")
        case "layers" where path.count > 5:
            guard let number = Int(path[3]) else { return nil }
            return layerSource(Array(path[4...]), prefix: "\(side)_l\(number + 1)_")
        default: return nil
        }
    }

    /// The source of a parameter inside a layer.
    private func layerSource(_ path: [String], prefix: String) -> Source? {
        let (block, kind) = (path[0], path[path.count - 1])
        let isMatrix = kind == "weight"
        func affine(_ sublayer: String, _ letter: Character) -> Source {
            isMatrix
                ? .transposed("\(prefix)\(sublayer)_W\(letter)")
                : .vector("\(prefix)\(sublayer)_b\(letter)")
        }
        func norm(_ sublayer: String) -> Source {
            .vector("\(prefix)\(sublayer)_\(self.norm(kind))\(isPreNorm ? "_pre" : "")")
        }
        let attention = block.hasPrefix("encoder_attn") ? "context" : "self"
        switch block {
        case "self_attn", "encoder_attn": return path[1].first.map { affine(attention, $0) }
        case "self_attn_layer_norm", "encoder_attn_layer_norm": return norm("\(attention)_Wo")
        case "ssru":
            // W has no letter of its own.
            return path[1] == "input" ? .transposed("\(prefix)rnn_W") : affine("rnn", "f")
        case "ssru_layer_norm": return norm(isPreNorm ? "rnn" : "rnn_ffn")
        case "fc1": return affine("ffn", "1")
        case "fc2": return affine("ffn", "2")
        case "final_layer_norm": return norm("ffn_ffn")
        default: return nil
        }
    }

    private func norm(_ kind: String) -> String { kind == "weight" ? "ln_scale" : "ln_bias" }
}
