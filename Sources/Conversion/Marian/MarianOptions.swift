import Basics
import Layers
import Models
import Tensors
import Yams
import Text

/// What Marian says of a model in `special:model.yml`: the options it was trained with, by their
/// names on Marian's command line.
struct MarianOptions {
    /// The array that holds them.
    static let arrayName = "special:model.yml"

    /// The most bytes of it; Marian writes a few thousand.
    static let limit = BoundedYAML.limit

    private let values: [String: [String]]
    private let path: String

    /// Reads the options.
    ///
    /// - Parameters:
    ///   - bytes: YAML, with a NUL at its end.
    ///   - path: What errors call the model.
    init(_ bytes: some Sequence<UInt8>, path: String) throws {
        let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        do {
            try BoundedYAML.check(text)
        } catch let problem as FileProblem {
            throw CalqueError(
                "\(path): the options that Marian saved in it \(problem.text). Copy the file again.",
                kind: .model)
        }
        guard let mapping = (try? Yams.compose(yaml: text))?.mapping else {
            throw CalqueError(
                "\(path): the options that Marian saved in it are not YAML. Copy the file again.",
                kind: .model)
        }
        self.path = path
        values = Dictionary(
            mapping.map { key, value in
                let items = value.sequence.map(Array.init) ?? [value]
                return (key.scalar?.string ?? "", items.map { $0.scalar?.string ?? "" })
            }, uniquingKeysWith: { first, _ in first })
    }

    private func string(_ key: String) -> String { values[key]?.joined(separator: ", ") ?? "" }

    private func isSet(_ key: String) -> Bool { string(key) == "true" }

    /// A size. One that makes no sense is refused before anything is made of it.
    private func integer(_ key: String, upTo limit: Int) throws -> Int {
        guard let number = Int(string(key)), (1...limit).contains(number) else {
            throw CalqueError(
                "\(path): Marian's option \(key) is \"\(FileProblem.brief(string(key)))\", and has "
                    + "to be a whole number from 1 to \(limit). Copy the file again.", kind: .model)
        }
        return number
    }
}

// MARK: What cannot be converted

extension MarianOptions {
    /// Options whose value decides what the model computes, and the values for which it is what a
    /// model directory can hold. An option that is missing had none of the others.
    private static let expressible: [(key: String, values: Set<String>)] = [
        ("type", ["transformer"]), ("transformer-decoder-autoreg", ["self-attention"]),
        ("input-types", ["", "sequence, sequence"]), ("right-left", ["false"]),
        ("transformer-ffn-depth", ["2"]), ("transformer-decoder-ffn-depth", ["0", "2"]),
        ("transformer-no-projection", ["false"]), ("transformer-pool", ["false"]),
        ("transformer-postprocess-emb", ["", "d"]), ("transformer-tied-layers", [""]),
        ("transformer-train-position-embeddings", ["false"]),
        ("transformer-disable-position-embeddings", ["false"]),
        ("transformer-attention-mask", ["default"]), ("transformer-no-bias", ["false"]),
        ("transformer-no-affine", ["false"]), ("ulr", ["false"]), ("lemma-dim-emb", ["0"]),
        ("transformer-ffn-activation", Set(activations.keys)),
    ]

    private static let activations: [String: Activation] = [
        "relu": .relu, "swish": .swish, "gelu": .swish, "sigmoid": .sigmoid,
    ]

    /// Throws a sentence about every option that no model directory can express.
    func requireExpressible() throws {
        var problems = Self.expressible.compactMap { key, allowed -> String? in
            guard values[key] != nil, !allowed.contains(string(key)) else { return nil }
            let others = allowed.sorted().map { "\"\($0)\"" }.joined(separator: " or ")
            return "\(key) is \"\(FileProblem.brief(string(key)))\" and not \(others)"
        }
        if norms == nil {
            problems.append(
                """
                transformer-preprocess, transformer-postprocess and transformer-postprocess-top \
                are \(sublayerOperations), and neither "", "dan" and "" nor "n", "da" and "n"
                """)
        }
        guard problems.isEmpty else {
            throw CalqueError(
                "\(path) is a model that a model directory cannot hold: "
                    + "\(problems.joined(separator: "; ")). Use it with Marian, or train one "
                    + "without these options.", kind: .unsupported)
        }
    }

    private var sublayerOperations: [String] {
        ["preprocess", "postprocess", "postprocess-top"].map { string("transformer-\($0)") }
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
    /// Whether source and target have one table, which is then called `Wemb`.
    var sharesEmbeddings: Bool { isSet("tied-embeddings-all") || isSet("tied-embeddings-src") }

    /// Whether the output layer's weights are the target's table.
    var tiesOutput: Bool { isSet("tied-embeddings-all") || isSet("tied-embeddings") }

    /// Whether norms stand before the sublayers.
    var isPreNorm: Bool { norms == .pre }

    /// The factor inside the feed-forward network's non-linearity.
    ///
    /// Marian's GELU is x σ(1.702 x) (Hendrycks & Gimpel 2016, section 2). With z = 1.702 x it is
    /// swish(z) / 1.702, so that the factor goes into the weights before it and out of those after
    /// it.
    var activationFactor: Float { string("transformer-ffn-activation") == "gelu" ? 1.702 : 1 }

    /// The configuration of the converted model.
    ///
    /// - Parameters:
    ///   - rows: The rows of the tables, the padding token's included.
    ///   - end: The token that ends sentences.
    func configuration(rows: Int, end: Int32) throws -> TransformerConfiguration {
        let (widths, layers) = (1 << 16, 1 << 10)
        let padding = Int32(rows - 1)
        var configuration = TransformerConfiguration(
            vocabularySize: rows,
            specialTokens: SpecialTokens(start: padding, end: end, padding: padding))
        configuration.width = try integer("dim-emb", upTo: widths)
        configuration.encoderLayers = try integer("enc-depth", upTo: layers)
        configuration.decoderLayers = try integer("dec-depth", upTo: layers)
        configuration.encoderHeads = try integer("transformer-heads", upTo: widths)
        configuration.decoderHeads = configuration.encoderHeads
        configuration.encoderInnerWidth = try integer("transformer-dim-ffn", upTo: 16 * widths)
        configuration.decoderInnerWidth = configuration.encoderInnerWidth
        if !["", "0"].contains(string("transformer-decoder-dim-ffn")) {
            configuration.decoderInnerWidth = try integer(
                "transformer-decoder-dim-ffn", upTo: 16 * widths)
        }
        configuration.activation =
            Self.activations[string("transformer-ffn-activation")] ?? .swish
        configuration.normPlacement = norms ?? .post
        configuration.embeddings.tiesOutput = tiesOutput
        configuration.embeddings.isShared = sharesEmbeddings && tiesOutput
        configuration.storesPositions = true
        do {
            try configuration.validate()
        } catch let error as CalqueError {
            throw error.prefixed(by: "\(path): ", kind: .model)
        }
        return configuration
    }
}
