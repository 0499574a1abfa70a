import Basics
import Foundation
import TestSupport
import Testing
import Text

struct TranslationTokenizerTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func corpus(_ source: [String], _ target: [String]) throws -> ParallelCorpus {
        try ParallelCorpus(
            source: folder.write(source.joined(separator: "\n").utf8, to: "source.txt"),
            target: folder.write(target.joined(separator: "\n").utf8, to: "target.txt"))
    }

    @Test(arguments: [true, false])
    func tokenizersSurviveTheirDirectory(_ sharesVocabulary: Bool) throws {
        let trained = try TranslationTokenizer.train(
            on: corpus(TestText.english, TestText.german), options: TestText.options(),
            sharesVocabulary: sharesVocabulary,
            settings: .init(sourceLanguage: "en", targetLanguage: "de", maximumLength: 99))
        let directory = folder.file("model")
        try trained.save(to: directory)
        let loaded = try TranslationTokenizer.load(from: directory)
        #expect(loaded.settings == trained.settings)
        #expect(loaded.sharesVocabulary == sharesVocabulary)
        #expect((loaded.source.vocabulary == loaded.target.vocabulary) == sharesVocabulary)
        for (source, target) in zip(TestText.english, TestText.german) {
            #expect(loaded.encodeSource(source) == trained.encodeSource(source))
            #expect(loaded.decodeTarget(loaded.encodeTarget(target)) == target)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(names.contains("target_vocab.json") == !sharesVocabulary)
    }

    @Test func theConfigurationIsThatOfMarianTokenizer() throws {
        let tokenizer = try TestText.jointTokenizer()
        try tokenizer.save(to: folder.url)
        let configuration = try jsonObject(
            Data(contentsOf: folder.file("tokenizer_config.json")))
        #expect(configuration["tokenizer_class"] as? String == "MarianTokenizer")
        #expect(configuration["separate_vocabs"] as? Bool == false)
        #expect(configuration["model_max_length"] as? Int == 512)
        #expect(configuration["language_pairs"] == nil)
    }

    @Test func severalPairsOfLanguagesAreKept() throws {
        let settings = TokenizerSettings(languagePairs: ["en-fr", "es-en"])
        let model = try TestText.jointTokenizer().source.model
        try TranslationTokenizer(sharing: model, settings: settings).save(to: folder.url)
        #expect(try TranslationTokenizer.load(from: folder.url).settings == settings)
    }

    @Test(arguments: [
        nil,
        #"{"model_max_length": 1000000000000000019884624838656, "eos_token": {"content": "</s>"}}"#,
        "{}",
    ])
    func configurationsOfOthersAreRead(_ configuration: String?) throws {
        try TestText.jointTokenizer().save(to: folder.url)
        try FileManager.default.removeItem(at: folder.file("tokenizer_config.json"))
        if let configuration {
            try folder.write(configuration.utf8, to: "tokenizer_config.json")
        }
        #expect(try TranslationTokenizer.load(from: folder.url).settings == TokenizerSettings())
    }

    @Test(arguments: ["source.spm", "target.spm", "vocab.json"])
    func missingFilesAreNamed(_ name: String) throws {
        try TestText.jointTokenizer().save(to: folder.url)
        try FileManager.default.removeItem(at: folder.file(name))
        let error = #expect(throws: CalqueError.self) {
            try TranslationTokenizer.load(from: folder.url)
        }
        #expect(error?.message.contains(name) == true)
    }

    @Test func filesOfDifferentModelsAreRefused() throws {
        try TestText.jointTokenizer().save(to: folder.url)
        let other = try SentencePieceModel.train(
            TestText.options(pieces: 40), on: ["кто там стоит", "это кот и там дом"])
        try folder.write(other.serialized, to: "target.spm")
        let error = #expect(throws: CalqueError.self) {
            try TranslationTokenizer.load(from: folder.url)
        }
        #expect(error?.message.contains("target model does not belong") == true)
        #expect(error?.message.contains(folder.url.path) == true)
    }

    @Test func languageTokensOfTheCorpusBecomePieces() throws {
        let sources = TestText.english.enumerated().map { index, sentence in
            index % 2 == 0 ? ">>deu<< \(sentence)" : ">>nds<< \(sentence)"
        }
        let tokenizer = try TranslationTokenizer.train(
            on: corpus(sources, TestText.german), options: TestText.options())
        #expect(tokenizer.source.vocabulary.languageTokens == [">>deu<<", ">>nds<<"])
        #expect(tokenizer.source.model.pieces(of: "<").contains { $0.contains("<") })
        #expect(tokenizer.source.model.id(of: "<") == tokenizer.source.model.id(of: "水"))
    }

    @Test(arguments: [
        ([">>deu<< a", "   >>nds<< b", "c", "d"], [">>deu<<", ">>nds<<"]),
        // Half of the lines, not one less.
        ([">>deu<< a", "b", "c"], []),
        ([">>click<<", ">>here! <<", ">>a b<< c", ">>é<< d", ">><<", "e", "f"], []),
        (["see >>deu<<", ">>deu", "> >deu<<"], []),
    ])
    func languageTokensBeginTheLines(_ lines: [String], _ expected: [String]) throws {
        #expect(try languageTokens(lines) == expected)
    }

    @Test func languageTokensOfFewLinesAreFrequent() throws {
        let plain = Array(repeating: "the old mill", count: 985)
        let nine = Array(repeating: ">>nine<< the mill", count: 9)
        let ten = Array(repeating: ">>ten<< the mill", count: 10)
        #expect(try languageTokens(plain + nine + ten) == [])
        #expect(try languageTokens(plain.dropLast(4) + nine + ten) == [">>ten<<"])
    }

    /// Those that a tokenizer has after training on these source lines, among others' text.
    private func languageTokens(_ lines: [String]) throws -> [String] {
        let text = try corpus(lines, lines.map { _ in TestText.german.joined(separator: " ") })
        let tokenizer = try TranslationTokenizer.train(on: text, options: TestText.options())
        return tokenizer.source.vocabulary.languageTokens
    }
}
