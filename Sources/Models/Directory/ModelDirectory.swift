public import Foundation
public import Tensors
public import Text
import Basics

/// A folder that is a model, in the Hugging Face Marian layout: `config.json`, `model.safetensors`,
/// `generation_config.json`, and the tokenizer's files. A Transformer that Calque writes there,
/// `transformers` and CTranslate2 load as it is; what they have, Calque loads. Other architectures
/// are the same files with a `model_type` of their own. A model that has a shortlist has it in a file
/// beside them, whose numbers are those of the vocabularies there.
public struct ModelDirectory: ModelFolder {
    /// The file that says what the model is.
    public static let configurationName = "config.json"
    /// The file that says how translations are searched for, and what they never contain.
    public static let generationName = "generation_config.json"

    /// The file that says which target tokens the translation of a sentence may have, in models that
    /// have a shortlist.
    public static let shortlistName = "shortlist.bin"

    /// The names of all files that ``save(_:tokenizer:type:origin:)`` may write.
    public static var fileNames: [String] {
        [configurationName, generationName, shortlistName, SafetensorsCollection.fileName]
            + TranslationTokenizer.fileNames
    }

    /// The folder.
    public let url: URL

    /// The model directory at a place; nothing is read yet.
    public init(_ url: URL) {
        self.url = url
    }

    /// What models that run together are best run in: int8 when the weights of one are in eight
    /// bits, else the fastest that the processor supports at equal quality.
    ///
    /// - Throws: `CalqueError` when a folder has no sound file of weights.
    public static func preferredPrecision(of folders: [any ModelFolder]) throws -> Precision {
        try folders.contains { try $0.hasQuantizedWeights } ? .int8 : .fastest
    }

    /// Whether the weights are in eight bits, which only int8 products read.
    ///
    /// - Throws: `CalqueError` when the folder has no sound file of weights.
    public var hasQuantizedWeights: Bool {
        get throws {
            _ = try configurationFile()
            return try openWeights().hasQuantizedWeights
        }
    }

    /// Reads what the model is.
    ///
    /// - Throws: `CalqueError` when the folder is missing or is not a model Calque knows.
    public func configuration() throws -> any ModelConfiguration {
        try storedConfiguration(ConfigurationReader(configurationFile()), openWeights())
    }

    /// Reads the model with weights and shortlist, and its tokenizer.
    ///
    /// - Throws: `CalqueError` as ``loadModel(precision:adjusting:)`` and ``loadTokenizer()``, or when
    ///   the shortlist is damaged or of other vocabularies.
    public func load(
        precision: Precision
    ) throws -> (model: any SequenceToSequenceModel, tokenizer: TranslationTokenizer) {
        var (model, tokenizer) = try concurrently {
            try loadModel(precision: precision)
        } _: {
            try loadTokenizer()
        }
        let shortlist = url.appendingPathComponent(Self.shortlistName)
        if FileManager.default.fileExists(atPath: shortlist.path) {
            model.shortlist = try ModelShortlist(url: shortlist, for: tokenizer)
        }
        return (model, tokenizer)
    }

    /// Reads the model with its weights, without a shortlist.
    ///
    /// - Parameters:
    ///   - precision: The type of the products that will read the weights.
    ///   - adjust: Changes what no weight depends on, such as dropout.
    /// - Throws: `CalqueError` when the folder is missing, is not a model Calque knows, or its
    ///   weights do not fit its configuration.
    public func loadModel(
        precision: Precision, adjusting adjust: (inout any ModelConfiguration) -> Void = { _ in }
    ) throws -> any SequenceToSequenceModel {
        let (model, weights) = try makeModel(adjust)
        try model.parameters.load(
            from: weights, path: url.path, rules: model.loadingRules, for: precision)
        model.prepare(for: precision)
        return model
    }

    /// The files that hold the weights.
    ///
    /// - Throws: `CalqueError` when the folder has no sound file of weights.
    public func weightFiles() throws -> [URL] {
        try openWeights().fileNames.map(url.appendingPathComponent)
    }

    /// Reads the tokenizer.
    ///
    /// - Throws: `CalqueError` when a file is missing or damaged, or its tokens are not the
    ///   model's.
    public func loadTokenizer() throws -> TranslationTokenizer {
        let tokenizer = try TranslationTokenizer.load(from: url)
        let reader = try ConfigurationReader(url.appendingPathComponent(Self.configurationName))
        let source = try reader.integer("vocab_size", in: 1...Int(Int32.max))
        let target = try reader.integer("decoder_vocab_size", in: 1...Int(Int32.max)) ?? source
        for (key, size, vocabulary) in [
            ("vocab_size", source, tokenizer.source.vocabulary),
            ("decoder_vocab_size", target, tokenizer.target.vocabulary),
        ] {
            guard let size, vocabulary.count > size else { continue }
            throw CalqueError(
                """
                \(url.path): the vocabulary has \(vocabulary.count) tokens, but \(key) in \
                \(Self.configurationName) is \(size). The tokenizer is not this model's: restore both from \
                where the model came from.
                """, kind: .model)
        }
        return tokenizer
    }

    /// Reads the tokenizer; nil for a folder that has none of its files.
    func loadTokenizerIfPresent() throws -> TranslationTokenizer? {
        let isThere = TranslationTokenizer.fileNames.contains {
            FileManager.default.fileExists(atPath: url.appendingPathComponent($0).path)
        }
        return isThere ? try loadTokenizer() : nil
    }

    /// Writes all files of a model, the weights last: a folder that has them is whole.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - tokenizer: Its tokenizer; nil writes none.
    ///   - type: What the weights are rounded to.
    ///   - origin: What the model was made from, which is noted in the configuration.
    /// - Throws: `CalqueError` when a file cannot be written, when weights that are in eight bits
    ///   are to be of another type, or when a matrix is too wide for int8.
    public func save(
        _ model: any SequenceToSequenceModel, tokenizer: TranslationTokenizer?,
        type: WeightType = .float32, origin: ModelOrigin? = nil
    ) throws {
        guard type == .int8 || !model.parameters.isQuantizedOnly else {
            throw CalqueError(
                "The model is in eight bits, from which \(type.rawValue) cannot be restored. "
                    + "Convert the model that it was made from, or keep the type int8.",
                kind: .configuration)
        }
        let tensors = try type.tensors(of: model.parameters)
        try FileManager.default.createFolder(url)
        try tokenizer?.save(to: url)
        var configuration = model.configuration.jsonObject
        configuration["dtype"] = type.rawValue
        configuration[ModelOrigin.key] = origin?.jsonObject
        try writeJSON(configuration, Self.configurationName)
        try writeJSON(model.generation.jsonObject(model), Self.generationName)
        try model.shortlist?.lists.write(to: url.appendingPathComponent(Self.shortlistName))
        try SafetensorsWriter.write(
            tensors, to: url.appendingPathComponent(SafetensorsCollection.fileName))
    }

    /// The model that the configuration describes, without numbers, and the file that has them.
    private func makeModel(
        _ adjust: (inout any ModelConfiguration) -> Void
    ) throws -> (any SequenceToSequenceModel, SafetensorsCollection) {
        let reader = try ConfigurationReader(configurationFile())
        let weights = try openWeights()
        var configuration = try storedConfiguration(reader, weights)
        adjust(&configuration)
        let generation = try generationReader(reader)
        try configuration.embeddings.specialTokens.adapt(
            to: generation, vocabularySize: configuration.embeddings.targetVocabularySize)
        var model = configuration.makeModel()
        model.generation = try GenerationSettings(generation, configuration.embeddings)
        return (model, weights)
    }

    private func storedConfiguration(
        _ reader: ConfigurationReader, _ weights: SafetensorsCollection
    ) throws -> any ModelConfiguration {
        var configuration = try makeConfiguration(reader)
        try configuration.adapt(to: weights)
        return configuration
    }

    /// What says how to generate: where there is no file for it, as in older directories,
    /// `config.json` has its keys.
    private func generationReader(_ older: ConfigurationReader) throws -> ConfigurationReader {
        let file = url.appendingPathComponent(Self.generationName)
        return FileManager.default.fileExists(atPath: file.path)
            ? try ConfigurationReader(file) : older
    }

    /// The architectures that a directory can hold.
    private static let architectures: [any StoredConfiguration.Type] = [
        TransformerConfiguration.self, RecurrentConfiguration.self,
        NeuralTuringTranslationConfiguration.self,
    ]

    private func makeConfiguration(_ reader: ConfigurationReader) throws -> any StoredConfiguration
    {
        let type = try reader.required("model_type", reader.string("model_type"))
        var allowed: [String] = []
        for architecture in Self.architectures {
            let modelTypes = architecture.modelTypes
            if modelTypes.contains(type) { return try architecture.init(reader) }
            allowed += modelTypes
        }
        throw CalqueError(
            """
            \(reader.path): "model_type" is \(FileProblem.brief(type)); allowed are \(allowed.joined(separator: ", ")). Calque cannot run other \
            architectures.
            """, kind: .unsupported)
    }

    private func configurationFile() throws -> URL {
        let file = url.appendingPathComponent(Self.configurationName)
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw CalqueError(
                "\(url.path) is not a model directory: it has no \(Self.configurationName).",
                remedy: .giveModelDirectory, kind: .model)
        }
        return file
    }

    private func openWeights() throws -> SafetensorsCollection {
        func isThere(_ name: String) -> Bool {
            FileManager.default.fileExists(atPath: url.appendingPathComponent(name).path)
        }
        let readable = [SafetensorsCollection.fileName, SafetensorsCollection.indexName]
        let pickled = ["pytorch_model.bin", "pytorch_model.bin.index.json"]
        guard readable.contains(where: isThere) || !pickled.contains(where: isThere) else {
            let path = "'\(url.path.replacing("'", with: "'\\''"))'"
            throw CalqueError(
                """
                \(url.path) has its weights as \(pickled[0]), a kind of file that can hold programs \
                and that Calque does not read. Write them as \(readable[0]), too, with transformers: \
                python -c "import sys, transformers as t; \
                t.MarianMTModel.from_pretrained(sys.argv[1]).save_pretrained(sys.argv[1])" \(path)
                """, kind: .model)
        }
        return try SafetensorsCollection(directory: url)
    }

    private func writeJSON(_ object: [String: Any], _ name: String) throws {
        let data = try JSONSerialization.data(
            withJSONObject: object, options: [.prettyPrinted, .sortedKeys])
        try AtomicFile.write(data, to: url.appendingPathComponent(name))
    }
}
