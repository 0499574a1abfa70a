import CalqueKit
import Foundation
import Models
import Service
import TestSupport
import Testing
import Text

@Suite struct ServiceEngineTests {
    @Test(arguments: [
        "the house", "the house\nthe dog", "\n\n  the house  \r\n\tthe dog\n", "", "   ", "\n",
        "... \n!", "a\u{2028}b", "one\r\n\r\ntwo",
    ])
    func lineBreaksAndWhiteSpaceStay(text: String) async throws {
        let answer = try await EngineUnderTest().translate([text])
        #expect(answer.translations.map(\.text) == [text])
    }

    @Test func textsAreAnsweredInOrderEachOnce() async throws {
        let under = try EngineUnderTest()
        let texts = (0..<300).map {
            "line \(String(UnicodeScalar(UInt8(97 + $0 % 26)))) of \($0 % 7 == 0 ? "\n" : "many")"
        }
        .map { $0.filter { !$0.isNumber } }
        let told = Told()
        let answer = try await under.translate(texts) {
            $0.onTranslation = { told.add($0, $1.text) }
        }
        #expect(answer.translations.map(\.text) == texts)
        #expect(told.texts.count == texts.count)
        #expect(told.texts.allSatisfy { texts[$0.key] == $0.value })
    }

    @Test func languagesAreNamedWithThoseInBetween() async throws {
        let under = try EngineUnderTest(["de-en", "en-pt"])
        let languages = await under.engine.languages()
        // Those that are only translated into are languages, too: clients look their names up.
        #expect(languages.map(\.code) == ["en", "de", "pt"])
        #expect(languages[2].name == "Portuguese" && languages[2].targets == [.init(code: "pt")])
        #expect(languages[1].name == "German")
        #expect(
            languages[1].targets == [
                .init(code: "de"), .init(code: "en"), .init(code: "pt", via: "en"),
            ])
        #expect(languages[0].targets == [.init(code: "en"), .init(code: "pt")])
    }

    @Test func aPairWithoutAModelGoesByALanguageInBetween() async throws {
        let under = try EngineUnderTest(["de-en", "en-pt"])
        try under.folder.write("the dog".utf8, to: "en-pt/says")
        let answer = try await under.translate(["ein hund"], "de", "pt")
        #expect(answer.via == "en" && answer.translations[0].text == "the dog")
        #expect(under.loads.current == 2)
        let direct = try await under.translate(["a dog"], "en", "pt")
        #expect(direct.via == nil)
        #expect(under.loads.current == 2)
    }

    @Test func whatIsNotServedIsSaid() async throws {
        let under = try EngineUnderTest(["de-en", "pt-en"])
        await #expect(throws: EngineProblem.unknownLanguage("zz")) {
            try await under.translate(["a"], "zz", "en")
        }
        await #expect(throws: EngineProblem.unknownLanguage("xx")) {
            try await under.translate(["a"], "de", "xx")
        }
        await #expect(throws: EngineProblem.noPair(source: "de", target: "pt")) {
            try await under.translate(["a"], "de", "pt")
        }
    }

    @Test func codesAreReadInEveryForm() async throws {
        let under = try EngineUnderTest(["en-pt-BR", "en-zh"])
        for target in ["pb", "PT-br", "pt_BR"] {
            #expect(try await under.translate(["a"], "EN", target).target == "pt-BR")
        }
        #expect(try await under.translate(["a"], "en", "zh").target == "zh-Hans")
    }

    @Test func theSameLanguageChangesNothing() async throws {
        let under = try EngineUnderTest()
        #expect(
            try await under.translate(["Any text."], "en", "en").translations[0].text == "Any text."
        )
        #expect(under.loads.current == 0)
    }

    @Test func aLanguageIsDetectedAmongThoseThatAreServed() async throws {
        let under = try EngineUnderTest(["de-en", "en-pt", "fr-en"])
        let answer = try await under.translate(["das ist ein hund und der ist nicht da"], nil, "en")
        #expect(answer.source == "de" && answer.detected?.code == "de")
        #expect((answer.detected?.confidence ?? 0) > 80)
        #expect(await under.engine.detect("où est la maison").first?.code == "fr")
        #expect(await under.engine.detect("123").isEmpty)
    }

    @Test func aTextOfNoLanguageIsTranslatedFromEnglishWithoutConfidence() async throws {
        let under = try EngineUnderTest(["de-en", "en-pt"])
        let answer = try await under.translate(["42"], nil, "pt")
        #expect(answer.detected == DetectedLanguage(code: "en", confidence: 0))
    }

    @Test func aModelThatCannotBeLoadedBreaksItsPairAlone() async throws {
        let under = try EngineUnderTest(["en-pt", "en-de"])
        try under.folder.write("nothing".utf8, to: "en-pt/says")
        await #expect {
            try await under.translate(["a"], "en", "pt")
        } throws: { error in
            if case EngineProblem.broken = error { true } else { false }
        }
        #expect(try await under.translate(["a"], "en", "de").translations[0].text == "a")
        // It is tried again, not given up for ever.
        try under.folder.write("b".utf8, to: "en-pt/says")
        #expect(try await under.translate(["a"], "en", "pt").translations[0].text == "b")
    }

    @Test func optionsByNameAreCheckedByName() async throws {
        let under = try EngineUnderTest()
        await #expect(throws: CalqueError.self) {
            try await under.translate(["a"]) { $0.options = ["beem": "2"] }
        }
        let answer = try await under.translate(["a"]) { $0.options = ["beam": "2"] }
        #expect(answer.translations[0].text == "a")
    }

    @Test func alternativesAreFurtherTranslationsEachOnce() async throws {
        let answer = try await EngineUnderTest().translate(["dog\ncat"]) { $0.alternatives = 3 }
        let all = [answer.translations[0].text] + answer.translations[0].alternatives
        #expect(all.count > 1 && all.count <= 4 && Set(all).count == all.count)
        #expect(all.allSatisfy { $0.contains("\n") })
    }

    @Test func aRealFolderTranslatesAsItsTranslatorDoes() async throws {
        let folder = try TemporaryFolder()
        var tokenizer = try characterTokenizer()
        tokenizer = try TranslationTokenizer(
            sharing: tokenizer.source.model,
            settings: .init(sourceLanguage: "en", targetLanguage: "pt"))
        let model = Transformer(TransformerConfiguration(.tiny, for: tokenizer), seed: 3)
        try ModelDirectory(folder.file("m")).save(model, tokenizer: tokenizer)
        var configuration = ServiceConfiguration()
        configuration.models = [ServedModel(pair: nil, folder: folder.file("m"))]
        configuration.workers = 1
        configuration.precision = .float32
        let engine = try ServiceEngine(configuration)
        #expect(await engine.languages().map(\.code) == ["en", "pt"])
        let translator = try await Translator(
            model: folder.file("m"), workers: 1, precision: .float32)
        let expected = try await translator.translate(["the house"], .init(maximumLength: 20))
        var request = EngineRequest(["the house"], from: "en", into: "pt")
        request.options = ["maximum-length": "20"]
        let answer = try await engine.translate(request)
        #expect(answer.translations[0].text == expected[0].text)
    }
}

/// Texts by their places, as they come.
final class Told: @unchecked Sendable {
    private let lock = NSLock()
    private var all: [Int: String] = [:]
    func add(_ place: Int, _ text: String) { lock.withLock { all[place] = text } }
    var texts: [Int: String] { lock.withLock { all } }
}
