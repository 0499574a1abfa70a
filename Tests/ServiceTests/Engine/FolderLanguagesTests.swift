import CalqueKit
import Foundation
import Models
import Service
import TestSupport
import Testing
import Text

@Suite struct FolderLanguagesTests {
    private func engine(_ folder: URL, _ pair: String? = nil) throws -> ServiceEngine {
        try engine([
            ServedModel(pair: pair.flatMap(Service.LanguagePair.init(parsing:)), folder: folder)
        ])
    }

    private func engine(_ models: [ServedModel]) throws -> ServiceEngine {
        var configuration = ServiceConfiguration()
        configuration.models = models
        configuration.precision = .float32
        return try ServiceEngine(configuration)
    }

    private func pairs(_ engine: ServiceEngine) async -> [String] {
        await engine.models().flatMap(\.pairs).map(\.description)
    }

    @Test(arguments: [
        (["model.enpt.intgemm.alphas.bin", "lex.50.50.enpt.s2t.bin", "vocab.enpt.spm"], "en-pt"),
        (["model.deen.bin"], "de-en"), (["model.npz", "vocab.fren.spm"], "fr-en"),
    ])
    func firefoxFoldersNameTheirLanguages(names: [String], pair: String) async throws {
        let folder = try TemporaryFolder()
        for name in names { try folder.write([1], to: "m/\(name)") }
        #expect(await pairs(try engine(folder.file("m"))) == [pair])
        #expect(await pairs(try engine(folder.file("m"), "es-it")) == ["es-it"])
    }

    @Test func aFolderThatNamesNoneIsNamedWithWhatToWrite() throws {
        let folder = try TemporaryFolder()
        try folder.write([1], to: "m/model.bin")
        let sentence = try message { _ = try engine(folder.file("m")) }
        #expect(sentence.contains("en-pt=\(folder.path("m"))"))
        let missing = try message { _ = try engine(folder.file("nowhere")) }
        #expect(missing.contains(folder.path("nowhere")))
        try folder.write([1], to: "other/readme.txt")
        #expect(try message { _ = try engine(folder.file("other")) }.contains("model.*.bin"))
    }

    @Test func aFolderMayNameSeveralPairs() async throws {
        let folder = try TemporaryFolder()
        let model = try SentencePieceModel.characters(of: "abc defghijklmnopqrstuvwxyz.")
        let tokenizer = try TranslationTokenizer(
            sharing: model, settings: .init(languagePairs: ["en-fr", "es-en"]))
        let transformer = Transformer(TransformerConfiguration(.tiny, for: tokenizer), seed: 1)
        try ModelDirectory(folder.file("m")).save(transformer, tokenizer: tokenizer)
        #expect(await pairs(try engine(folder.file("m"))) == ["en-fr", "es-en"])
        #expect(await pairs(try engine(folder.file("m"), "es-en")) == ["es-en"])
    }

    @Test func twoModelsOfOnePairAreRefused() throws {
        let folder = try TemporaryFolder()
        for name in ["a", "b"] { try folder.write([1], to: "\(name)/model.enpt.bin") }
        let models = ["a", "b"].map { ServedModel(pair: nil, folder: folder.file($0)) }
        let sentence = try message { _ = try engine(models) }
        #expect(sentence.contains("en-pt") && sentence.contains(folder.path("a")))
    }

    private func severalTargets(_ folder: TemporaryFolder) throws -> URL {
        let model = try SentencePieceModel.characters(of: "abc defghijklmnopqrstuvwxyz.")
        let tokenizer = try TranslationTokenizer(
            sharing: model, languageTokens: [">>fra<<", ">>spa<<"],
            settings: .init(sourceLanguage: "eng"))
        let transformer = Transformer(TransformerConfiguration(.tiny, for: tokenizer), seed: 1)
        try ModelDirectory(folder.file("m")).save(transformer, tokenizer: tokenizer)
        return folder.file("m")
    }

    @Test func languageTokensAreTargets() async throws {
        let folder = try TemporaryFolder()
        let url = try severalTargets(folder)
        let engine = try engine(url)
        #expect(await pairs(engine) == ["en-es", "en-fr"])
        #expect(await pairs(try self.engine(url, "en-fr")) == ["en-fr"])
        let sentence = try message { _ = try self.engine(url, "en-de") }
        #expect(sentence.contains(">>fra<< >>spa<<"))
        let translator = try await Translator(model: url, workers: 1, precision: .float32)
        for (target, token) in [("fr", ">>fra<<"), ("es", ">>spa<<")] {
            var request = EngineRequest(["abc"], from: "en", into: target)
            request.options = ["maximum-length": "12"]
            let answer = try await engine.translate(request)
            let expected = try await translator.translate(
                ["\(token) abc"], .init(maximumLength: 12))
            #expect(answer.translations[0].text == expected[0].text)
        }
    }
}
