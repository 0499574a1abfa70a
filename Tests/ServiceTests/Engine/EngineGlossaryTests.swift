import CalqueKit
import Foundation
import Service
import TestSupport
import Testing

@Suite struct EngineGlossaryTests {
    private func uses(_ answer: EngineAnswer) -> [TermUse] {
        answer.translations.flatMap(\.segments).flatMap(\.terms)
    }

    /// An engine with a file of terms for a pair.
    private func serving(
        _ terms: String, for pair: String = "en-pt", _ pairs: [String] = ["en-pt"]
    ) throws -> (under: EngineUnderTest, file: URL, folder: TemporaryFolder) {
        let folder = try TemporaryFolder()
        let file = try folder.write(terms.utf8, to: "terms.tsv")
        let under = try EngineUnderTest(pairs) { settings in
            settings.glossaries = [ServedGlossary(parsing: "\(pair)=\(file.path)")].compactMap(
                \.self)
        }
        return (under, file, folder)
    }

    @Test func theTermsOfARequestAreUsedAndTold() async throws {
        let under = try EngineUnderTest()
        let answer = try await under.translate(["the dog\nthe house"]) {
            $0.glossary = [("dog", "cat")]
        }
        #expect(answer.translations[0].text.contains("cat"))
        #expect(answer.translations[0].text.hasSuffix("\nthe house"))
        #expect(
            uses(answer) == [
                .init(text: "dog", wanted: ["cat"], translation: "cat", outcome: .used)
            ])
    }

    @Test func aCacheTellsGlossariesApart() async throws {
        let under = try EngineUnderTest()
        func text(_ glossary: [(String, String)]) async throws -> String {
            try await under.translate(["the dog"]) {
                $0.glossary = glossary.map { (term: $0.0, translation: $0.1) }
            }.translations[0].text
        }
        #expect(try await text([]) == "the dog")
        let first = try await text([("dog", "cat")])
        #expect(first != "the dog")
        #expect(try await text([("dog", "house")]) != first)
        #expect(under.cacheHits == 0)
        #expect(try await text([("dog", "cat")]) == first)
        #expect(try await text([]) == "the dog")
        #expect(under.cacheHits == 2)
        // A large one is not held.
        let large = (0..<300).map { ("dog\($0)", "cat") } + [("dog", "cat")]
        #expect(try await text(large) == first)
        #expect(try await text(large) == first)
        #expect(under.cacheHits == 2)
    }

    @Test func aTermThatIsNoneIsSaid() async throws {
        let under = try EngineUnderTest()
        let error = await #expect(throws: CalqueError.self) {
            try await under.translate(["the dog"]) { $0.glossary = [("dog", "=a|b")] }
        }
        #expect(error?.message.hasPrefix("The glossary: \"dog\" has several") == true)
        await #expect(throws: CalqueError.self) {
            try await under.translate(["the dog"]) {
                $0.glossary = [("dog", "cat")]
                $0.options = ["sample": "true"]
            }
        }
    }

    @Test func aServiceHasTermsOfItsOwnBelowThoseOfARequest() async throws {
        let (under, file, folder) = try serving("dog\tcat\nhouse\ttable\n")
        let answer = try await under.translate(["a dog and a house"])
        #expect(uses(answer).map(\.translation) == ["cat", "table"])
        let own = try await under.translate(["a dog and a house"]) {
            $0.glossary = [("dog", "mouse")]
        }
        #expect(uses(own).map(\.translation) == ["mouse", "table"])
        // What is drawn at random goes without.
        let drawn = try await under.translate(["a dog"]) {
            $0.options = ["sample": "true"]
        }
        #expect(uses(drawn).isEmpty)
        let document = EngineDocument(
            Array("a dog\n".utf8), name: "x.txt",
            format: try #require(DocumentFormat.named("text")), from: "en", into: "pt")
        let bytes = try await under.engine.translate(document)
        #expect(String(decoding: bytes, as: UTF8.self).contains("cat"))
        // It is read again with the models.
        try Data("dog\thouse\n".utf8).write(to: file)
        await under.engine.reload()
        #expect(uses(try await under.translate(["a dog"])).map(\.translation) == ["house"])
        withExtendedLifetime(folder) {}
    }

    @Test func aGlossaryForAWayThatIsNotServedIsRefused() throws {
        let error = #expect(throws: CalqueError.self) { try serving("dog\tcat\n", for: "en-de") }
        #expect(error?.message.contains("en-de") == true && error?.kind == .configuration)
        #expect(throws: CalqueError.self) { try serving("dog\n") }
    }

    @Test func termsGoThroughALanguageInBetween() async throws {
        let under = try EngineUnderTest(["de-en", "en-pt"])
        let answer = try await under.translate(["the dog"], "de", "pt") {
            $0.glossary = [("dog", "cat")]
        }
        // These models look at nothing, so that nobody knows where the term is in between.
        #expect(uses(answer).map(\.outcome) == [.missing])
        #expect(answer.translations[0].warnings.contains { $0.contains("\"cat\"") })
        #expect(answer.translations[0].text == "the dog")
    }
}

@Suite struct EnginePrefixTests {
    @Test(arguments: [
        ("abc\ndef", "x", "xbc\ndef"), ("abc\ndef", "xy\n", "xy\ndef"),
        ("abc\ndef", "xy\nz", "xy\nzef"), ("abc\n\n  def\n", "xy\n\n  z", "xy\n\n  zef\n"),
        ("abc\ndef", "x\ny\nz", "x\ny z"), ("abc", "xy\n", "xy"),
    ])
    func linesOfAPrefixAreThoseOfTheTranslation(
        text: String, prefix: String, expected: String
    ) async throws {
        let answer = try await EngineUnderTest().translate([text]) { $0.targetPrefixes = [prefix] }
        #expect(answer.translations[0].text == expected)
    }

    @Test(arguments: [
        ("", "the", "the dog"), ("the ", "dog", "the dog"),
        ("a cat\nthe ", "house", "a cat\nthe house"), ("a cat\n", "the", "a cat\nthe house"),
    ])
    func wordsFollowInTheLineInWhichTheBeginningEnds(
        beginning: String, word: String, text: String
    ) async throws {
        for (pairs, source) in [(["en-pt"], "en"), (["de-en", "en-pt"], "de")] {
            let found = try await EngineUnderTest(pairs).engine.continuations(
                of: "the dog\nthe house", after: beginning, from: source, into: "pt", client: "",
                count: 3)
            #expect(found.count == 3)
            #expect(found[0].word == word && found[0].text == text)
            #expect(found.map(\.score) == found.map(\.score).sorted(by: >))
        }
    }

    @Test func nothingFollowsAWholeTranslation() async throws {
        let engine = try EngineUnderTest().engine
        for (text, beginning) in [("the dog", "a cat\n"), ("  ", "")] {
            let found = try await engine.continuations(
                of: text, after: beginning, from: "en", into: "pt", client: "", count: 3)
            #expect(found.isEmpty)
        }
    }

    @Test func wordsWaitAsOtherRequestsDo() async throws {
        let under = try EngineUnderTest { $0.limits.queue = 3 }
        under.gate.close()
        async let first = under.translate(["the dog"])
        try await under.gate.hasSeen(1)
        await #expect {
            try await under.engine.continuations(
                of: "the dog", after: "", from: "en", into: "pt", client: "", count: 3)
        } throws: { error in
            if case EngineProblem.busy = error { true } else { false }
        }
        under.gate.open()
        _ = try await first
    }
}
