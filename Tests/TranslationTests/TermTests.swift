import Basics
import TestSupport
import Testing
import Text
import Translation

/// Terms whose translations a line is to have.
struct TermTests {
    private static let texts = [
        "the red house", "the red dog sees the house", "the houses of the red dogs", "a cat",
    ]

    /// Repeats its source.
    private func translator() throws -> Translator {
        var options = SentencePieceTrainerOptions()
        options.type = .bpe
        options.vocabularySize = 60
        options.characterCoverage = 1
        let tokenizer = try TranslationTokenizer(
            sharing: SentencePieceModel.train(options, on: Self.texts))
        return Translator(
            ToyModel.copying(tokenizer.target.vocabulary), tokenizer, workers: 1,
            precision: .float32)
    }

    private func request(
        _ line: String, _ terms: [(String, [String])], prefix: String = ""
    ) -> TranslationRequest {
        TranslationRequest(
            line, targetPrefix: prefix,
            terms: terms.map { word, translations in
                let scalars = Array(line.unicodeScalars)
                let count = word.unicodeScalars.count
                let start = scalars.indices.first {
                    scalars[$0...].starts(with: word.unicodeScalars)
                }
                return RequiredTerm(
                    range: (start ?? 0)..<(start ?? 0) + count, translations: translations)
            })
    }

    private func words(_ text: String) -> [Substring] {
        text.split { !$0.isLetter }
    }

    @Test(arguments: [SearchOptions.greedy, SearchOptions(), .with { $0.nBest = 4 }])
    func aTranslationHasItsTermsAsWords(options: SearchOptions) throws {
        let result = try translator().translate(
            requests: [
                request("the red house", [("house", ["cat"])]),
                request("the red house", [("red", ["dogs", "cats"]), ("house", ["house"])]),
                request("the houses", [("houses", ["house"])]),
                request("the red house", []),
            ], options)
        for alternative in result[0].alternatives {
            #expect(words(alternative.text).contains("cat"))
        }
        #expect(!Set(words(result[1].text)).isDisjoint(with: ["dogs", "cats"]))
        #expect(words(result[1].text).contains("house"))
        #expect(words(result[2].text).contains("house"))
        #expect(result[3].text == "the red house" && result[3].terms.isEmpty)
        for result in result {
            #expect(result.unmetTerms.isEmpty && result.warnings.isEmpty)
            for term in result.terms {
                let text = try translator().tokenizer.decodeTarget(
                    result.alternatives[0].tokens[try #require(term.tokens)])
                #expect(text == term.translation)
            }
        }
    }

    @Test func aTranslationMayHaveAnEndingWhereThatIsAllowed() throws {
        var asked = request("the houses", [("houses", ["house"])])
        asked.terms[0].allowsEndings = true
        let result = try translator().translate(requests: [asked])[0]
        #expect(result.text == "the houses" && result.terms[0].translation == "house")
    }

    @Test func aTermBelongsToItsSentence() throws {
        let line = "The red dog. The red house."
        let result = try translator().translate(
            requests: [request(line, [("house", ["cat"]), ("dog", ["sees"])])])[0]
        #expect(result.parts.map { words($0.text).contains("cat") } == [false, true])
        #expect(result.parts.map { words($0.text).contains("sees") } == [true, false])
        #expect(result.usedTerms == [0, 1])
    }

    @Test func whatCannotBeSpelledIsSaidToBeMissing() throws {
        let result = try translator().translate(
            requests: [request("the house", [("house", ["\u{2713}"]), ("the", ["the"])])])[0]
        #expect(result.text == "the house")
        #expect(result.unmetTerms == [0] && result.usedTerms == [1])
        #expect(result.warnings.count == 1 && result.warnings[0].contains("\"house\""))
    }

    @Test func aTermOutsideTheLineIsMissing() throws {
        let term = RequiredTerm(range: 90..<95, translations: ["cat"])
        let results = try translator().translate(
            requests: [.init("the house", terms: [term]), .init("", terms: [term])])
        #expect(results.map(\.text) == ["the house", ""])
        #expect(results.map(\.unmetTerms) == [[0], [0]])
    }

    @Test func anAlignedTranslationSaysWhichTermsItHas() async throws {
        let line = "The red dog. The red house."
        let asked = request(line, [("house", ["cat"]), ("dog", ["sees"]), ("red", ["\u{2713}"])])
        let aligned = try await translator().translateAligned([asked], .init())[0]
        #expect(aligned.terms.map(\.term) == asked.terms)
        #expect(aligned.terms.map(\.translation) == ["cat", "sees", nil])
        #expect(aligned.terms.map { $0.tokens != nil } == [true, true, false])
        // What terms say is not said again.
        #expect(!aligned.warnings.contains { $0.contains("does not have") })
    }

    @Test func aPrefixMayHaveATerm() throws {
        let result = try translator().translate(
            requests: [request("the house", [("house", ["cat"])], prefix: "a cat ")])[0]
        #expect(result.text.hasPrefix("a cat "))
        #expect(result.terms[0].isUsed)
    }

    @Test func nothingIsDrawnWithTerms() throws {
        #expect(throws: CalqueError.self) {
            try translator().translate(
                requests: [request("the house", [("house", ["cat"])])], .sampling(.with()))
        }
    }

    @Test(arguments: [SearchOptions.greedy, SearchOptions()])
    func aTranslationWithTermsIsAligned(options: SearchOptions) async throws {
        let tokenizer = try translator().tokenizer
        var model = ToyModel.copying(tokenizer.target.vocabulary)
        model.attention = { source, _ in source.map { _ in 1 / Float(source.count) } }
        let translator = Translator(model, tokenizer, workers: 1, precision: .float32)
        let lines = try await translator.translateAligned(
            [request("the red house", [("house", ["cat"])]), request("the red house", [])], options)
        #expect(words(lines[0].text).contains("cat") && lines[1].text == "the red house")
        #expect(lines.allSatisfy { $0.pieces.allSatisfy { $0.source != nil } })
    }

    @Test func aReportTellsOfTerms() throws {
        let translator = try translator()
        let result = try translator.translate(
            requests: [request("the house", [("house", ["cat"])])])[0]
        let report = TranslationReport(result, line: 1, translator.tokenizer.target)
        let term = try #require(report.terms?.first)
        #expect(term.start == 4 && term.end == 9 && term.translation == "cat")
    }

    @Test(arguments: ["", "the", "the red ", "the red house"])
    func continuationsAreWordsWithWhatFollows(prefix: String) async throws {
        let translator = try translator()
        let found = try await translator.continuations(
            of: "the red house sees", after: prefix, count: 3)
        #expect(found.count == 3)
        #expect(found.map(\.logProbability) == found.map(\.logProbability).sorted(by: >))
        for continuation in found {
            let start = prefix.split(separator: " ").joined(separator: " ")
            #expect(continuation.translation.text.hasPrefix(start))
            let rest = continuation.translation.text.dropFirst(start.count)
            #expect(rest.drop { $0 == " " }.hasPrefix(continuation.word))
        }
        let own = ["": "the", "the": "red", "the red ": "house", "the red house": "sees"]
        #expect(found[0].word == own[prefix])
        #expect(found[0].translation.text == "the red house sees")
    }

    @Test func anEmptyLineHasNoContinuations() async throws {
        #expect(try await translator().continuations(of: " ", after: "", count: 3).isEmpty)
    }
}
