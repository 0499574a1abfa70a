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
private struct MaskedStudent: WrappingModel {
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
