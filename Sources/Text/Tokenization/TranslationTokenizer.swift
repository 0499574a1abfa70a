import Basics
public import Foundation

/// A translation model's text to token ids and back, on both sides.
public struct TranslationTokenizer: Sendable {
    /// The source language's side.
    public let source: SubwordTokenizer
    /// The target language's side.
    public let target: SubwordTokenizer
    /// Whether both sides number their pieces in one vocabulary.
    public let sharesVocabulary: Bool
    /// What else a model directory's tokenizer settings say.
    public var settings: TokenizerSettings

    /// The tokenizer of two models, or twice the same, with one vocabulary. Two that are one object are
    /// looked at once.
    ///
    /// - Throws: `CalqueError` when a model does not belong to the vocabulary.
    public init(
        sourceModel: SentencePieceModel, targetModel: SentencePieceModel, vocabulary: Vocabulary,
        settings: TokenizerSettings = .init()
    ) throws {
        source = try SubwordTokenizer(
            model: sourceModel, vocabulary: vocabulary, name: "The source model")
        target =
            sourceModel === targetModel
            ? source
            : try SubwordTokenizer(
                model: targetModel, vocabulary: vocabulary, name: "The target model")
        sharesVocabulary = true
        self.settings = settings
    }

    /// The tokenizer of two models with a vocabulary each.
    ///
    /// - Throws: `CalqueError` when a model does not belong to its vocabulary.
    public init(
        sourceModel: SentencePieceModel, targetModel: SentencePieceModel,
        sourceVocabulary: Vocabulary, targetVocabulary: Vocabulary,
        settings: TokenizerSettings = .init()
    ) throws {
        source = try SubwordTokenizer(
            model: sourceModel, vocabulary: sourceVocabulary, name: "The source model")
        target = try SubwordTokenizer(
            model: targetModel, vocabulary: targetVocabulary, name: "The target model")
        sharesVocabulary = false
        self.settings = settings
    }

    /// The token ids of a source sentence, the end token's last: see
    /// ``SubwordTokenizer/encode(_:sampling:)``.
    public func encodeSource(
        _ line: String, sampling: SentencePieceModel.Sampling? = nil
    ) -> [Int32] {
        source.encode(line, sampling: sampling)
    }

    /// The token ids of a target sentence, the end token's last.
    public func encodeTarget(
        _ line: String, sampling: SentencePieceModel.Sampling? = nil
    ) -> [Int32] {
        target.encode(line, sampling: sampling)
    }

    /// The text of a translation's token ids, without special tokens.
    public func decodeTarget(_ ids: some Sequence<Int32>) -> String {
        target.decode(ids)
    }
}

// MARK: Model directories

extension TranslationTokenizer {
    private enum FileName {
        static let sourceModel = "source.spm"
        static let targetModel = "target.spm"
        static let vocabulary = "vocab.json"
        static let targetVocabulary = "target_vocab.json"
        static let configuration = "tokenizer_config.json"
    }

    /// The names of all files that ``save(to:)`` may write.
    public static var fileNames: [String] {
        [
            FileName.sourceModel, FileName.targetModel, FileName.vocabulary,
            FileName.targetVocabulary, FileName.configuration,
        ]
    }

    /// The files of both sides' SentencePiece models that ``save(to:)`` writes.
    package static func modelFiles(in directory: URL) -> (source: URL, target: URL) {
        (
            directory.appendingPathComponent(FileName.sourceModel),
            directory.appendingPathComponent(FileName.targetModel)
        )
    }

    /// Loads the tokenizer of a model directory: `source.spm`, `target.spm`, `vocab.json`, in
    /// models with separate vocabularies `target_vocab.json`, and if it is there
    /// `tokenizer_config.json`.
    ///
    /// - Throws: `CalqueError` naming the file that is missing, damaged or does not belong to the
    ///   others.
    public static func load(from directory: URL) throws -> TranslationTokenizer {
        func url(_ name: String) -> URL { directory.appendingPathComponent(name) }
        let configurationURL = url(FileName.configuration)
        let configuration =
            FileManager.default.fileExists(atPath: configurationURL.path)
            ? try TokenizerConfigurationFile(url: configurationURL)
            : TokenizerConfigurationFile(.init(), hasSeparateVocabularies: false)
        let (sourceModel, targetModel) = try models(
            source: url(FileName.sourceModel), target: url(FileName.targetModel))
        let vocabulary = try Vocabulary.load(url(FileName.vocabulary))
        do {
            guard configuration.hasSeparateVocabularies == true else {
                return try TranslationTokenizer(
                    sourceModel: sourceModel, targetModel: targetModel, vocabulary: vocabulary,
                    settings: configuration.settings)
            }
            return try TranslationTokenizer(
                sourceModel: sourceModel, targetModel: targetModel, sourceVocabulary: vocabulary,
                targetVocabulary: Vocabulary.load(url(FileName.targetVocabulary)),
                settings: configuration.settings)
        } catch let error as CalqueError {
            throw error.prefixed(by: "\(directory.path): ")
        }
    }

    /// The models of both sides: one object where their files have the same content, which takes half
    /// the time and memory.
    private static func models(
        source: URL, target: URL
    ) throws -> (source: SentencePieceModel, target: SentencePieceModel) {
        let sourceModel = try SentencePieceModel.load(source)
        let isOne = try MappedFile(url: source).hasContent(of: MappedFile(url: target))
        return (sourceModel, isOne ? sourceModel : try SentencePieceModel.load(target))
    }

    /// Writes the files that ``load(from:)`` reads into a folder, which is created if it is
    /// missing.
    ///
    /// MarianTokenizer of `transformers` reads them, too.
    ///
    /// - Throws: `CalqueError` naming the file that cannot be written.
    public func save(to directory: URL) throws {
        func url(_ name: String) -> URL { directory.appendingPathComponent(name) }
        try FileManager.default.createFolder(directory)
        try AtomicFile.write(source.model.serialized, to: url(FileName.sourceModel))
        try AtomicFile.write(target.model.serialized, to: url(FileName.targetModel))
        try source.vocabulary.save(to: url(FileName.vocabulary))
        if !sharesVocabulary { try target.vocabulary.save(to: url(FileName.targetVocabulary)) }
        try TokenizerConfigurationFile(settings, hasSeparateVocabularies: !sharesVocabulary)
            .save(to: url(FileName.configuration))
    }
}

// What keeps the models of two tokenizers from being used together, as half a sentence that speaks
// of the first and the second; nil if nothing does.

extension TranslationTokenizer {
    /// Whether they number their tokens differently.
    package func vocabularyDifference(from other: TranslationTokenizer) -> String? {
        for (side, one, two) in [
            ("source", source, other.source), ("target", target, other.target),
        ]
        where one.vocabulary != two.vocabulary {
            return "they number their \(side) tokens differently"
        }
        return nil
    }

    /// Whether they are said to be of other languages. Where one is silent, nothing is known.
    package func languageDifference(from other: TranslationTokenizer) -> String? {
        for (side, one, two) in [
            ("from", settings.sourceLanguage, other.settings.sourceLanguage),
            ("to", settings.targetLanguage, other.settings.targetLanguage),
        ] {
            if let one, let two, one != two {
                return "the first translates \(side) \(one), the second \(side) \(two)"
            }
        }
        return nil
    }

    /// Whether they cut text into pieces differently.
    package func segmentationDifference(from other: TranslationTokenizer) -> String? {
        for (side, one, two) in [
            ("source", source, other.source), ("target", target, other.target),
        ]
        where one.model.serialized != two.model.serialized {
            return "they cut \(side) text into pieces with different SentencePiece models"
        }
        return nil
    }
}
