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

/// Students that are run as Firefox has them, and made model directories.
struct BergamotModelTests {
    private let folder: TemporaryFolder
    private let sources: [[Int32]] = [
        [34, 3, 2, 19, 20, 10, 0], [11, 7, 0], [2, 0], [5, 5, 5, 0],
    ]
    private let targets: [[Int32]] = [[5, 9, 30, 0], [2, 0], [0], [49, 48, 7, 7, 12, 0]]

    init() throws {
        folder = try TemporaryFolder()
    }

    private func student() throws -> BergamotFolder { try BergamotFolder(folder.url) }

    private func logits(
        of model: any SequenceToSequenceModel, _ precision: Precision = .float32
    ) -> [Float] {
        let batch = Batch(sources, targets, model, rowMultiple: 1)
        return model.logits(of: batch, record: nil, Context(precision: precision)).array()
    }

    @Test(arguments: [true, false], [1, 2])
    func logitsAreThoseOfMariansEquations(isQuantized: Bool, decoderLayers: Int) throws {
        var sizes = StudentFixture.Sizes()
        sizes.decoderLayers = decoderLayers
        let fixture = try StudentFixture(in: folder, sizes: sizes, isQuantized: isQuantized)
        let (model, _) = try student().load(precision: .float32)
        let reference = try StudentReference(fixture)
        let expected = try zip(sources, targets).flatMap { source, target -> [Double] in
            let rows = try reference.logits(source, target)
            return (0..<rows.rows).flatMap { rows[$0] }
        }
        let actual = logits(of: model)
        let columns = sizes.pieces + 1
        let rows = actual.count / columns
        let own = (0..<rows).flatMap { actual[$0 * columns..<($0 + 1) * columns - 1] }
        expect(own, expected, relative: 1e-4, "logits")
        // Padding is nothing of Marian's.
        #expect((0..<rows).allSatisfy { actual[($0 + 1) * columns - 1] < -5000 })
    }

    @Test func whatAStudentIsIsKept() throws {
        _ = try StudentFixture(in: folder)
        let (model, tokenizer) = try student().load(precision: .int8)
        let configuration = try #require(model.configuration as? TransformerConfiguration)
        #expect(configuration.decoder == .ssru && configuration.normPlacement == .post)
        #expect(configuration.encoderLayers == 2 && configuration.decoderLayers == 1)
        #expect(configuration.embeddings.isShared && tokenizer.sharesVocabulary)
        #expect(configuration.embeddings.specialTokens == .init(padding: 50))
        let options = SearchOptions(for: model)
        #expect(options.beamSize == 1 && options.lengthPenalty == .average(exponent: 1))
        #expect(model.generation.alignmentHead == AlignmentHead(layer: 0, head: 0))
        #expect(options.usesShortlist && model.candidates(for: [7, 0]) != nil)
        #expect(tokenizer.encodeSource("gu la") == [2, 11, 7, 2, 6, 3, 0])
    }

    /// From eight bits nothing is rounded again.
    @Test func codesAreKeptAsTheyAre() throws {
        _ = try StudentFixture(in: folder)
        #expect(try student().hasQuantizedWeights)
        #expect(try ModelDirectory.preferredPrecision(of: [student()]) == .int8)
        let (exact, _) = try student().load(precision: .float32)
        let (rounded, _) = try student().load(precision: .int8)
        for (entry, other) in zip(exact.parameters.entries, rounded.parameters.entries) {
            #expect(entry.parameter.array() == other.parameter.array(), "\(entry.name)")
        }
        expect(
            logits(of: rounded, .int8), logits(of: exact), relative: 0.1, absolute: 1e-6, "logits")
    }

    @Test func otherNumbersAreRoundedOnce() throws {
        _ = try StudentFixture(in: folder, isQuantized: false)
        #expect(try !student().hasQuantizedWeights)
        let (exact, _) = try student().load(precision: .float32)
        let (rounded, _) = try student().load(precision: .int8)
        exact.prepare(for: .int8)
        #expect(logits(of: rounded, .int8) == logits(of: exact, .int8))
    }

    @Test(arguments: [WeightType.float32, .bfloat16, .int8], [true, false])
    func itBecomesAModelDirectory(type: WeightType, isQuantized: Bool) throws {
        _ = try StudentFixture(in: folder, isQuantized: isQuantized)
        let directory = ModelDirectory(folder.file("made"))
        try ConvertibleModel(folder: folder.url).write(to: directory, type: type)
        #expect(try directory.hasQuantizedWeights == (type == .int8))
        let precision = type == .int8 ? Precision.int8 : .float32
        let (own, tokenizer) = try student().load(precision: precision)
        let (made, other) = try directory.load(precision: precision)
        expect(
            logits(of: made, precision), logits(of: own, precision),
            relative: type == .bfloat16 ? 0.05 : 0, "logits")
        let text = "Ba che di."
        #expect(tokenizer.encodeSource(text) == other.encodeSource(text))
        #expect(SearchOptions(for: made) == SearchOptions(for: own))
        #expect(made.generation.alignmentHead == own.generation.alignmentHead)
        #expect(made.candidates(for: [7, 9, 0]) == own.candidates(for: [7, 9, 0]))
        #expect(
            try Data(contentsOf: folder.file("made/shortlist.bin"))
                == Data(contentsOf: folder.file(StudentFixture.shortlist)))
        // And from there on.
        let copy = ModelDirectory(folder.file("copy"))
        try ConvertibleModel(folder: directory.url).write(to: copy, type: type)
        #expect(folder.exists("copy/shortlist.bin"))
    }

    @Test func aFolderIsTakenForWhatItIs() throws {
        _ = try StudentFixture(in: folder)
        #expect(try ModelFolders.folder(at: folder.url) is BergamotFolder)
        #expect(try ModelFolders.folder(at: folder.file("nowhere")) is ModelDirectory)
        let packed = try TemporaryFolder()
        try packed.write([], to: "model.xxyy.bin.gz")
        let text = try message { _ = try ModelFolders.folder(at: packed.url) }
        #expect(text.contains("gunzip"), "\(text)")
    }

    /// What Marian's training leaves of the same student.
    @Test func aStudentMayBeInAnArchive() throws {
        let fixture = try StudentFixture(in: folder, isQuantized: false)
        let tensors = StudentFixture.tensors(fixture.sizes, seed: 1, isQuantized: false)
        let members = tensors.map { tensor -> (name: String, content: [UInt8]) in
            let isText = tensor.name == MarianOptions.arrayName
            let bytes = isText ? tensor.characters : tensor.floats().withUnsafeBytes { Array($0) }
            return (
                "\(tensor.name).npy", npyFile(of: isText ? "|i1" : "<f4", tensor.shape, bytes)
            )
        }
        let marian = MarianModel(
            weights: try folder.write(zipArchive(members), to: "model.npz"),
            sourceVocabulary: folder.file(StudentFixture.vocabulary))
        let (model, _) = try marian.converted()
        #expect(model.configuration.decoder == .ssru)
        #expect(try logits(of: model) == logits(of: student().load(precision: .float32).model))
    }
}

// MARK: Searching

extension BergamotModelTests {
    private static let someSearches: [SearchOptions] = [
        .greedy, .with { $0.beamSize = 3 },
        .with {
            $0.nBest = 4
            $0.stoppingRule = .beamFilled
            $0.repetitionPenalty = 1.3
        },
        .sampling(.with { $0.topP = 0.8 }),
    ]

    private static let searches = someSearches.map { options in
        var options = options
        options.maximumLengthOffset = 6
        return options
    }

    @Test(arguments: searches, [Precision.float32, .int8])
    func tokensInNoListMightAsWellBeImpossible(options: SearchOptions, precision: Precision) throws
    {
        _ = try StudentFixture(in: folder)
        let model = try #require(try student().load(precision: precision).model as? Transformer)
        let pool = WorkerPool(count: 1, precision: precision)
        let found = try TokenTranslator(model, on: pool).translate(sources, options)
        let expected = try TokenTranslator(MaskedStudent(model: model), on: pool)
            .translate(sources, options)
        #expect(found.map { $0.map(\.tokens) } == expected.map { $0.map(\.tokens) })
        for (found, expected) in zip(found.joined(), expected.joined()) {
            #expect(abs(found.score - expected.score) < 1e-3)
        }
        let alone = try TokenTranslator(model, on: pool, limits: BatchLimits(sentences: 1))
            .translate(sources, options)
        #expect(alone.map { $0.map(\.tokens) } == found.map { $0.map(\.tokens) })
        var all = options
        all.usesShortlist = false
        let free = try TokenTranslator(model, on: pool).translate(sources, all)
        #expect(free.map { $0.map(\.tokens) } != found.map { $0.map(\.tokens) })
    }

    @Test func inputsAreRoundedByTheModelsMultipliers() throws {
        _ = try StudentFixture(in: folder)
        let options = SearchOptions.with { $0.maximumLengthOffset = 6 }
        let scores = try [InputRounding.rows, .multipliers].map { inputs in
            try Translator(model: student(), workers: 1, inputs: inputs)
                .scores(of: [("Ba che di.", "la gu")])[0].logProbability
        }
        // As near as eight bits are, but not the same.
        #expect(scores[0] != scores[1] && abs(scores[0] - scores[1]) < 0.5)
        let results = try Translator(model: student(), workers: 2, inputs: .multipliers)
            .translate(["Ba che di.", "gu la"], options)
        #expect(results.count == 2)
    }

    @Test func multipliersThatAreMissingAreNamed() throws {
        _ = try StudentFixture(in: folder, isQuantized: false)
        let error = #expect(throws: CalqueError.self) {
            try Translator(
                model: student(), workers: 1, precision: .int8, inputs: .multipliers)
        }
        #expect(error?.message.contains("no multipliers for the inputs of") == true)
        let float = #expect(throws: CalqueError.self) {
            try Translator(
                model: student(), workers: 1, precision: .float32, inputs: .multipliers)
        }
        #expect(float?.message.contains("Choose int8") == true)
    }

    @Test func linesAreTranslated() throws {
        _ = try StudentFixture(in: folder)
        let translator = try Translator(model: student(), workers: 2)
        let options = SearchOptions(for: translator.model)
        let lines = ["Ba che di.", "", "gu la"]
        let results = try translator.translate(lines, options)
        #expect(results.count == 3 && results[1].text.isEmpty)
        let words = try translator.alignments(of: [(lines[0], "la gu")])
        #expect(words[0].sourceWords == ["Ba", "che", "di."])
        #expect(try translator.scores(of: [(lines[0], "la")])[0].logProbability < 0)
    }
}

/// A student to which all tokens that are in no list of its sentence are impossible.
private struct MaskedStudent: TranslationModel {
    let model: Transformer

    struct State: DecoderState {
        var inner: Transformer.State
        var own: [Set<Int32>]

        var hypotheses: Int { inner.hypotheses }

        mutating func select(rows: [Int32]) {
            inner.select(rows: rows)
            own = rows.map { own[Int($0)] }
        }
    }

    var maximumLength: Int { model.maximumLength }
    var sourceVocabularySize: Int { model.sourceVocabularySize }
    var targetVocabularySize: Int { model.targetVocabularySize }
    var specialTokens: SpecialTokens { model.specialTokens }
    var generation: GenerationSettings { model.generation }

    func prepare(for precision: Precision) {}

    func logProbabilities(of batch: Batch, _ context: Context) -> [Float] {
        model.logProbabilities(of: batch, context)
    }

    func logits(of batch: Batch, record: AttentionRecord?, _ context: Context) -> Tensor {
        model.logits(of: batch, record: record, context)
    }

    func encode(_ source: PackedSentences, _ context: Context) -> State {
        State(
            inner: model.encode(source, context),
            own: (0..<source.count).map {
                Set((model.candidates(for: Array(source[$0])) ?? []) + [0])
            })
    }

    func step(
        _ tokens: [Int32], _ state: inout State, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        let logits = model.step(tokens, &state.inner, record: record, context)
        let values = logits.floats
        for (row, own) in state.own.enumerated() {
            for token in 0..<logits.columns where !own.contains(Int32(token)) {
                values[row * logits.columns + token] = -.infinity
            }
        }
        return logits
    }
}

// MARK: What does not fit

extension BergamotModelTests {
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
                _ = logits(of: try student().load(precision: .int8).model, .int8)
            } catch {
                #expect(error is CalqueError)
            }
        }
    }
}
