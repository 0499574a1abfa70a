import Basics
import TestSupport
import Testing
import Text
import Translation

/// How a line becomes sentences, and their translations a line.
struct LineReadingTests {
    /// Repeats what it is given, in capitals, too, and names the source's language.
    private func translator(
        maximumLength: Int = 1000, language: String? = "en"
    ) throws -> Translator {
        let model = try SentencePieceModel.characters(
            of: "abcdefghijklmnop rstuvw ABCDEFGHIMNTW .!?你好再见。！()", normalization: .identity)
        let tokenizer = try TranslationTokenizer(
            sharing: model, languageTokens: [">>xxx<<"],
            settings: .init(sourceLanguage: language))
        var copying = ToyModel.copying(tokenizer.target.vocabulary)
        copying.maximumLength = maximumLength
        return Translator(copying, tokenizer, workers: 2, precision: .float32)
    }

    @Test(arguments: [
        "A man. Two men.", "A man.\tTwo men!  Who?\u{3000}\u{A0}Me.", "你好。再见！", "(你好。)再见！",
    ])
    func theSpaceBetweenSentencesStaysAsItWas(line: String) throws {
        let result = try translator().translate([line])[0]
        #expect(result.text == line && result.warnings.isEmpty)
    }

    @Test(arguments: [
        ("  A man.  ", "A man."), ("\tA man.  Two men. ", "A man.  Two men."),
        ("A man.\r\nTwo men.\r", "A man.  Two men."), ("你好。 再见！", "你好。再见！"),
        ("你好。\u{3000}再见！", "你好。\u{3000}再见！"),
    ])
    func whiteSpaceOfALine(line: String, expected: String) throws {
        #expect(try translator().translate([line])[0].text == expected)
    }

    @Test func everySentenceIsTranslatedByItself() throws {
        let translator = try translator()
        let result = try translator.translate(["A man. Two men? Me."])[0]
        let single = try translator.translate(["A man.", "Two men?", "Me."])
        let best = result.alternatives[0]
        #expect(best.predictedTokens == single.flatMap { $0.alternatives[0].predictedTokens })
        #expect(
            best.tokenLogProbabilities
                == single.flatMap { $0.alternatives[0].tokenLogProbabilities })
        let sum = single.reduce(0) { $0 + $1.alternatives[0].logProbability }
        #expect(abs(best.logProbability - sum) < 1e-6)
        #expect(
            result.score
                == SearchOptions().lengthPenalty.score(
                    logProbability: best.logProbability, length: best.predictedTokens.count))
    }

    @Test func aLineMayBeOneSentenceWhateverIsInIt() throws {
        var translator = try translator()
        let line = "A man. Two men."
        let end = translator.tokenizer.target.vocabulary.endID
        func sentences() throws -> Int {
            try translator.translate([line])[0].alternatives[0].predictedTokens.count { $0 == end }
        }
        #expect(try sentences() == 2)
        translator.lines = .sentences
        #expect(try sentences() == 1)
        #expect(try translator.translate([line])[0].text == line)
    }

    @Test func everySentenceHasTheLanguageTokenOfItsLine() throws {
        let translator = try translator()
        let result = try translator.translate([">>xxx<< A man. Two men."])[0]
        // Whoever copies copies the token, too.
        #expect(result.text == ">>xxx<< A man. >>xxx<< Two men.")
    }

    @Test func theTargetPrefixGoesWithTheFirstSentence() throws {
        let request = TranslationRequest("A man. Two men.", targetPrefix: "B")
        #expect(try translator().translate(requests: [request])[0].text == "B man. Two men.")
    }

    /// The language decides what an abbreviation is.
    @Test func sentencesAreThoseOfTheSourcesLanguage() throws {
        func sentences(_ language: String?) throws -> Int {
            let translator = try translator(language: language)
            let best = try translator.translate(["Am Hbf. Two men."])[0].alternatives[0]
            return best.predictedTokens.count { $0 == translator.tokenizer.target.vocabulary.endID }
        }
        #expect(try sentences("de") == 1)
        #expect(try sentences("en") == 2)
        #expect(try sentences(nil) == 2)
    }

    @Test func onlyASentenceThatIsTooLongIsWarnedOf() throws {
        let translator = try translator(maximumLength: 12)
        let results = try translator.translate([
            "A man. Two men. Who?", "A man. A man and a dog. Me.",
            "A man and a dog. Two men and a cat. Me.",
        ])
        #expect(results[0].warnings.isEmpty)
        #expect(
            results[1].warnings == [
                "A sentence has 18 tokens, more than the model takes, and was translated in 2 parts."
            ])
        #expect(
            results[2].warnings == [
                "2 of 3 sentences have more tokens than the model takes, and were translated in 4 "
                    + "parts."
            ])
    }

    @Test func streamsGoSentenceBySentence() async throws {
        let translator = try translator()
        let (lines, continuation) = AsyncStream<String>.makeStream()
        for line in ["A man. Two men.", "", "Me."] { continuation.yield(line) }
        continuation.finish()
        let end = translator.tokenizer.target.vocabulary.endID
        var counts: [Int] = []
        for try await result in translator.translations(of: lines) {
            counts.append(result.alternatives[0].predictedTokens.count { $0 == end })
        }
        #expect(counts == [2, 0, 1])
    }
}

/// Lines that ask for a language.
struct LanguageTokenTests {
    @Test(arguments: [">>yyy<< abc", ">>XXX<< abc", "  >>xx<<abc", ">>xxx-<<"])
    func aLanguageThatTheModelDoesNotKnowIsRefused(line: String) throws {
        var lines = ["abc", line, "def"][...]
        var texts: [String] = []
        let translator = try Translator.copying()
        let error = #expect(throws: CalqueError.self) {
            try translator.translate(
                .greedy, from: { lines.popFirst() }, to: { texts.append($0.text) })
        }
        // The lines before it are translated.
        #expect(texts == ["abc"])
        #expect(error?.message.contains("Line 2 asks for the language >>") == true)
        #expect(error?.message.contains("knows >>xxx<<") == true)
    }

    @Test func spaceBeforeALanguageIsNoMatter() throws {
        let translator = try Translator.copying()
        let plain = try translator.translate([">>xxx<< abc"])[0]
        let token = try #require(translator.tokenizer.source.vocabulary.id(of: ">>xxx<<"))
        #expect(plain.alternatives[0].tokens.first == token)
        for line in [" >>xxx<< abc", "\t\u{3000}>>xxx<< abc"] {
            #expect(try translator.translate([line]).map(\.alternatives) == [plain.alternatives])
        }
    }

    @Test(arguments: ["a >>yyy<<", ">>y y<< a", ">>yyy", "<<yyy>>"])
    func textMayHaveAngleBrackets(line: String) throws {
        _ = try Translator.copying().translate([line])
    }
}
