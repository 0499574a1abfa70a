public import Models
import Tensors

/// A model that can be written as a model directory, in a type of choice. Its settings for generating
/// translations and its shortlist are kept.
public enum ConvertibleModel: Sendable {
    /// A model directory, whose weights are rounded.
    case directory(ModelDirectory)
    /// What Marian's own training wrote.
    case marian(MarianModel)

    /// Writes a model directory, which notes what it was made from.
    ///
    /// - Parameters:
    ///   - directory: The place, at which there is nothing that would be lost.
    ///   - type: What the weights are rounded to.
    ///   - isReplacing: Whether to replace a model that is there.
    /// - Throws: `CalqueError` when something else is there, a file cannot be read or written, or the
    ///   model cannot be of that type.
    public func write(
        to directory: ModelDirectory, type: WeightType = .float32, isReplacing: Bool = false
    ) throws {
        // Before the work, not after it.
        try directory.requireFree(isReplacing: isReplacing)
        switch self {
        case .directory(let source):
            // From eight bits there is no way to another type; the model is copied as it is.
            let (model, tokenizer) = try source.load(
                precision: source.hasQuantizedWeights ? .int8 : .float32)
            try directory.write(
                model, tokenizer: tokenizer, type: type,
                origin: ModelOrigin(source.weightFiles()), isReplacing: isReplacing)
        case .marian(let source):
            let (model, tokenizer) = try source.converted()
            try directory.write(
                model, tokenizer: tokenizer, type: type, origin: ModelOrigin([source.weights]),
                isReplacing: isReplacing)
        }
    }
}
