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

/// Folders as Firefox has them, written.
struct BergamotWritingTests {
    private let folder: TemporaryFolder
    private let lines = ["Ba che di.", "gu la", "la gu che", "di che la ba"]

    init() throws {
        folder = try TemporaryFolder()
    }

    private var made: URL { folder.file("made") }

    private func translations(_ folder: any ModelFolder, _ precision: Precision) throws -> [String]
    {
        let translator = try Translator(model: folder, workers: 1, precision: precision)
        return try translator.translate(lines, SearchOptions(for: translator.model)).map(\.text)
    }

    private func binary(_ folder: BergamotFolder) throws -> MarianBinary {
        try MarianBinary(url: folder.model)
    }

    // MARK: There and back

    /// Codes, multipliers, lists and options are kept; what is new fills up.
    @Test(arguments: [false, true])
    func aStudentComesBack(byDirectory: Bool) throws {
        let student = try TemporaryFolder()
        let fixture = try StudentFixture(in: student)
        var source = student.url
        if byDirectory {
            source = folder.file("directory")
            try ConvertibleModel(folder: student.url).write(
                to: ModelDirectory(source), type: .int8)
        }
        try ConvertibleModel(folder: source).writeBergamot(to: made)
        let (old, new) = (try BergamotFolder(student.url), try BergamotFolder(made))
        let (before, after) = (try binary(old), try binary(new))
        #expect(after.tensors.map(\.name) == before.tensors.map(\.name))
        for tensor in before.tensors where tensor.name != MarianOptions.arrayName {
            let other = try after.tensor(tensor.name)
            #expect(other.type == tensor.type)
            #expect(other.multiplier.map { 1 / $0 } == tensor.multiplier.map { 1 / $0 })
            let (own, numbers) = (tensor.floats(), other.floats())
            #expect(Array(numbers.prefix(own.count)) == own, "\(tensor.name)")
            let rest = numbers.dropFirst(own.count)
            #expect(rest.allSatisfy { $0 == 0 || $0 == -10_000 })
            #expect(rest.isEmpty || tensor.shape.contains(fixture.sizes.pieces))
        }
        let (oldModel, newModel) = (
            try old.load(precision: .int8).model, try new.load(precision: .int8).model
        )
        #expect(newModel.parameters.inputMultipliers == oldModel.parameters.inputMultipliers)
        #expect(newModel.targetVocabularySize == 57)
        #expect(newModel.candidates(for: [7, 9, 0]) == oldModel.candidates(for: [7, 9, 0]))
        #expect(new.settings == old.settings)
        #expect(new.shortlist?.lastPathComponent == "lex.5.50.pair.s2t.bin")
        for precision in [Precision.float32, .int8] {
            #expect(try translations(new, precision) == translations(old, precision))
        }
    }

    /// To the last byte.
    @Test func withAFullVocabularyNothingIsAdded() throws {
        _ = try StudentFixture(in: folder)
        try ConvertibleModel(folder: folder.url).writeBergamot(to: made)
        let again = folder.file("again")
        try ConvertibleModel(folder: made).writeBergamot(to: again)
        for name in try FileManager.default.contentsOfDirectory(atPath: made.path) {
            #expect(
                try Data(contentsOf: again.appendingPathComponent(name))
                    == Data(contentsOf: made.appendingPathComponent(name)), "\(name)")
        }
    }

    @Test func itMayBeInFloat32() throws {
        _ = try StudentFixture(in: folder)
        try ConvertibleModel(folder: folder.url).writeBergamot(to: made, type: .float32)
        let new = try BergamotFolder(made)
        #expect(try !new.hasQuantizedWeights)
        let old = try BergamotFolder(folder.url)
        #expect(try translations(new, .float32) == translations(old, .float32))
        #expect(try binary(new).tensors.allSatisfy { !$0.name.contains("QuantMultA") })
    }

    // MARK: Multipliers

    @Test func multipliersAreThoseOfTheFile() throws {
        _ = try StudentFixture(in: folder)
        let student = try BergamotFolder(folder.url)
        let file = try binary(student)
        let multipliers = try student.load(precision: .int8).model.parameters.inputMultipliers
        #expect(multipliers["model.shared.weight"] == 8.5)
        for (parameter, matrix) in [
            ("model.encoder.layers.1.self_attn.k_proj.weight", "encoder_l2_self_Wk"),
            ("model.decoder.layers.0.ssru.input.weight", "decoder_l1_rnn_W"),
            ("model.decoder.layers.0.ssru.forget.weight", "decoder_l1_rnn_Wf"),
            ("model.decoder.layers.0.encoder_attn.out_proj.weight", "decoder_l1_context_Wo"),
            ("model.decoder.layers.0.fc2.weight", "decoder_l1_ffn_W2"),
        ] {
            let expected = try file.inputMultiplier(of: matrix)
            #expect(multipliers[parameter] == expected && expected != nil)
        }
        #expect(multipliers.count == 2 * 6 + 8 + 1)
        let exact = try student.load(precision: .float32).model.parameters.inputMultipliers
        #expect(exact == multipliers)
        let directory = ModelDirectory(folder.file("directory"))
        try ConvertibleModel(folder: folder.url).write(to: directory, type: .int8)
        let kept = try directory.loadModel(precision: .int8).parameters.inputMultipliers
        #expect(kept == multipliers)
    }

    @Test func withoutMultipliersThereAreNoEightBits() throws {
        _ = try StudentFixture(in: folder, isQuantized: false)
        let text = try message {
            try ConvertibleModel(folder: folder.url).writeBergamot(to: made)
        }
        #expect(text.contains("model.shared.weight") && text.contains("measured"), "\(text)")
        #expect(!folder.exists("made"))
    }

    // MARK: Calque's own models

    private func tokenizer(separate: Bool = false) throws -> TranslationTokenizer {
        let model = try SentencePieceModel.characters(of: "abcdeghilu .BCDL")
        guard separate else { return try TranslationTokenizer(sharing: model) }
        let other = try SentencePieceModel.characters(of: "abcdeghilu .BCDLxyz?!")
        return try TranslationTokenizer(
            sourceModel: model, targetModel: other, sourceVocabulary: Vocabulary(ofSide: model),
            targetVocabulary: Vocabulary(ofSide: other))
    }

    /// A model that a recipe could have made.
    private func directory(
        separate: Bool = false, _ change: (inout TransformerConfiguration) -> Void = { _ in }
    ) throws -> ModelDirectory {
        let tokenizer = try tokenizer(separate: separate)
        var configuration = TransformerConfiguration(EmbeddingConfiguration(tokenizer))
        configuration.apply(.studentTiny)
        configuration.width = 16
        configuration.encoderInnerWidth = 24
        configuration.decoderInnerWidth = 24
        configuration.encoderLayers = 2
        configuration.encoderHeads = 2
        configuration.decoderHeads = 2
        change(&configuration)
        let model = Transformer(configuration)
        var random = RandomSource(seed: 3)
        model.parameters.initialize(using: &random)
        // The bias of the output layer is none that training changes.
        for entry in model.parameters.entries where entry.isTrainable && !entry.isQuantizable {
            for place in entry.parameter.values.indices {
                entry.parameter.values[place] += 0.1 * random.nextNormal()
            }
        }
        let directory = ModelDirectory(folder.file("own"))
        try directory.write(model, tokenizer: tokenizer, isReplacing: true)
        return directory
    }

    private func multipliers(of directory: ModelDirectory) throws -> [String: Float] {
        let entries = try directory.loadModel(precision: .float32).parameters.entries
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.name, 20) })
    }

    private typealias Change = (inout TransformerConfiguration) -> Void

    private static var expressible: [Change] {
        [
            { _ in },
            { $0.decoder = .selfAttention },
            {
                $0.decoderInnerWidth = 40
                $0.activation = .swish
                $0.normPlacement = .pre
            },
        ]
    }

    /// What a student that Calque trains is made of, Marian has.
    @Test(arguments: [0, 1, 2], [false, true])
    func anOwnModelComputesTheSame(change: Int, separate: Bool) throws {
        let directory = try directory(separate: separate, Self.expressible[change])
        try ConvertibleModel(folder: directory.url).writeBergamot(to: made, type: .float32)
        let (own, tokenizer) = try directory.load(precision: .float32)
        let (other, otherTokenizer) = try BergamotFolder(made).load(precision: .float32)
        #expect(otherTokenizer.sharesVocabulary == tokenizer.sharesVocabulary)
        let sources = lines.map { tokenizer.encodeSource($0) }
        let others = lines.map { otherTokenizer.encodeSource($0) }
        for (source, other) in zip(sources, others) {
            #expect(
                tokenizer.source.pieces(ofIDs: source)
                    == otherTokenizer.source.pieces(ofIDs: other))
        }
        func scores(_ model: any SequenceToSequenceModel, _ sources: [[Int32]]) -> [Float] {
            model.logProbabilities(
                of: Batch(sources, sources, model, rowMultiple: 1), Context(precision: .float32))
        }
        // Absent tokens have no probability there, and padding has a little here.
        let padding = own.specialTokens.padding
        let bias = try #require(own.parameters["final_logits_bias"])
        bias.values[Int(padding)] = -10_000
        expect(scores(other, others), scores(own, sources), relative: 1e-4, "log-probabilities")
    }

    /// One scale for a matrix instead of one for each output.
    @Test func eightBitsAreNearlyThoseOfCalque() throws {
        let directory = try directory()
        try ConvertibleModel(folder: directory.url).writeBergamot(
            to: made, measuringInputs: { _, _ in try multipliers(of: directory) })
        let (own, tokenizer) = try directory.load(precision: .int8)
        let (other, _) = try BergamotFolder(made).load(precision: .int8)
        let sources = lines.map { tokenizer.encodeSource($0) }
        func logits(_ model: any SequenceToSequenceModel) -> [[Float]] {
            let batch = Batch(sources, sources, model, rowMultiple: 1)
            let logits = model.logits(of: batch, record: nil, Context(precision: .int8))
            let (numbers, columns) = (logits.array(), logits.columns)
            let pieces = tokenizer.target.vocabulary.textCount
            return (0..<logits.rows).map {
                Array(numbers[$0 * columns..<$0 * columns + pieces])
            }
        }
        for (row, expected) in zip(logits(other), logits(own)) {
            expect(row, expected, relative: 0.15, absolute: 0.05, "logits")
        }
    }

    @Test func theVocabularyIsMariansOwn() throws {
        let directory = try directory()
        try ConvertibleModel(folder: directory.url).writeBergamot(
            to: made, measuringInputs: { _, _ in try multipliers(of: directory) })
        let names = try FileManager.default.contentsOfDirectory(atPath: made.path).sorted()
        #expect(
            names == [
                "config.intgemm8bitalpha.yml", "model.pair.intgemm.alphas.bin", "vocab.pair.spm",
            ])
        let vocabulary = try MarianVocabulary(url: made.appendingPathComponent("vocab.pair.spm"))
        #expect(vocabulary.count % 8 == 0)
        #expect(vocabulary.entries.prefix(2).map(\.piece) == ["</s>", "<unk>"])
        let own = try directory.loadTokenizer().source.vocabulary
        #expect(vocabulary.entries.dropFirst(2).first?.piece == own.piece(of: 2))
        #expect(!vocabulary.entries.contains { $0.piece == Vocabulary.paddingPiece })
    }

    /// Marian has a layer for it, and takes the first head there.
    @Test func theHeadThatWasGuidedIsKept() throws {
        let directory = try directory { $0.decoderLayers = 2 }
        var model = try directory.loadModel(precision: .float32)
        let tokenizer = try directory.loadTokenizer()
        for head in [AlignmentHead(layer: 0, head: 0), AlignmentHead(layer: 1, head: 0)] {
            model.generation.alignmentHead = head
            try directory.write(model, tokenizer: tokenizer, isReplacing: true)
            try ConvertibleModel(folder: directory.url).writeBergamot(
                to: made, type: .float32, isReplacing: true)
            let written = try BergamotFolder(made).load(precision: .float32).model
            #expect(written.generation.alignmentHead == head)
        }
        model.generation.alignmentHead = AlignmentHead(layer: 0, head: 1)
        try directory.write(model, tokenizer: tokenizer, isReplacing: true)
        let text = try message {
            try ConvertibleModel(folder: directory.url).writeBergamot(
                to: made, type: .float32, isReplacing: true)
        }
        #expect(text.contains("alignment_heads"), "\(text)")
    }

    // MARK: What cannot be written

    private static var inexpressible: [(change: Change, says: String)] {
        [
            ({ $0.positions = .sinusoidal }, "positions are sinusoidal"),
            ({ $0.positions = .learned }, "positions are learned"),
            ({ $0.activation = .gelu }, "the activation is gelu, and Marian has relu"),
            ({ $0.scalesEmbedding = false }, "scale_embedding"),
            ({ $0.decoderHeads = 4 }, "the encoder has 2 heads and the decoder 4"),
            ({ $0.embeddings.specialTokens.start = 0 }, "begins with the embedding of token 0"),
            ({ $0.study.without = [.residual] }, "without"),
            (
                {
                    $0.embeddings.tiesOutput = false
                    $0.embeddings.isShared = false
                }, "untied-output"
            ),
        ]
    }

    @Test(arguments: 0..<8)
    func whatMarianDoesNotHaveIsNamed(number: Int) throws {
        let (change, says) = Self.inexpressible[number]
        let directory = try directory(change)
        let text = try message {
            try ConvertibleModel(folder: directory.url).writeBergamot(
                to: made,
                measuringInputs: { _, _ in
                    // It would be for nothing.
                    Issue.record("Inputs are measured.")
                    return [:]
                })
        }
        #expect(text.contains(says), "\(text)")
        #expect(!folder.exists("made"))
    }

    @Test func onlyFoldersOfItsKindAreReplaced() throws {
        _ = try StudentFixture(in: folder)
        let student = try ConvertibleModel(folder: folder.url)
        try student.writeBergamot(to: made)
        var text = try message { try student.writeBergamot(to: made) }
        #expect(text.contains("there already"), "\(text)")
        try student.writeBergamot(to: made, isReplacing: true)
        try folder.write(lines: ["mine"], to: "made/notes.txt")
        text = try message { try student.writeBergamot(to: made, isReplacing: true) }
        #expect(text.contains("notes.txt"), "\(text)")
        text = try message { try student.writeBergamot(to: folder.file("x"), type: .bfloat16) }
        #expect(text.contains("bfloat16"), "\(text)")
    }
}
