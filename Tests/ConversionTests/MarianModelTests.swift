import Conversion
import Models
import Tensors
import TestSupport
import Testing
import Text

/// Holds the conversion of Marian's own files to what PyTorch computes with the same numbers.
struct MarianModelTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func logits(
        of model: any SequenceToSequenceModel, _ fixture: MarianFixture
    ) throws -> [Float] {
        let batch = Batch(
            try fixture.sentences("source"), try fixture.sentences("target"), model,
            rowMultiple: 1)
        return model.logits(of: batch, record: nil, Context(precision: .float32)).array()
    }

    /// The largest distance relative to the largest logit of a token that Marian has.
    private func distance(_ actual: [Float], _ expected: [Float]) -> Float {
        guard actual.count == expected.count else { return .infinity }
        let pairs = zip(actual, expected).filter { $1 > -5000 }
        let scale = pairs.reduce(0) { max($0, abs($1.1)) }
        return pairs.reduce(0) { max($0, abs($1.0 - $1.1)) } / scale
    }

    @Test(arguments: MarianFixture.names)
    func logitsAreThoseOfPyTorch(name: String) throws {
        let fixture = try MarianFixture(name)
        let (model, _) = try fixture.model.converted()
        let expected: [Float] = try fixture.golden("logits")
        let actual = try logits(of: model, fixture)
        #expect(distance(actual, expected) < 1e-5)
        #expect(actual.count { $0 < -5000 } == expected.count { $0 < -5000 })
        #expect(actual.contains { $0 < -5000 })
    }

    @Test(arguments: MarianFixture.names)
    func theDirectoryHoldsTheSameModel(name: String) throws {
        let fixture = try MarianFixture(name)
        let (model, tokenizer) = try fixture.model.converted()
        let directory = ModelDirectory(folder.url)
        try directory.save(model, tokenizer: tokenizer)
        let loaded = try directory.loadModel(precision: .float32)
        #expect(try logits(of: loaded, fixture) == logits(of: model, fixture))
        #expect(loaded.suppressedTokens == model.suppressedTokens)
        let text = "Ba che di."
        #expect(try directory.loadTokenizer().encodeSource(text) == tokenizer.encodeSource(text))
    }

    @Test func whatPostNormModelsAreIsKept() throws {
        let (model, tokenizer) = try MarianFixture("marian-post-norm").model.converted()
        let configuration = model.configuration
        #expect(configuration.normPlacement == .post && configuration.activation == .swish)
        #expect(configuration.embeddings.tiesOutput && !configuration.embeddings.isShared)
        #expect(configuration.encoderInnerWidth == 24 && configuration.decoderInnerWidth == 32)
        #expect(!tokenizer.sharesVocabulary)
        #expect(tokenizer.source.vocabulary.id(of: "</s>") == 0)
        let padding = tokenizer.source.vocabulary.paddingID
        #expect(tokenizer.target.vocabulary.paddingID == padding)
        #expect(
            configuration.embeddings.specialTokens
                == .init(start: padding, end: 0, padding: padding))
        #expect(model.suppressedTokens.contains(padding))
    }

    @Test func whatPreNormModelsAreIsKept() throws {
        let (model, tokenizer) = try MarianFixture("marian-pre-norm").model.converted()
        #expect(model.configuration.normPlacement == .pre)
        #expect(model.configuration.embeddings.isShared && tokenizer.sharesVocabulary)
        #expect(tokenizer.source.vocabulary.piece(of: 1) == "<unk>")
        #expect(tokenizer.decodeTarget(tokenizer.encodeTarget("gu la")) == "gu la")
    }

    @Test(arguments: [
        ("transformer-decoder-autoreg: self-attention", "transformer-decoder-autoreg: rnn"),
        ("type: transformer", "type: s2s"), ("right-left: false", "right-left: true"),
        ("transformer-ffn-depth: 2", "transformer-ffn-depth: 3"),
        ("transformer-tied-layers: []", "transformer-tied-layers: [1, 1]"),
        ("transformer-postprocess: dan", "transformer-postprocess: dhn"),
        ("transformer-ffn-activation: gelu", "transformer-ffn-activation: maxout"),
        ("transformer-no-projection: false", "transformer-no-projection: true"),
        ("input-types: []", "input-types: [sequence, sequence, sequence]"),
    ])
    func whatNoDirectoryCanHoldIsRefusedWithTheOption(line: String, other: String) throws {
        let model = try MarianFixture("marian-post-norm").model(
            in: folder, replacing: line, by: other)
        let message = try error(model)
        let key = other.prefix { $0 != ":" }
        #expect(message.contains(key) && message.contains(model.weights.path), "\(message)")
        #expect(message.contains("cannot hold"), "\(message)")
    }

    /// Text that says little and stands for much.
    private static let bomb = (1...9).reduce("a0: &a0 [x, x, x, x, x, x, x, x, x]\n") {
        text, level in
        let names = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
        return text + "a\(level): &a\(level) [\(names)]\n"
    }

    @Test(arguments: [
        ("enc-depth: 1", "enc-depth: 1000000", "from 1 to 1024"),
        ("dim-emb: 16", "dim-emb: 4611686018427387904", "from 1 to 65536"),
        ("dim-emb: 16", "dim-emb: -16", "from 1 to 65536"),
        ("transformer-heads: 4", "transformer-heads: 0", "from 1 to 65536"),
        ("right-left: false", bomb + "? *a9\n: 1\nright-left: false", "aliases"),
        (
            "right-left: false",
            "a: \"\(String(repeating: "x", count: 70_000))\"\nright-left: false",
            "more than the 65536"
        ),
        (
            "right-left: false",
            "a: \(String(repeating: "[", count: 30_000))\nright-left: false", "not YAML"
        ),
    ])
    func optionsThatWouldTakeTheMachineAreRefused(line: String, other: String, says: String) throws
    {
        let model = try MarianFixture("marian-post-norm").model(
            in: folder, replacing: line, by: other)
        let message = try error(model)
        #expect(message.contains(says) && message.contains(model.weights.path), "\(message)")
        #expect(message.count < 2000)
    }

    @Test func optionsOfTrainingAloneDoNotMatter() throws {
        let fixture = try MarianFixture("marian-post-norm")
        let model = try fixture.model(
            in: folder, replacing: "transformer-depth-scaling: true", by: "unheard-of: 7")
        #expect(
            distance(
                try logits(of: model.converted().model, fixture),
                try fixture.golden("logits")) < 1e-5)
    }

    @Test func allArraysThatDoNotFitAreListed() throws {
        let model = try MarianFixture("marian-pre-norm").model(in: folder) { members in
            members.removeAll { $0.name == "encoder_l1_self_Wq.npy" }
            guard let bias = members.first(where: { $0.name == "encoder_l1_self_bq.npy" })
            else { return }
            for index in members.indices where members[index].name == "encoder_l1_ffn_b1.npy" {
                members[index].content = bias.content
            }
            members.append(("encoder_l1_self_gate.npy", bias.content))
        }
        let message = try error(model)
        for part in [
            "encoder_l1_self_Wq is missing", "encoder_l1_ffn_b1 is f4 [1, 16], not f4 [1, 24]",
            "encoder_l1_self_gate has no place", model.weights.path,
        ] { #expect(message.contains(part), "\(message)") }
    }

    @Test func aBiasThatMarianLeftOutIsZero() throws {
        let fixture = try MarianFixture("marian-pre-norm")
        let model = try fixture.model(in: folder) { members in
            members.removeAll { $0.name == "decoder_ff_logit_out_b.npy" }
        }
        let bias = try #require(try model.converted().model.parameters["final_logits_bias"])
        #expect(bias.values.dropLast().allSatisfy { $0 == 0 } && bias.values.last == -10_000)
    }

    @Test func filesThatAreNotMarianModelsAreExplained() throws {
        var model = try MarianFixture("marian-post-norm").model(in: folder) { members in
            members.removeAll { $0.name.hasPrefix("special") }
        }
        #expect(try error(model).contains("has no array special:model.yml"))
        try folder.write("no archive".utf8, to: "model.npz")
        #expect(try error(model).contains("not a sound zip archive"))
        model.weights = folder.file("nothing.npz")
        #expect(try error(model).contains("nothing.npz"))
    }

    @Test func filesThatDoNotBelongTogetherAreRefused() throws {
        let fixture = try MarianFixture("marian-post-norm")
        var model = fixture.model
        model.sourceTokenizer = nil
        #expect(try error(model).contains("did it as the source tokenizer"))
        model = fixture.model
        let pieces = ["</s>", "<unk>"] + (0..<500).map { "▁\($0)" }
        model.sourceVocabulary = try folder.write(lines: pieces, to: "long.txt")
        #expect(try error(model).contains("has ids up to 501"))
        model = try MarianFixture("marian-pre-norm").model
        model.targetVocabulary = fixture.file("target.yml")
        model.targetTokenizer = fixture.file("target.spm")
        #expect(try error(model).contains("one table for source and target"))
    }

    @Test func aTokenizerThatWouldNotBeUsedIsRefused() throws {
        let tokenizer = try MarianFixture("marian-post-norm").file("source.spm")
        var model = try MarianFixture("marian-pre-norm").model
        model.sourceTokenizer = tokenizer
        #expect(try error(model).contains("Leave the source tokenizer out"))
        model.sourceTokenizer = nil
        model.targetTokenizer = tokenizer
        #expect(try error(model).contains("Leave the target tokenizer out"))
    }

    private func error(_ model: MarianModel) throws -> String {
        try message { _ = try model.converted() }
    }
}
