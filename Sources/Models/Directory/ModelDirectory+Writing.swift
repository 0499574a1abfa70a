import Basics
import Foundation
import Tensors
public import Text

extension ModelDirectory {
    /// Makes the folder, which appears whole or not at all.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - tokenizer: Its tokenizer; nil writes none.
    ///   - type: What the weights are rounded to.
    ///   - origin: What the model was made from, which is noted in the configuration.
    ///   - isReplacing: Whether to replace a model that is there: see ``requireFree(isReplacing:)``.
    /// - Throws: `CalqueError` as ``requireFree(isReplacing:)`` and
    ///   ``save(_:tokenizer:type:origin:)``.
    public func write(
        _ model: any SequenceToSequenceModel, tokenizer: TranslationTokenizer?,
        type: WeightType = .float32, origin: ModelOrigin? = nil, isReplacing: Bool = false
    ) throws {
        try requireFree(isReplacing: isReplacing)
        try FileManager.default.createFolder(url.deletingLastPathComponent())
        try AtomicDirectory.write(to: url) {
            try ModelDirectory($0).save(model, tokenizer: tokenizer, type: type, origin: origin)
        }
    }

    /// Checks that nothing is lost when the folder is made: that there is none, or an empty one, or,
    /// where a model is to be replaced, one with a model's files and nothing else.
    ///
    /// - Throws: `CalqueError` saying what is there.
    public func requireFree(isReplacing: Bool = false) throws {
        try FileManager.default.requireFree(
            url, isReplacing: isReplacing, marker: Self.configurationName,
            isModelFile: Self.isModelFile)
    }

    private static func isModelFile(_ name: String) -> Bool {
        fileNames.contains(name) || name == SafetensorsCollection.indexName
            || (name.hasPrefix("model-") && name.hasSuffix(".safetensors"))
    }
}
