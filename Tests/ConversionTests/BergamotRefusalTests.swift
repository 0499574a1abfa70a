import Basics
import Conversion
import Foundation
import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text
import Translation

/// Students whose files do not fit each other, or what Calque computes.
struct BergamotRefusalTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func student() throws -> BergamotFolder { try BergamotFolder(folder.url) }

    private func problem() throws -> String {
        try message { _ = try student().load(precision: .int8) }
    }

    /// The student with other tensors.
    private func write(
        _ sizes: StudentFixture.Sizes = .init(), _ change: (inout [MarianTensor]) -> Void
    ) throws {
        _ = try StudentFixture(in: folder, sizes: sizes)
        var tensors = StudentFixture.tensors(sizes, seed: 1, isQuantized: true)
        change(&tensors)
        try MarianBinary(tensors).write(to: folder.file(StudentFixture.weights))
    }

    /// The student with an option replaced.
    private func write(
        replacing line: String, by other: String,
        _ change: (inout [MarianTensor]) -> Void = { _ in }
    ) throws {
        let options = StudentFixture.options(.init())
        #expect(options.contains(line))
        try write { tensors in
            tensors.removeLast()
            change(&tensors)
            tensors.append(
                MarianTensor(
                    name: MarianOptions.arrayName, text: options.replacing(line, with: other)))
        }
    }

    @Test func allTensorsThatDoNotFitAreListed() throws {
        try write { tensors in
            tensors.removeAll {
                ["decoder_l1_rnn_W", "encoder_l2_self_bq", "Wemb_QuantMultA"].contains($0.name)
            }
            for index in tensors.indices where tensors[index].name == "encoder_l1_ffn_W1" {
                tensors[index] = MarianTensor(
                    name: "encoder_l1_ffn_W1", rounding: Array(repeating: 1, count: 32),
                    outputs: 2, inputs: 16)
            }
            tensors.append(MarianTensor(name: "x_gate", shape: [1, 1], floats: [1]))
        }
        let text = try problem()
        for part in [
            "decoder_l1_rnn_W is missing", "encoder_l2_self_bq is missing",
            "encoder_l1_ffn_W1 is intgemm8 [16, 2], not intgemm8 [16, 24]", "x_gate has no place",
            StudentFixture.weights,
        ] { #expect(text.contains(part), "\(text)") }
        #expect(!text.contains("QuantMultA"), "\(text)")
    }

    @Test(arguments: [
        (60, "has 50 pieces, but the table Wemb in"), (40, "has ids up to 49, but"),
    ])
    func aVocabularyOfAnotherModelIsRefused(pieces: Int, says: String) throws {
        var sizes = StudentFixture.Sizes()
        sizes.pieces = pieces
        _ = try StudentFixture(in: folder, sizes: sizes)
        let text = try problem()
        #expect(text.contains(says) && text.contains(StudentFixture.vocabulary), "\(text)")
    }

    @Test func aShortlistOfAnotherModelIsRefused() throws {
        _ = try StudentFixture(in: folder)
        try Shortlist.random(pieces: 60, seed: 1).write(to: folder.file(StudentFixture.shortlist))
        let text = try problem()
        #expect(text.contains("lists for 60 source pieces, but the vocabulary has 50"), "\(text)")
        #expect(text.contains(StudentFixture.shortlist))
    }

    @Test(arguments: [
        ("word-penalty: 0", "word-penalty: 0.5", "word-penalty is 0.5"),
        (
            "  - \(StudentFixture.vocabulary)", "  - vocab.yml",
            "vocab.yml is no SentencePiece model"
        ),
        ("beam-size: 1", "beam-size: 1001", "from 1 to 1000"),
    ])
    func whatOfTheConfigurationIsNotKnownIsNamed(line: String, other: String, says: String) throws {
        _ = try StudentFixture(in: folder)
        try folder.write(lines: ["</s>: 0"], to: "vocab.yml")
        let lines = StudentFixture.configurationLines.map { $0 == line ? other : $0 }
        try folder.write(lines: lines, to: StudentFixture.configuration)
        let text = try message { _ = try student().load(precision: .int8) }
        #expect(text.contains(says), "\(text)")
    }

    @Test(arguments: [
        ("transformer-ffn-depth: 2", "transformer-ffn-depth: 3"),
        ("transformer-decoder-autoreg: rnn", "transformer-decoder-autoreg: average-attention"),
        ("layer-normalization: false", "layer-normalization: true"),
        ("lemma-dim-emb: 0", "lemma-dim-emb: 64"),
    ])
    func whatOfTheModelIsNotKnownIsNamed(line: String, other: String) throws {
        try write(replacing: line, by: other)
        let text = try problem()
        let key = String(other.prefix { $0 != ":" })
        #expect(text.contains(key) && text.contains(StudentFixture.weights), "\(text)")
    }

    /// Marian takes its rows for columns.
    @Test func anOutputLayerOfItsOwnIsNotInEightBits() throws {
        try write(
            replacing: "tied-embeddings-all: true\ntied-embeddings-src: false",
            by: "tied-embeddings-all: false\ntied-embeddings-src: true"
        ) { tensors in
            tensors.append(
                MarianTensor(
                    name: "decoder_ff_logit_out_Wt", codes: Array(repeating: 1, count: 800),
                    outputs: 16, inputs: 50, multiplier: 100))
        }
        let text = try problem()
        #expect(text.contains("decoder_ff_logit_out_Wt is in eight bits"), "\(text)")
    }

    /// Whatever the file says of its tensors, as long as it is one.
    @Test func damagedFilesAreRefusedOrRun() throws {
        _ = try StudentFixture(in: folder)
        let sound = try Array(Data(contentsOf: folder.file(StudentFixture.weights)))
        var random = RandomSource(seed: 5)
        for _ in 0..<100 {
            var bytes = sound
            for _ in 0...random.next(below: 3) {
                bytes[random.next(below: bytes.count)] = UInt8(random.next(below: 256))
            }
            try folder.write(bytes, to: StudentFixture.weights)
            do {
                let model = try student().load(precision: .int8).model
                let batch = Batch(
                    [[34, 3, 2, 19, 20, 10, 0], [11, 7, 0], [2, 0], [5, 5, 5, 0]],
                    [[5, 9, 30, 0], [2, 0], [0], [49, 48, 7, 7, 12, 0]], model, rowMultiple: 1)
                _ = model.logits(of: batch, record: nil, Context(precision: .int8)).array()
            } catch {
                #expect(error is CalqueError)
            }
        }
    }
}
