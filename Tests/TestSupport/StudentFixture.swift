import Basics
package import Conversion
import Foundation
package import Text

/// A folder as Firefox has its models: a student with random weights, made anew in every test.
package struct StudentFixture {
    /// Sizes of the model.
    package struct Sizes: Sendable {
        /// d.
        package var width = 16
        /// h.
        package var heads = 2
        /// d_ff.
        package var innerWidth = 24
        /// N of the encoder.
        package var encoderLayers = 2
        /// N of the decoder.
        package var decoderLayers = 1
        /// The pieces of the vocabulary in the fixture `marian-pre-norm`.
        package var pieces = 50

        /// The sizes of most tests.
        package init() {}
    }

    /// The names of the files.
    package static let weights = "model.xxyy.intgemm.alphas.bin"
    /// See ``weights``.
    package static let vocabulary = "vocab.xxyy.spm"
    /// See ``weights``.
    package static let shortlist = "lex.50.50.xxyy.s2t.bin"
    /// See ``weights``.
    package static let configuration = "config.intgemm8bitalpha.yml"

    /// Where it is.
    package let folder: TemporaryFolder
    /// The sizes of the model.
    package let sizes: Sizes

    /// A SentencePiece model of 50 pieces, which ends sentences with piece 0.
    private static let sentencePieceModel = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("ConversionTests/Fixtures/marian-pre-norm/vocab.spm")

    /// Writes all files.
    ///
    /// - Parameter isQuantized: Whether matrices are in eight bits, with multipliers of their
    /// inputs.
    package init(
        in folder: TemporaryFolder, sizes: Sizes = Sizes(), seed: UInt64 = 1,
        isQuantized: Bool = true
    ) throws {
        self.folder = folder
        self.sizes = sizes
        let model = MarianBinary(Self.tensors(sizes, seed: seed, isQuantized: isQuantized))
        try model.write(to: folder.file(Self.weights))
        try folder.write(Data(contentsOf: Self.sentencePieceModel), to: Self.vocabulary)
        try Shortlist.random(pieces: sizes.pieces, seed: seed).write(
            to: folder.file(Self.shortlist))
        try folder.write(lines: Self.configurationLines, to: Self.configuration)
    }

    /// What the configuration says.
    package static let configurationLines = [
        "relative-paths: true", "models:", "  - \(weights)", "vocabs:", "  - \(vocabulary)",
        "  - \(vocabulary)", "shortlist:", "    - \(shortlist)", "    - false", "beam-size: 1",
        "normalize: 1.0", "word-penalty: 0", "max-length-factor: 2.5",
        "gemm-precision: int8shiftAlphaAll",
    ]

    /// What Marian saves with the model.
    package static func options(_ sizes: Sizes) -> String {
        """
        dec-cell: ssru
        dec-depth: \(sizes.decoderLayers)
        dim-emb: \(sizes.width)
        dim-vocabs:
          - \(sizes.pieces)
          - \(sizes.pieces)
        enc-depth: \(sizes.encoderLayers)
        input-types: []
        layer-normalization: false
        lemma-dim-emb: 0
        output-omit-bias: false
        right-left: false
        tied-embeddings: false
        tied-embeddings-all: true
        tied-embeddings-src: false
        transformer-decoder-autoreg: rnn
        transformer-dim-ffn: \(sizes.innerWidth)
        transformer-ffn-activation: relu
        transformer-ffn-depth: 2
        transformer-guided-alignment-layer: last
        transformer-heads: \(sizes.heads)
        transformer-no-projection: false
        transformer-postprocess: dan
        transformer-postprocess-emb: d
        transformer-postprocess-top: ""
        transformer-preprocess: ""
        transformer-tied-layers: []
        transformer-train-position-embeddings: false
        type: transformer
        ulr: false
        version: v1.9.56

        """
    }

    /// The tensors as Marian orders them.
    package static func tensors(
        _ sizes: Sizes, seed: UInt64, isQuantized: Bool
    ) -> [MarianTensor] {
        var random = RandomSource(seed: seed)
        var tensors: [MarianTensor] = []
        func numbers(_ count: Int, around middle: Float = 0) -> [Float] {
            (0..<count).map { _ in middle + 0.3 * random.nextNormal() }
        }
        func add(matrix name: String, _ inputs: Int, _ outputs: Int) {
            let weights = numbers(inputs * outputs)
            guard isQuantized else {
                tensors.append(
                    MarianTensor(name: name, shape: [inputs, outputs], floats: weights))
                return
            }
            tensors.append(
                MarianTensor(name: name, rounding: weights, outputs: outputs, inputs: inputs))
            tensors.append(
                MarianTensor(
                    name: name + MarianBinary.inputMultiplierEnding, shape: [1, 1],
                    floats: [12 + 4 * random.nextUniform()]))
        }
        func add(vector name: String, _ count: Int, around middle: Float = 0) {
            tensors.append(
                MarianTensor(name: name, shape: [1, count], floats: numbers(count, around: middle)))
        }
        func add(norm name: String) {
            add(vector: name + "_ln_bias", sizes.width)
            add(vector: name + "_ln_scale", sizes.width, around: 1)
        }
        func add(attention name: String) {
            for letter in ["k", "o", "q", "v"] {
                add(matrix: "\(name)_W\(letter)", sizes.width, sizes.width)
                add(vector: "\(name)_b\(letter)", sizes.width)
            }
            add(norm: "\(name)_Wo")
        }
        func add(feedForward name: String) {
            add(matrix: "\(name)_W1", sizes.width, sizes.innerWidth)
            add(matrix: "\(name)_W2", sizes.innerWidth, sizes.width)
            add(vector: "\(name)_b1", sizes.innerWidth)
            add(vector: "\(name)_b2", sizes.width)
            add(norm: "\(name)_ffn")
        }
        for layer in 1...sizes.encoderLayers {
            add(attention: "encoder_l\(layer)_self")
            add(feedForward: "encoder_l\(layer)_ffn")
        }
        for layer in 1...sizes.decoderLayers {
            add(matrix: "decoder_l\(layer)_rnn_W", sizes.width, sizes.width)
            add(matrix: "decoder_l\(layer)_rnn_Wf", sizes.width, sizes.width)
            add(vector: "decoder_l\(layer)_rnn_bf", sizes.width)
            add(norm: "decoder_l\(layer)_rnn_ffn")
            add(attention: "decoder_l\(layer)_context")
            add(feedForward: "decoder_l\(layer)_ffn")
        }
        add(vector: "decoder_ff_logit_out_b", sizes.pieces)
        let table = numbers(sizes.pieces * sizes.width)
        if isQuantized {
            tensors += [
                MarianTensor(
                    name: "Wemb", rounding: table, outputs: sizes.pieces, inputs: sizes.width),
                // Marian rounds this number, too, for its name is like a table's.
                MarianTensor(name: "Wemb_QuantMultA", rounding: [8.5], outputs: 1, inputs: 1),
                MarianTensor(name: "none_QuantMultA", shape: [1, 1], floats: [8.5]),
            ]
        } else {
            tensors.append(
                MarianTensor(name: "Wemb", shape: [sizes.pieces, sizes.width], floats: table))
        }
        tensors.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return tensors + [MarianTensor(name: MarianOptions.arrayName, text: options(sizes))]
    }
}

extension Shortlist {
    /// Lists of up to four pieces of one vocabulary.
    package static func random(pieces: Int, seed: UInt64) -> Shortlist {
        var random = RandomSource(seed: seed)
        let lists = (0..<pieces).map { _ in
            (0..<random.next(below: 5)).map { _ in Int32(random.next(below: pieces)) }
        }
        return Shortlist(frequentCount: 5, bestCount: 50, targetCount: pieces, lists: lists)
    }
}
