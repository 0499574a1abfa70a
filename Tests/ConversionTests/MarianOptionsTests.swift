import Basics
import Conversion
import TestSupport
import Testing

struct MarianOptionsTests {
    private let sizes = StudentFixture.Sizes()

    private func architecture(_ changes: [(String, String)] = []) throws -> MarianArchitecture {
        let text = changes.reduce(StudentFixture.options(sizes)) { text, change in
            #expect(text.contains(change.0), "\(change)")
            return text.replacing(change.0, with: change.1)
        }
        return try MarianOptions(text.utf8, path: "student.bin").architecture()
    }

    @Test func aStudentIsWhatItsOptionsSay() throws {
        let student = try architecture()
        #expect(student.width == 16 && student.heads == 2)
        #expect(student.encoderLayers == 2 && student.decoderLayers == 1)
        #expect(student.encoderInnerWidth == 24 && student.decoderInnerWidth == 24)
        #expect(student.activation == .relu && student.activationFactor == 1)
        #expect(student.normPlacement == .post && student.autoregression == .ssru)
        #expect(student.sharesEmbeddings && student.tiesOutput)
        #expect(student.vocabularySizes == [50, 50] && student.alignmentLayer == 0)
    }

    @Test func otherArchitecturesAreRead() throws {
        let other = try architecture([
            ("transformer-decoder-autoreg: rnn", "transformer-decoder-autoreg: self-attention"),
            ("dec-cell: ssru", "dec-cell: gru"), ("dec-depth: 1", "dec-depth: 4"),
            ("tied-embeddings-all: true", "tied-embeddings-all: false"),
            ("tied-embeddings: false", "tied-embeddings: true"),
            ("transformer-preprocess: \"\"", "transformer-preprocess: n"),
            ("transformer-postprocess: dan", "transformer-postprocess: da"),
            ("transformer-postprocess-top: \"\"", "transformer-postprocess-top: n"),
            ("alignment-layer: last", "alignment-layer: 2"),
            ("transformer-ffn-activation: relu", "transformer-ffn-activation: gelu"),
            ("transformer-dim-ffn: 24", "transformer-dim-ffn: 32\ntransformer-decoder-dim-ffn: 8"),
            ("  - 50\n  - 50", "  - 50\n  - 40"),
        ])
        #expect(other.encoderLayers == 2 && other.decoderLayers == 4)
        #expect(other.encoderInnerWidth == 32 && other.decoderInnerWidth == 8)
        #expect(other.activation == .swish && other.activationFactor == 1.702)
        #expect(other.normPlacement == .pre && other.autoregression == .selfAttention)
        #expect(!other.sharesEmbeddings && other.tiesOutput)
        #expect(other.vocabularySizes == [50, 40] && other.alignmentLayer == 1)
    }

    @Test(arguments: [
        ("dec-cell: ssru", "dec-cell: gru", "[\"rnn\", \"gru\"]"),
        ("dec-cell: ssru\n", "", "[\"rnn\", \"\"]"),
        ("autoreg: rnn", "autoreg: average-attention", "average-attention"),
        ("layer-normalization: false", "layer-normalization: true", "layer-normalization is"),
        ("ulr: false", "transformer-rnn-projection: true", "rnn-projection is \"true\""),
        ("ulr: false", "transformer-train-positions: true", "train-positions is \"true\""),
        ("ffn-depth: 2", "ffn-depth: 3", "transformer-ffn-depth is \"3\" and not \"2\""),
        ("lemma-dim-emb: 0", "lemma-dim-emb: 64", "lemma-dim-emb is \"64\" and not \"0\""),
        ("postprocess: dan", "postprocess: dah", "dah"),
    ])
    func whatIsNotComputedIsRefusedWithTheOption(
        line: String, other: String, says: String
    ) throws {
        let text = try message { _ = try architecture([(line, other)]) }
        #expect(text.contains(says) && text.hasPrefix("student.bin"), "\(text)")
    }

    @Test(arguments: [
        ("  - 50\n  - 50", "  - 50", "two whole numbers from 1"),
        ("  - 50\n  - 50", "  - 50\n  - 99999999999", "two whole numbers from 1"),
        ("alignment-layer: last", "alignment-layer: 2", "1 to dec-depth, 1"),
        ("alignment-layer: last", "alignment-layer: first", "\"last\" or a whole number"),
        ("dim-emb: 16", "dim-emb: 0x10", "dim-emb is \"0x10\""),
        ("dim-emb: 16", "dim-emb: {a: 1}", "dim-emb is \"\""),
    ])
    func whatMakesNoSenseIsRefused(line: String, other: String, says: String) throws {
        let text = try message { _ = try architecture([(line, other)]) }
        #expect(text.contains(says) && text.contains("student.bin"), "\(text)")
    }

    @Test func aFileWithoutOptionsIsRefused() throws {
        let bare = MarianBinary([MarianTensor(name: "a", shape: [1], floats: [1])])
        #expect(try message { _ = try bare.options() }.contains("special:model.yml"))
        let numbers = MarianBinary([
            MarianTensor(name: MarianOptions.arrayName, shape: [1], floats: [1])
        ])
        #expect(try message { _ = try numbers.options() }.contains("not characters"))
    }
}
