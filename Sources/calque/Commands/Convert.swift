import ArgumentParser
import CalqueKit
import Foundation

/// `calque convert`.
struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a model in a type, or in a form, of your choice.",
        discussion: """
            Rounds the weights of a model directory, or makes one of a folder of Firefox's or \
            Bergamot's, whose matrices in eight bits become int8 as they are; or of what Marian's \
            own training wrote: model.npz and its vocabularies, which are .spm files, .yml or .json \
            mappings, or lists of one piece a line. Where a vocabulary is no .spm file, the \
            SentencePiece model that cuts text into its pieces is needed, too. Settings for \
            generating translations and the shortlist are kept.

            --to bergamot writes the folder that Firefox, Bergamot, slimt and Marian read, of a \
            Transformer that they can compute, as the sizes called students are. They round the \
            inputs of products with multipliers that were measured beforehand: a folder of \
            theirs has them, and --calibrate measures them.
            """)

    /// What can be converted.
    enum Form: String, CaseIterable, ExpressibleByArgument {
        case modelDirectory = "model-directory"
        case marianNPZ = "marian-npz"
    }

    /// What can be written.
    enum WrittenForm: String, CaseIterable, ExpressibleByArgument {
        case modelDirectory = "model-directory"
        case bergamot
    }

    @Option(
        help: """
            What --model is: a folder of a model, where Firefox's are recognised by their files, or \
            Marian's model.npz.
            """)
    var from = Form.modelDirectory

    @Option(help: .value("path", "The model."))
    var model: String

    @Option(help: "What to write: a model directory, or a folder as Firefox has it.")
    var to = WrittenForm.modelDirectory

    @Option(help: .value("folder", "The folder to write."))
    var output: String

    @Option(
        help: """
            Type of the weights in the file. Only Calque reads the int8 of a model directory; bergamot \
            has int8 and float32. (default: float32 in a model directory, int8 in bergamot)
            """)
    var type: WeightType?

    @Option(
        help: .value(
            "file",
            """
            Some hundred lines of source text that the model was not trained on, to measure the \
            multipliers of inputs for int8.
            """))
    var calibrate: String?

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
        guard calibrate == nil || writtenType == .int8 else {
            throw ValidationError(
                "--calibrate measures what int8 needs, and the type is \(writtenType.rawValue).")
        }
    }

    private var writtenType: WeightType {
        type ?? (to == .bergamot ? .int8 : .float32)
    }

    func run() throws {
        let source: ConvertibleModel =
            switch from {
            case .modelDirectory: try ConvertibleModel(folder: model.fileURL)
            case .marianNPZ: .marian(try marian.model(weights: model.fileURL))
            }
        let url = output.fileURL
        let measure = try inputMeasurement()
        switch to {
        case .modelDirectory:
            try source.write(
                to: ModelDirectory(url), type: writtenType, isReplacing: overwrite,
                measuringInputs: measure)
        case .bergamot:
            try source.writeBergamot(
                to: url, type: writtenType, isReplacing: overwrite, measuringInputs: measure)
            if try !BergamotFolder(url).hasShortlist { adviseShortlist(for: source) }
        }
    }

    private func inputMeasurement() throws -> ConvertibleModel.InputMeasurement? {
        guard let calibrate else { return nil }
        let lines = try TextLines(path: calibrate).lines
        return { try InputMultiplierMeasuring($0, $1, lines: lines).multipliers() }
    }

    private func adviseShortlist(for source: ConvertibleModel) {
        var advice =
            "Make a model directory of it, give that one with `calque shortlist`, and convert it."
        if case .folder(let folder) = source, folder is ModelDirectory {
            advice = """
                Give it one with `calque shortlist --model \(model)`, and convert it again with \
                --overwrite.
                """
        }
        StandardError.writeLine(
            "The model has no shortlist, so every step computes all target pieces. " + advice)
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
