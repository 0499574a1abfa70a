import Basics
import Foundation

/// What a model directory says about its tokenizer, other than models and vocabularies.
public struct TokenizerSettings: Equatable, Sendable {
    /// The source language's name, such as `en`; nil if nobody said.
    public var sourceLanguage: String?
    /// The target language's name.
    public var targetLanguage: String?
    /// The most tokens of a sentence that the model was made for, the end token included.
    public var maximumLength: Int
    /// From which languages into which the model goes, as in `en-fr`, where there are several and the
    /// text itself shows which is meant.
    public var languagePairs: [String]

    /// Settings of their parts.
    public init(
        sourceLanguage: String? = nil, targetLanguage: String? = nil, maximumLength: Int = 512,
        languagePairs: [String] = []
    ) {
        self.languagePairs = languagePairs
        self.sourceLanguage = sourceLanguage
        self.targetLanguage = targetLanguage
        self.maximumLength = maximumLength
    }
}

/// `tokenizer_config.json`, as MarianTokenizer of `transformers` reads and writes it.
struct TokenizerConfigurationFile: Codable {
    var tokenizerClass: String? = "MarianTokenizer"
    var sourceLanguage: String?
    var targetLanguage: String?
    /// A huge number where nobody set it, which `Int` may not hold.
    var maximumLength: Double?
    var hasSeparateVocabularies: Bool?
    /// What `transformers` knows nothing of.
    var languagePairs: [String]?

    /// The longest file, in bytes.
    private static let limit = 1 << 20

    private enum CodingKeys: String, CodingKey {
        case tokenizerClass = "tokenizer_class"
        case sourceLanguage = "source_lang"
        case targetLanguage = "target_lang"
        case maximumLength = "model_max_length"
        case hasSeparateVocabularies = "separate_vocabs"
        case languagePairs = "language_pairs"
    }

    init(_ settings: TokenizerSettings, hasSeparateVocabularies: Bool) {
        sourceLanguage = settings.sourceLanguage
        targetLanguage = settings.targetLanguage
        maximumLength = Double(settings.maximumLength)
        self.hasSeparateVocabularies = hasSeparateVocabularies
        languagePairs = settings.languagePairs.isEmpty ? nil : settings.languagePairs
    }

    var settings: TokenizerSettings {
        TokenizerSettings(
            sourceLanguage: sourceLanguage, targetLanguage: targetLanguage,
            maximumLength: maximumLength.flatMap(Int.init(exactly:)) ?? 512,
            languagePairs: languagePairs ?? [])
    }

    /// Reads the file.
    ///
    /// - Throws: `CalqueError` naming the file when it is not JSON, or a value is not of its type.
    init(url: URL) throws {
        let file = try MappedFile(url: url, upTo: Self.limit, kind: .model)
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(file.bytes))
        } catch {
            throw CalqueError(
                "\(file.path) is not a tokenizer's configuration: "
                    + "\(FileProblem.brief("\(error)")) Copy it again, or delete it to go without.",
                kind: .model)
        }
    }

    func save(to url: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try AtomicFile.write(encoder.encode(self) + Data("\n".utf8), to: url)
    }
}
