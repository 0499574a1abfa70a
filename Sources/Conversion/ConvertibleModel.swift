import Basics
public import Foundation
public import Models
import Tensors
public import Text

/// A model that can be written as a model directory, in a type of choice. Its settings for generating
/// translations and its shortlist are kept.
public enum ConvertibleModel: Sendable {
    /// A folder of a model. The weights of a model directory are rounded; of Firefox's and Bergamot's,
    /// eight bits become int8 as they are, and any other type.
    case folder(any ModelFolder)
    /// What Marian's own training wrote.
    case marian(MarianModel)

    /// Finds what the inputs of matrices are multiplied by before they are rounded, by the matrix's name.
    public typealias InputMeasurement = (
        _ model: any SequenceToSequenceModel, _ tokenizer: TranslationTokenizer
    ) throws -> [String: Float]

    /// The model in a folder, of either form.
    ///
    /// - Throws: As `ModelFolders.folder(at:)`.
    public init(folder url: URL) throws {
        self = .folder(try ModelFolders.folder(at: url))
    }

    /// Writes a model directory, which notes what it was made from.
    ///
    /// - Parameters:
    ///   - directory: The place, at which there is nothing that would be lost.
    ///   - type: What the weights are rounded to.
    ///   - isReplacing: Whether to replace a model that is there.
    ///   - measure: Finds multipliers of inputs in place of those that the model has; nil keeps these.
    ///     Only int8 has a place for them.
    /// - Throws: `CalqueError` when something else is there, a file cannot be read or written, or the
    ///   model cannot be of that type.
    public func write(
        to directory: ModelDirectory, type: WeightType = .float32, isReplacing: Bool = false,
        measuringInputs measure: InputMeasurement? = nil
    ) throws {
        // Before the work, not after it.
        try directory.requireFree(isReplacing: isReplacing)
        let (model, tokenizer) = try load(for: type)
        if let measure { model.parameters.inputMultipliers = try measure(model, tokenizer) }
        try directory.write(
            model, tokenizer: tokenizer, type: type, origin: ModelOrigin(weightFiles),
            isReplacing: isReplacing)
    }

    /// Writes a folder as Firefox and Bergamot have it, which programs of Marian's family read.
    ///
    /// Matrices in eight bits that have one scale keep their codes; all others are rounded, with one
    /// scale for a whole matrix.
    ///
    /// - Parameters:
    ///   - folder: The place, at which there is nothing that would be lost.
    ///   - type: int8 or float32.
    ///   - isReplacing: Whether to replace such a folder.
    ///   - measure: Finds multipliers of inputs in place of those that the model has; nil takes these.
    /// - Throws: `CalqueError` when something else is there, a file cannot be read or written, the
    ///   family has nothing like the model, there is no such type, or a multiplier is missing.
    public func writeBergamot(
        to folder: URL, type: WeightType = .int8, isReplacing: Bool = false,
        measuringInputs measure: InputMeasurement? = nil
    ) throws {
        // All that can be refused, before anything is measured.
        try BergamotFolder.requireFree(folder, isReplacing: isReplacing)
        let written = try Self.writtenType(type)
        let (model, tokenizer) = try load(for: type)
        guard type == .int8 || !model.parameters.isQuantizedOnly else {
            throw CalqueError(
                "The model is in eight bits, from which \(type.rawValue) cannot be restored. "
                    + "Convert the model that it was made from, or keep the type int8.",
                kind: .configuration)
        }
        try BergamotFolder.requireExpressible(model, tokenizer, type: written)
        try BergamotFolder.write(
            model, tokenizer, to: folder, type: written,
            inputMultipliers: try measure?(model, tokenizer) ?? model.parameters.inputMultipliers)
    }

    private static func writtenType(_ type: WeightType) throws -> BergamotFolder.WrittenType {
        switch type {
        case .int8: return .int8
        case .float32: return .float32
        case .bfloat16, .float16:
            throw CalqueError(
                "Models of Marian's family are in int8 or float32, and not in \(type.rawValue). "
                    + "Choose one of these.", kind: .configuration)
        }
    }

    /// The files of the weights.
    private var weightFiles: [URL] {
        get throws {
            switch self {
            case .folder(let source): try source.weightFiles()
            case .marian(let source): [source.weights]
            }
        }
    }

    /// The model in the form that a type is made from.
    private func load(
        for type: WeightType
    ) throws -> (model: any SequenceToSequenceModel, tokenizer: TranslationTokenizer) {
        switch self {
        case .folder(let source):
            // From the eight bits of a model directory there is no way to another type; the model is
            // copied as it is.
            let isKept =
                try source.hasQuantizedWeights && (type == .int8 || source is ModelDirectory)
            return try source.load(precision: isKept ? .int8 : .float32)
        case .marian(let source):
            let (model, tokenizer) = try source.converted()
            return (model, tokenizer)
        }
    }
}
