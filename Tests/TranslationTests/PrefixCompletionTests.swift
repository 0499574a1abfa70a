import Tensors
import TestSupport
import Testing
import Text
import Translation

/// Prefixes that are not what a model would say: half words, capitals, signs that the vocabulary
/// lacks.
struct PrefixCompletionTests {
    private static let searches: [SearchOptions] = [
        .greedy, SearchOptions(), .with { $0.nBest = 4 },
        .with {
            $0.repetitionPenalty = 1.5
            $0.stoppingRule = .beamFilled
        },
        .sampling(.with()), .sampling(.with { $0.topK = 3 }),
    ]
    private static let texts = [
        "the red house", "the red dog sees the house", "the house of the red dog",
        "the houses are there", "others see houses", "so the dog heard her",
    ]

    private func tokenizer(
        _ normalization: SentencePieceTrainerOptions.Normalization = .nmtNFKC
    ) throws -> TranslationTokenizer {
        var options = SentencePieceTrainerOptions()
        options.type = .bpe
        options.vocabularySize = 60
        options.characterCoverage = 1
        options.normalization = normalization
        return try TranslationTokenizer(
            sharing: SentencePieceModel.train(options, on: Self.texts))
    }

    /// Says a sentence as the tokenizer cuts it, going on after the last token that it knows from
    /// there; whoever has said something else is lost.
    private func translator(
        saying text: String, _ tokenizer: TranslationTokenizer
    ) -> Translator {
        let vocabulary = tokenizer.target.vocabulary
        let sentence = tokenizer.encodeTarget(text)
        let model = ToyModel(vocabulary) { _, prefix in
            var logits = [Float](repeating: 0, count: vocabulary.count)
            for token in sentence { logits[Int(token)] = 4 }
            logits[Int(vocabulary.endID)] = 3
            if let last = prefix.last {
                if let place = sentence.firstIndex(of: last) {
                    logits[Int(sentence[place + 1])] = 14
                }
            } else {
                logits[Int(sentence[0])] = 14
            }
            return logits
        }
        return Translator(model, tokenizer, workers: 1, precision: .float32)
    }

    /// Says anything.
    private func translator() throws -> (translator: Translator, model: ToyModel) {
        let tokenizer = try tokenizer()
        let vocabulary = tokenizer.target.vocabulary
        let random = ToyModel.random(vocabulary: vocabulary.count, seed: 3)
        let model = ToyModel(vocabulary, logits: random.logits)
        return (Translator(model, tokenizer, workers: 1, precision: .float32), model)
    }

    @Test(arguments: [
        ("the red hou", "the red house"), ("the r", "the red house"), ("t", "the red house"),
        ("the red", "the red house"), ("the red ", "the red house"), ("The red", "The red house"),
        ("\u{1F600} the", "\u{1F600} the red house"), ("  the  red", "  the  red house"),
    ])
    func aPrefixIsCompleted(prefix: String, translation: String) throws {
        let translator = translator(saying: "the red house", try tokenizer())
        for options in Self.searches where options.sampling == nil {
            let result = try translator.translate(
                requests: [.init("the dog", targetPrefix: prefix)], options)[0]
            #expect(result.text == translation)
            #expect(result.warnings.isEmpty)
        }
    }

    @Test(arguments: searches)
    func everyTranslationBeginsWithItsPrefixAsItIsWritten(options: SearchOptions) throws {
        let translator = try translator().translator
        var prefixes = [
            "THE RED", "\u{1F600}", "the \u{1F600}", "the\u{1F600}re", "m² ½", "the  red", " the",
            "dog's", "the red\u{A0}", "Über", "the\tdog",
        ]
        for text in Self.texts { prefixes += text.indices.map { String(text[...$0]) } }
        let results = try translator.translate(
            requests: prefixes.map { .init("the dog", targetPrefix: $0) }, options)
        for (prefix, result) in zip(prefixes, results) {
            for alternative in result.alternatives {
                #expect(alternative.text.utf8.starts(with: prefix.utf8))
            }
            #expect(result.warnings.allSatisfy { !$0.contains("prefix") })
        }
    }

    @Test(arguments: searches)
    func probabilitiesAreTheModels(options: SearchOptions) throws {
        let (translator, model) = try translator()
        let result = try translator.translate(
            requests: [.init("the dog", targetPrefix: "the hou")], options)[0]
        let source = translator.tokenizer.encodeSource("the dog")
        for alternative in result.alternatives {
            let expected = model.tokenLogProbabilities(of: alternative.tokens, source: source)
            #expect(abs(alternative.logProbability - expected.reduce(0, +)) < 1e-3)
        }
    }

    @Test func whatTheNormaliserChangesIsWrittenAsItWasGiven() throws {
        let tokenizer = try tokenizer(.nmtNFKCCaseFolded)
        let translator = translator(saying: "the red house", tokenizer)
        for (prefix, translation) in [
            ("The RED", "The RED house"), ("The Red Hou", "The Red House"),
            ("\u{FF34}he", "\u{FF34}he red house"),
        ] {
            let result = try translator.translate(
                requests: [.init("the dog", targetPrefix: prefix)])[0]
            #expect(result.text.lowercased() == translation.lowercased())
            #expect(result.text.hasPrefix(prefix))
        }
    }

    @Test(arguments: [" \t", "\u{0}", "\u{FEFF}"])
    func aPrefixThatIsLostIsWarnedOf(prefix: String) throws {
        let translator = translator(saying: "the red house", try tokenizer())
        let result = try translator.translate(
            requests: [.init("the dog", targetPrefix: prefix)])[0]
        #expect(result.text == "the red house")
        #expect(result.warnings.count == 1 && result.warnings[0].contains("has no text"))
        #expect(result.warnings[0].contains("left out"))
    }

    @Test(arguments: [SearchOptions.greedy, SearchOptions()])
    func aTranslationThatEndsWithinItsPrefixIsWarnedOf(options: SearchOptions) throws {
        var options = options
        options.maximumLengthRatio = 0
        // The tokenizer needs so many; whatever else spells it needs more.
        let tokenizer = try tokenizer()
        options.maximumLengthOffset = tokenizer.encodeTarget("the houses").count - 1
        let vocabulary = tokenizer.target.vocabulary
        let model = ToyModel(vocabulary) { _, _ in
            // Likes short pieces.
            (0..<vocabulary.count).map { id in
                vocabulary.piece(of: Int32(id)).map { -9 * Float($0.count) } ?? 0
            }
        }
        let result = try Translator(model, tokenizer, workers: 1, precision: .float32)
            .translate(requests: [.init("the dog", targetPrefix: "the houses")], options)[0]
        #expect(!result.text.hasPrefix("the houses"))
        #expect(result.warnings.contains { $0.contains("before the end of its target prefix") })
    }
}
