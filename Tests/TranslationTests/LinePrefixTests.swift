import Basics
import TestSupport
import Testing
import Text
import Translation

/// What the translation of a line of several sentences begins with.
struct LinePrefixTests {
    /// Repeats what it is given: after a prefix it goes on at the same place of the source.
    private func translator(target: String? = "en") throws -> Translator {
        let model = try SentencePieceModel.characters(
            of: "abcdefghijklmnop rstuvwxyz ABCDEFGHIMNTWX .!?\u{4F60}\u{597D}\u{3002}",
            normalization: .identity)
        let tokenizer = try TranslationTokenizer(
            sharing: model, settings: .init(sourceLanguage: "en", targetLanguage: target))
        return Translator(
            ToyModel.copying(tokenizer.target.vocabulary), tokenizer, workers: 2,
            precision: .float32)
    }

    @Test(arguments: [
        // Half of the first sentence, and all of it.
        ("X", "X man. Two men. Me."), ("A dog", "A dog. Two men. Me."),
        ("A dog here. ", "A dog here. Two men. Me."), ("A dog here.", "A dog here. Two men. Me."),
        // The second, with the space that is between them.
        ("A dog here. X", "A dog here. Xwo men. Me."),
        ("A dog here.  Two cats.", "A dog here.  Two cats. Me."),
        // The last goes on, and has all that is more.
        ("A dog. Two cats. X", "A dog. Two cats. Xe."),
        // What ends no sentence.
        ("Mr. X", "Mr. X. Two men. Me."),
        // A line break says that this is all.
        ("A dog.\n", "A dog."), ("A. B. C. D. Ei\n", "A. B. C. D. Ei"),
        ("A dog. Two cats. Xe.\n", "A dog. Two cats. Xe."),
    ])
    func sentencesOfAPrefixAreThoseOfTheTranslation(prefix: String, expected: String) throws {
        for options in [SearchOptions.greedy, .init(), .sampling(.with())] {
            let result = try translator().translate(
                requests: [TranslationRequest("A man. Two men. Me.", targetPrefix: prefix)], options
            )[0]
            #expect(result.text == expected)
            #expect(result.warnings.isEmpty && !result.isCutOff)
            let scores = result.alternatives[0].tokenLogProbabilities
            #expect(scores.count == result.alternatives[0].predictedTokens.count)
        }
    }

    @Test func aPrefixThatIsAllOfASentenceIsItsTranslation() throws {
        let result = try translator().translate(
            requests: [
                .init("A man.", targetPrefix: "A dog\n"), .init("A man.", targetPrefix: "\n"),
            ], .with { $0.nBest = 3 })
        #expect(result.map(\.text) == ["A dog", "A man."])
        #expect(result[0].alternatives.count == 1)
        #expect(result[1].alternatives.count == 3)
    }

    @Test func sentencesWithoutSpaceAreTakenApart() throws {
        let result = try translator(target: "zh").translate(requests: [
            .init("A man. Two men.", targetPrefix: "\u{4F60}\u{3002}\u{597D}")
        ])[0]
        #expect(result.text.hasPrefix("\u{4F60}\u{3002}\u{597D}wo"))
    }

    @Test func alternativesHaveTheWholeSentences() throws {
        let result = try translator().translate(
            requests: [.init("A man. Two men.", targetPrefix: "Me. T")], .with { $0.nBest = 3 })[0]
        #expect(result.alternatives.count == 3)
        for alternative in result.alternatives { #expect(alternative.text.hasPrefix("Me. T")) }
    }

    @Test func aSentenceTooLongForTheModelIsGivenAsAWhole() throws {
        let tokenizer = try characterTokenizer()
        var model = ToyModel.copying(tokenizer.target.vocabulary)
        model.maximumLength = 9
        let translator = Translator(model, tokenizer, workers: 1, precision: .float32)
        let result = try translator.translate(
            requests: [.init("abc def ghi jkl", targetPrefix: "a cat\n")])[0]
        #expect(result.text == "a cat")
        #expect(result.warnings.count == 1)
    }

    @Test func aPrefixTooLongForItsSentenceIsNamed() throws {
        let error = #expect(throws: CalqueError.self) {
            try translator().translate(
                requests: [.init("A man. Me.", targetPrefix: "Me. Two men here")],
                .with {
                    $0.maximumLengthRatio = 1
                    $0.maximumLengthOffset = 2
                })
        }
        #expect(error?.message.contains("target prefix of line 1") == true)
    }

    @Test(arguments: [
        ("A dog here. ", "Two", "A dog here. Two men. Me."),
        ("A dog here.", "Two", "A dog here. Two men. Me."),
        ("A dog. Two", "men", "A dog. Two men. Me."), ("A", "man", "A man. Two men. Me."),
        ("A dog. Two cats. ", "Me", "A dog. Two cats. Me."),
    ])
    func wordsGoOnInTheSentenceInWhichThePrefixEnds(
        prefix: String, word: String, text: String
    ) async throws {
        let found = try await translator().continuations(
            of: "A man. Two men. Me.", after: prefix, count: 3)
        #expect(found.count == 3)
        #expect(found[0].word == word && found[0].translation.text == text)
        for continuation in found {
            #expect(continuation.translation.text.hasPrefix(prefix))
        }
    }
}
