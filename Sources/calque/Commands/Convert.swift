import ArgumentParser
import CalqueKit
import Foundation

/// `calque convert`.
struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a model as a model directory, in a type of your choice.",
        discussion: """
            Rounds the weights of a model directory, or makes one of what Marian's own training \
            wrote: model.npz and its vocabularies, which are .spm files, .yml or .json mappings, \
            or lists of one piece a line. Where a vocabulary is no .spm file, the SentencePiece \
            model that cuts text into its pieces is needed, too. Settings for generating \
            translations are kept.
            """)

    /// What can be converted.
    enum Form: String, CaseIterable, ExpressibleByArgument {
        case modelDirectory = "model-directory"
        case marianNPZ = "marian-npz"
    }

    @Option(help: "What --model is.")
    var from = Form.modelDirectory

    @Option(help: ArgumentHelp("The model.", valueName: "path"))
    var model: String

    @Option(help: ArgumentHelp("The model directory to write.", valueName: "folder"))
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
        let directory = ModelDirectory(output.fileURL)
        // Before the work, not after it.
        try directory.requireFree(isReplacing: overwrite)
        let (model, tokenizer, weights) = try load()
        try directory.write(
            model, tokenizer: tokenizer, type: type, origin: ModelOrigin(weights),
            isReplacing: overwrite)
    }

    private func load() throws -> (any SequenceToSequenceModel, TranslationTokenizer, [URL]) {
        switch from {
        case .modelDirectory:
            let directory = ModelDirectory(model.fileURL)
            // From eight bits there is no way to another type; the model is copied as it is.
            let precision = try directory.hasQuantizedWeights ? Precision.int8 : .float32
            return (
                try directory.loadModel(precision: precision), try directory.loadTokenizer(),
                try directory.weightFiles()
            )
        case .marianNPZ:
            let (converted, tokenizer) = try marian.model(weights: model.fileURL).converted()
            return (converted, tokenizer, [model.fileURL])
        }
    }
}
