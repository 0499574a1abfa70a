import Basics
public import Foundation
public import Models
import Tensors
import Text

/// A model that can be written as a model directory, in a type of choice. Its settings for generating
/// translations and its shortlist are kept.
public enum ConvertibleModel: Sendable {
    /// A model directory, whose weights are rounded.
    case directory(ModelDirectory)
    /// A folder of Firefox's or Bergamot's. Eight bits become int8 as they are, and any other type.
    case bergamot(BergamotFolder)
    /// What Marian's own training wrote.
    case marian(MarianModel)

    /// The model in a folder, of either form.
    ///
    /// - Throws: As `ModelFolders.folder(at:)`.
    public init(folder url: URL) throws {
        self =
            BergamotFolder.isOne(at: url)
            ? .bergamot(try BergamotFolder(url)) : .directory(ModelDirectory(url))
    }

    /// Writes a model directory, which notes what it was made from.
    ///
    /// - Parameters:
    ///   - directory: The place, at which there is nothing that would be lost.
    ///   - type: What the weights are rounded to.
    ///   - inputMultipliers: Multipliers for the inputs of matrices, by the matrix's name, in place of
    ///     those that the model has; nil keeps these. Only int8 has a place for them.
    ///   - isReplacing: Whether to replace a model that is there.
    /// - Throws: `CalqueError` when something else is there, a file cannot be read or written, or the
    ///   model cannot be of that type.
    public func write(
        to directory: ModelDirectory, type: WeightType = .float32,
        inputMultipliers: [String: Float]? = nil, isReplacing: Bool = false
    ) throws {
        // Before the work, not after it.
        try directory.requireFree(isReplacing: isReplacing)
        let (model, tokenizer) = try load(for: type)
        if let inputMultipliers { model.parameters.inputMultipliers = inputMultipliers }
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
    ///   - inputMultipliers: Multipliers for the inputs of matrices, by the matrix's name, in place of
    ///     those that the model has; nil takes these.
    ///   - isReplacing: Whether to replace such a folder.
    /// - Throws: `CalqueError` when something else is there, a file cannot be read or written, the
    ///   family has nothing like the model, there is no such type, or a multiplier is missing.
    public func writeBergamot(
        to folder: URL, type: WeightType = .int8, inputMultipliers: [String: Float]? = nil,
        isReplacing: Bool = false
    ) throws {
        try BergamotFolder.requireFree(folder, isReplacing: isReplacing)
        let written = try Self.writtenType(type)
        let (model, tokenizer) = try load(for: type)
        guard type == .int8 || !model.parameters.isQuantizedOnly else {
            throw CalqueError(
                "The model is in eight bits, from which \(type.rawValue) cannot be restored. "
                    + "Convert the model that it was made from, or keep the type int8.",
                kind: .configuration)
        }
        try BergamotFolder.write(
            model, tokenizer, to: folder, type: written,
            inputMultipliers: inputMultipliers ?? model.parameters.inputMultipliers,
            isReplacing: isReplacing)
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
            case .directory(let source): try source.weightFiles()
            case .bergamot(let source): [source.model]
            case .marian(let source): [source.weights]
            }
        }
    }

    /// The model in the form that a type is made from.
    private func load(
        for type: WeightType
    ) throws -> (model: any SequenceToSequenceModel, tokenizer: TranslationTokenizer) {
        switch self {
        case .directory(let source):
            // From eight bits there is no way to another type; the model is copied as it is.
            return try source.load(precision: source.hasQuantizedWeights ? .int8 : .float32)
        case .bergamot(let source):
            let isKept = try type == .int8 && source.hasQuantizedWeights
            return try source.load(precision: isKept ? .int8 : .float32)
        case .marian(let source):
            let (model, tokenizer) = try source.converted()
            return (model, tokenizer)
        }
    }
}
