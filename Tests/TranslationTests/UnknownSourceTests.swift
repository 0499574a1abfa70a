import Basics
import TestSupport
import Testing
import Text
import Translation

/// Text of a line that the vocabulary lacks: named, and carried into the translation on request.
struct UnknownSourceTests {
    private let tokenizer: TranslationTokenizer

    init() throws {
        tokenizer = try characterTokenizer()
    }

    /// Says `translation`, each word of which looks at a word of the source, spaces and signs that
    /// the vocabulary lacks left out of the count.
    private func translator(
        saying translation: String, lookingAt words: [Int]
    ) -> Translator {
        let tokenizer = tokenizer
        let vocabulary = tokenizer.target.vocabulary
        let said = tokenizer.encodeTarget(translation)
        let begins = { @Sendable (tokens: [Int32]) in
            tokens.indices.filter { vocabulary.piece(of: tokens[$0]) == "\u{2581}" }
        }
        var model = ToyModel.saying(said, vocabulary)
        model.attention = { source, prefix in
            let starts = begins(source).filter { start in
                let word = source[(start + 1)...].prefix { vocabulary.piece(of: $0) != "\u{2581}" }
                return word.contains { !vocabulary.isSpecial($0) }
            }
            guard !starts.isEmpty else { return source.map { _ in 0.1 } }
            let word = begins(Array(said.prefix(prefix.count + 1))).count - 1
            let start = starts[min(words[min(word, words.count - 1)], starts.count - 1)]
            // What is unknown is looked at most of all, and says nothing of where it belongs.
            return source.indices.map { place in
                if source[place] == vocabulary.unknownID { return 0.5 }
                return place > start && place <= start + 2 ? 0.2 - Float(place) / 1000 : 0.01
            }
        }
        return Translator(model, tokenizer, workers: 1, precision: .float32)
    }

    @Test(arguments: [
        ("la casa roja \u{1F600}", ["\u{1F600}"], [13..<14]),
        ("jose ye\u{15F}ilgoz", ["\u{15F}"], [7..<8]),
        ("la {casa} roja", ["{", "}"], [3..<4, 8..<9]),
        (
            "  \u{2713}  la \u{1F600}\u{1F601}", ["\u{2713}", "\u{1F600}\u{1F601}"],
            [2..<3, 8..<10]
        ),
        (">>xxx<< la 12", ["12"], [11..<13]), (" >>xxx<< 1", ["1"], [9..<10]),
        ("la casa", [], []), ("", [], []),
    ])
    func whatTheVocabularyLacksIsNamed(line: String, texts: [String], ranges: [Range<Int>]) throws {
        let translator = try Translator.copying()
        let result = try translator.translate([line])[0]
        #expect(result.unknownSource.map(\.text) == texts)
        #expect(result.unknownSource.map(\.range) == ranges)
        let scalars = Array(line.unicodeScalars)
        for unknown in result.unknownSource {
            #expect(Array(unknown.text.unicodeScalars) == Array(scalars[unknown.range]))
        }
        let warnings = result.warnings.filter { $0.contains("vocabulary lacks") }
        #expect(warnings.count == (texts.isEmpty ? 0 : 1))
        for text in texts { #expect(warnings[0].contains("\"\(text)\"")) }
    }

    @Test func aWarningNamesEachOnceAndNoMoreThanAFew() throws {
        let line = (0..<40).map { "\(UnicodeScalar(0x4E00 + $0 % 20)!)a" }.joined()
        let result = try Translator.copying().translate([line])[0]
        #expect(result.unknownSource.count == 40)
        let warning = try #require(result.warnings.first { $0.contains("lacks") })
        #expect(warning.contains("and 12 more: the model does not see them"))
        let long = String(repeating: "\u{8BA1}", count: 5000)
        let one = try Translator.copying().translate([long])[0]
        #expect(one.unknownSource.map(\.text) == [long])
        #expect(one.warnings.allSatisfy { $0.utf8.count < 200 }, "\(one.warnings)")
    }

    @Test func partsOfALineKeepThePlaces() throws {
        let line = "abc \u{1F600} def. ghi \u{1F601} jkl. \u{1F602}"
        let result = try Translator.copying(maximumLength: 9).translate([line])[0]
        #expect(result.unknownSource.map(\.text) == ["\u{1F600}", "\u{1F601}", "\u{1F602}"])
        #expect(result.unknownSource.map(\.range) == [4..<5, 15..<16, 22..<23])
    }

    @Test func aVocabularyOfBytesKnowsEverything() throws {
        var options = SentencePieceTrainerOptions()
        options.type = .bpe
        options.vocabularySize = 300
        options.byteFallback = true
        let model = try SentencePieceModel.train(options, on: ["la casa roja", "the red house"])
        let tokenizer = try TranslationTokenizer(sharing: model)
        let translator = Translator(
            ToyModel.copying(tokenizer.target.vocabulary), tokenizer, workers: 1,
            precision: .float32)
        let result = try translator.translate(["la casa \u{1F600}"])[0]
        #expect(result.unknownSource.isEmpty && result.text == "la casa \u{1F600}")
    }

    @Test(arguments: [
        // The adjective goes after the noun, and back.
        ("la casa roja \u{1F600}", "the red house \u{1F600}"),
        ("\u{2713} la casa roja", "\u{2713} the red house"),
        ("la \u{1F600} casa roja", "the \u{1F600} red house"),
        ("la casa \u{1F600} roja", "the red house \u{1F600}"),
        // In a word it stays beside the rest of it.
        ("la casa {roja}", "the {red} house"), ("{la} casa roja", "{the} red house"),
        ("la ca{sa roja", "the red house{"), ("la casa roja\u{A9}", "the red\u{A9} house"),
        ("[la casa roja]", "[the red] house"),
        // In the order of the source.
        ("la casa roja 1 2", "the red house 1 2"),
        ("la casa roja 1\u{2713}", "the red house 1\u{2713}"),
        ("\u{1F600} la casa {roja} \u{1F601}", "\u{1F600} the {red} house \u{1F601}"),
        ("la casa roja", "the red house"),
    ])
    func unknownTextIsCarried(line: String, translation: String) throws {
        var translator = translator(saying: "the red house", lookingAt: [0, 2, 1])
        let plain = try translator.translate([line])[0]
        #expect(plain.text == "the red house")
        translator.copiesUnknown = true
        for options in [SearchOptions.greedy, .with { $0.nBest = 2 }] {
            let result = try translator.translate([line], options)[0]
            #expect(result.text == translation)
            #expect(result.alternatives[0].tokens == plain.alternatives[0].tokens)
            #expect(result.warnings.isEmpty)
            #expect(result.unknownSource == plain.unknownSource)
        }
    }

    @Test func theAsynchronousTranslatorDoesTheSame() async throws {
        var translator = translator(saying: "the red house", lookingAt: [0, 2, 1])
        translator.copiesUnknown = true
        let lines = ["la casa \u{1F600}", "", "la {casa}"]
        let expected = lines.map { try? translator.translate([$0])[0] }
        #expect(expected.map(\.?.text) == ["the red house \u{1F600}", "", "the {red house}"])
        #expect(try await translator.translate(lines) == expected)
    }

    @Test func aLineOfNothingElseComesBackAsItIs() throws {
        var translator = translator(saying: "i speak", lookingAt: [0])
        translator.copiesUnknown = true
        #expect(try translator.translate(["\u{1F600} \u{1F601}"])[0].text == "\u{1F600} \u{1F601}")
    }

    @Test(arguments: [
        ("Hello", "Hello \u{1F600}"), ("hello ", "hello \u{1F600}"), ("", "\u{1F600}"),
    ])
    func aPrefixComesBeforeALineOfNothingElse(prefix: String, translation: String) throws {
        var translator = translator(saying: "i speak", lookingAt: [0])
        translator.copiesUnknown = true
        for options in [SearchOptions.greedy, .with { $0.nBest = 2 }] {
            let result = try translator.translate(
                requests: [.init("\u{1F600}", targetPrefix: prefix)], options)[0]
            #expect(result.text == translation)
            #expect(result.alternatives.allSatisfy { $0.text == translation })
        }
    }

    @Test func aPrefixStaysAsItIs() throws {
        var translator = translator(saying: "the red house", lookingAt: [0, 2, 1])
        translator.copiesUnknown = true
        let result = try translator.translate(requests: [
            .init("{la} casa roja \u{1F600}", targetPrefix: "the r")
        ])[0]
        #expect(result.text.hasPrefix("the r") && result.text.hasSuffix("house \u{1F600}"))
    }

    @Test func withoutAttentionNothingCanBeCarried() throws {
        var translator = try Translator.copying()
        translator.copiesUnknown = true
        let error = #expect(throws: CalqueError.self) { try translator.translate(["abc"]) }
        #expect(error?.message.contains("by the attention") == true)
    }
}
