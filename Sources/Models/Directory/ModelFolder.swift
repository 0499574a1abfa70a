public import Foundation
public import Tensors
public import Text

/// A folder that holds a translation model, in whatever form: a ``ModelDirectory``, or what another
/// program keeps.
///
/// `Translation` loads models only through this, and need not know who keeps them how.
public protocol ModelFolder: Sendable {
    /// The folder.
    var url: URL { get }

    /// Whether the weights are in eight bits, so that the model is best run in int8.
    ///
    /// - Throws: `CalqueError` when the folder has no sound file of weights.
    var hasQuantizedWeights: Bool { get throws }

    /// The files that hold the weights.
    ///
    /// - Throws: `CalqueError` when there are none.
    func weightFiles() throws -> [URL]

    /// Reads the model, with its weights in the form that products of `precision` read and its
    /// shortlist if it has one, and its tokenizer.
    ///
    /// - Throws: `CalqueError` when the folder is missing, its files are damaged or do not belong
    ///   together, or the model is none that Calque knows.
    func load(
        precision: Precision
    ) throws -> (model: any SequenceToSequenceModel, tokenizer: TranslationTokenizer)
}
