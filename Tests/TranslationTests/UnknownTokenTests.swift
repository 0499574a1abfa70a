import Models
import Tensors
import TestSupport
import Testing
import Text
import Translation

/// `<unk>` in searches: never, unless somebody asks for it.
struct UnknownTokenTests {
    private static let searches: [SearchOptions] = [
        .greedy, SearchOptions(), .with { $0.nBest = 4 }, .sampling(.with()),
        .sampling(.with { $0.topK = 3 }), .sampling(.with { $0.topP = 0.9 }),
    ]
    private let tokenizer: TranslationTokenizer
    private let vocabulary: Vocabulary
    private let pool = WorkerPool(count: 1, precision: .float32)

    init() throws {
        tokenizer = try characterTokenizer()
        vocabulary = tokenizer.target.vocabulary
    }

    /// Says `<unk>` rather than anything else, then "a", and ends after three tokens.
    private func model(elsewhere: Float = 0) -> ToyModel {
        let vocabulary = vocabulary
        return ToyModel(vocabulary) { _, prefix in
            var logits = [Float](repeating: elsewhere, count: vocabulary.count)
            logits[Int(vocabulary.unknownID)] = 30
            logits[Int(vocabulary.id(of: "a") ?? 0)] = elsewhere + 20
            logits[Int(vocabulary.endID)] = elsewhere + (prefix.count < 3 ? 0 : 25)
            return logits
        }
    }

    private func translator(_ model: ToyModel) -> Translator {
        Translator(model, tokenizer, on: pool)
    }

    @Test(arguments: searches)
    func itIsNeverChosen(options: SearchOptions) throws {
        let model = model()
        let source = tokenizer.encodeSource("b")
        let result = try translator(model).translate(["b"], options)[0]
        #expect(result.text == "aaa")
        for alternative in result.alternatives {
            #expect(!alternative.tokens.contains(vocabulary.unknownID))
            // What is not chosen takes its share of the probabilities all the same.
            let expected = model.tokenLogProbabilities(of: alternative.tokens, source: source)
            #expect(abs(alternative.logProbability - expected.reduce(0, +)) < 1e-3)
        }
        let encoded = try translator(model).translate(encoded: [source], options)
        #expect(encoded[0].map(\.tokens) == result.alternatives.map(\.tokens))
    }

    @Test(arguments: searches)
    func itIsChosenWhereItIsAllowed(options: SearchOptions) throws {
        var options = options
        options.allowsUnknown = true
        let result = try translator(model()).translate(["b"], options)[0]
        #expect(result.alternatives[0].tokens.contains(vocabulary.unknownID))
        #expect(!result.text.contains("unk"))
    }

    @Test(arguments: searches)
    func whereNothingElseIsPossibleTheTranslationEnds(options: SearchOptions) throws {
        let result = try translator(model(elsewhere: -.infinity)).translate(["b"], options)[0]
        #expect(result.text == "" && result.alternatives.count == 1)
        #expect(result.warnings.contains { $0.contains("cut off") })
    }

    @Test(arguments: [1, 4])
    func validationDoesAsTranslationDoes(beam: Int) throws {
        let transformer = Transformer(
            preferring: vocabulary.unknownID, of: tokenizer, maximumLength: 8)
        let options = SearchOptions.with { $0.beamSize = beam }
        let texts = try tokenizer.validationTranslator(beam: beam)(
            [tokenizer.encodeSource("b")], transformer, pool)
        let translated = try Translator(transformer, tokenizer, on: pool).translate(["b"], options)
        #expect(texts == translated.map(\.text) && !texts[0].isEmpty)
    }
}

extension Transformer {
    /// A model with random weights that would say one token again and again.
    fileprivate init(
        preferring token: Int32, of tokenizer: TranslationTokenizer, maximumLength: Int
    ) {
        var configuration = TransformerConfiguration(.tiny, for: tokenizer)
        configuration.maximumLength = maximumLength
        self.init(configuration)
        parameters.initialize(seed: 3)
        parameters["final_logits_bias"]?.values[Int(token)] = 50
    }
}
