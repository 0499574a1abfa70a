import ArgumentParser
import CalqueKit
import Foundation

/// `calque convert`.
struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a model as a model directory, in a type of your choice.",
        discussion: """
            Rounds the weights of a model directory, or makes one of a folder of Firefox's or \
            Bergamot's, whose matrices in eight bits become int8 as they are; or of what Marian's \
            own training wrote: model.npz and its vocabularies, which are .spm files, .yml or .json \
            mappings, or lists of one piece a line. Where a vocabulary is no .spm file, the \
            SentencePiece model that cuts text into its pieces is needed, too. Settings for \
            generating translations and the shortlist are kept.
            """)

    /// What can be converted.
    enum Form: String, CaseIterable, ExpressibleByArgument {
        case modelDirectory = "model-directory"
        case marianNPZ = "marian-npz"
    }

    @Option(help: "What --model is: a folder of a model, Firefox's too, or Marian's model.npz.")
    var from = Form.modelDirectory

    @Option(help: .value("path", "The model."))
    var model: String

    @Option(help: .value("folder", "The model directory to write."))
    var output: String

    @Option(help: "Type of the weights in the file. Only Calque reads int8.")
    var type = WeightType.float32

    @Flag(help: "Replace a model that --output holds already.")
    var overwrite = false

    @OptionGroup(title: "Marian") var marian: MarianFlags

    func validate() throws {
        switch from {
        case .modelDirectory:
            guard marian.isEmpty else {
                throw ValidationError("Vocabularies and tokenizers belong to --from marian-npz.")
            }
        case .marianNPZ: try marian.required()
        }
    }

    func run() throws {
        let source: ConvertibleModel =
            switch from {
            case .modelDirectory: try ConvertibleModel(folder: model.fileURL)
            case .marianNPZ: .marian(try marian.model(weights: model.fileURL))
            }
        try source.write(
            to: ModelDirectory(output.fileURL), type: type, isReplacing: overwrite)
    }
}

/// The files beside a model of Marian's own training.
struct MarianFlags: ParsableArguments {
    @Option(help: .value("file", "The source language's vocabulary."))
    var sourceVocabulary: String?

    @Option(help: .value("file", "The target language's vocabulary. (default: the source's)"))
    var targetVocabulary: String?

    @Option(
        help: .value("file.spm", "SentencePiece model of source text. (default: the vocabulary)"))
    var sourceTokenizer: String?

    @Option(
        help: .value(
            "file.spm",
            "SentencePiece model of target text. (default: the vocabulary, or the source's)"))
    var targetTokenizer: String?

    /// Whether none is given.
    var isEmpty: Bool {
        [sourceVocabulary, targetVocabulary, sourceTokenizer, targetTokenizer]
            .allSatisfy { $0 == nil }
    }

    /// Throws a usage error when the vocabulary is missing.
    @discardableResult
    func required() throws -> String {
        guard let sourceVocabulary else {
            throw ValidationError("Missing expected argument '--source-vocabulary <file>'")
        }
        return sourceVocabulary
    }

    /// The model of these files.
    func model(weights: URL) throws -> MarianModel {
        MarianModel(
            weights: weights, sourceVocabulary: try required().fileURL,
            targetVocabulary: targetVocabulary?.fileURL, sourceTokenizer: sourceTokenizer?.fileURL,
            targetTokenizer: targetTokenizer?.fileURL)
    }
}
