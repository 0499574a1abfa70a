import Basics
import Layers
import Models
import Tensors
import Text

/// What Marian says of a model in `special:model.yml`: the options it was trained with, by their
/// names on Marian's command line.
package struct MarianOptions {
    /// The array that holds them.
    package static let arrayName = "special:model.yml"

    /// The most bytes of it; Marian writes a few thousand.
    static let limit = BoundedYAML.limit

    private let options: YAMLOptions
    private var path: String { options.path }

    /// Reads the options.
    ///
    /// - Parameters:
    ///   - bytes: YAML, with a NUL at its end.
    ///   - path: What errors call the model.
    package init(_ bytes: some Sequence<UInt8>, path: String) throws {
        options = try YAMLOptions(
            bytes, path: path, subject: "the options that Marian saved in it")
    }
}

// MARK: What cannot be computed

extension MarianOptions {
    /// Options whose value decides what the model computes, and the values for which that can be
    /// computed here. An option that is missing had none of the others.
    private static let computable: [(key: String, values: Set<String>)] = [
        ("type", ["transformer"]), ("input-types", ["", "sequence, sequence"]),
        ("right-left", ["false"]),
        ("transformer-ffn-depth", ["2"]), ("transformer-decoder-ffn-depth", ["0", "2"]),
        ("transformer-no-projection", ["false"]), ("transformer-pool", ["false"]),
        ("transformer-postprocess-emb", ["", "d"]), ("transformer-tied-layers", [""]),
        ("transformer-train-position-embeddings", ["false"]),
        ("transformer-train-positions", ["false"]),
        ("transformer-disable-position-embeddings", ["false"]),
        ("transformer-attention-mask", ["default"]), ("transformer-no-bias", ["false"]),
        ("transformer-no-affine", ["false"]), ("ulr", ["false"]), ("lemma-dim-emb", ["0"]),
        ("transformer-ffn-activation", Set(activations.keys)),
    ]

    /// The same for options that only recurrent decoders read.
    private static let recurrent: [(key: String, values: Set<String>)] = [
        ("layer-normalization", ["false"]), ("transformer-rnn-projection", ["false"]),
    ]

    private static let activations: [String: Activation] = [
        "relu": .relu, "swish": .swish, "gelu": .swish, "sigmoid": .sigmoid,
    ]

    /// A sentence about every option that makes the model what cannot be computed here.
    private var problems: [String] {
        let table = Self.computable + (autoregression == .ssru ? Self.recurrent : [])
        var problems = table.compactMap { key, allowed -> String? in
            guard options[key] != nil, !allowed.contains(options.string(key)) else { return nil }
            let others = allowed.sorted().map { "\"\($0)\"" }.joined(separator: " or ")
            return "\(key) is \"\(FileProblem.brief(options.string(key)))\" and not \(others)"
        }
        if autoregression == nil {
            problems.append(
                """
                transformer-decoder-autoreg and dec-cell are \(autoregressionWords), and neither \
                "self-attention" with any cell nor "rnn" and "ssru"
                """)
        }
        if norms == nil {
            problems.append(
                """
                transformer-preprocess, transformer-postprocess and transformer-postprocess-top \
                are \(sublayerOperations), and neither "", "dan" and "" nor "n", "da" and "n"
                """)
        }
        return problems
    }

    private var autoregressionWords: [String] {
        ["transformer-decoder-autoreg", "dec-cell"].map { FileProblem.brief(options.string($0)) }
    }

    /// How the decoder knows the tokens before; nil for a way that cannot be computed here.
    private var autoregression: MarianArchitecture.Autoregression? {
        let words = autoregressionWords
        if ["", "self-attention"].contains(words[0]) { return .selfAttention }
        return words == ["rnn", "ssru"] ? .ssru : nil
    }

    private var sublayerOperations: [String] {
        ["preprocess", "postprocess", "postprocess-top"].map {
            FileProblem.brief(options.string("transformer-\($0)"))
        }
    }

    /// Where norms stand; nil for another order of operations around the sublayers.
    private var norms: NormPlacement? {
        // d is dropout, which training alone knows; a adds, n normalises.
        switch sublayerOperations.map({ $0.filter { $0 != "d" } }) {
        case ["", "an", ""]: .post
        case ["n", "a", "n"]: .pre
        default: nil
        }
    }
}

// MARK: What the model is

extension MarianOptions {
    /// What the model is.
    ///
    /// - Throws: `CalqueError` with a sentence about every option that makes it another model than
    ///   can be computed here, or for a size that makes no sense.
    package func architecture() throws -> MarianArchitecture {
        guard problems.isEmpty, let norms, let autoregression else { throw cannotHold(problems) }
        let (widths, layers) = (1 << 16, 1 << 10)
        func inner(_ key: String) throws -> Int { try options.size(key, upTo: 16 * widths) }
        let activation = options.string("transformer-ffn-activation")
        let decoderLayers = try options.size("dec-depth", upTo: layers)
        let innerWidth = try inner("transformer-dim-ffn")
        let hasOwnInnerWidth = !["", "0"].contains(options.string("transformer-decoder-dim-ffn"))
        let sharesEmbeddings = isSet("tied-embeddings-all", "tied-embeddings-src")
        return MarianArchitecture(
            width: try options.size("dim-emb", upTo: widths),
            encoderLayers: try options.size("enc-depth", upTo: layers),
            decoderLayers: decoderLayers,
            heads: try options.size("transformer-heads", upTo: widths),
            encoderInnerWidth: innerWidth,
            decoderInnerWidth: hasOwnInnerWidth
                ? try inner("transformer-decoder-dim-ffn") : innerWidth,
            activation: Self.activations[activation] ?? .swish,
            activationFactor: activation == "gelu" ? 1.702 : 1, normPlacement: norms,
            autoregression: autoregression, sharesEmbeddings: sharesEmbeddings,
            tiesOutput: isSet("tied-embeddings-all", "tied-embeddings"),
            vocabularySizes: try vocabularySizes(),
            alignmentLayer: try alignmentLayer(of: decoderLayers))
    }

    /// That the model is one that cannot be held.
    func cannotHold(_ problems: [String]) -> CalqueError {
        CalqueError(
            "\(path) is a model that a model directory cannot hold: "
                + "\(problems.joined(separator: "; ")). Use it with Marian, or train one "
                + "without these options.", kind: .unsupported)
    }

    private func isSet(_ keys: String...) -> Bool { keys.contains { options.isSet($0) } }

    private func vocabularySizes() throws -> [Int] {
        let (key, limit) = ("dim-vocabs", 1 << 24)
        guard let texts = options[key] else { return [] }
        let sizes = texts.compactMap { Int($0) }.filter { (1...limit).contains($0) }
        guard texts.count == 2, sizes.count == 2 else {
            throw options.error(key, "two whole numbers from 1 to \(limit)")
        }
        return sizes
    }

    /// Marian counts layers from 1, and calls the last one so.
    private func alignmentLayer(of layers: Int) throws -> Int {
        let key = "transformer-guided-alignment-layer"
        if ["", "last"].contains(options.string(key)) { return layers - 1 }
        guard let number = Int(options.string(key)), (1...layers).contains(number) else {
            throw options.error(key, "\"last\" or a whole number from 1 to dec-depth, \(layers)")
        }
        return number - 1
    }
}
