import Basics
public import Foundation
public import Models
public import Tensors
public import Text

/// Such a folder is used as it is: its model is a Transformer, with the codes of its matrices as they
/// are where they are in eight bits.
extension BergamotFolder: ModelFolder {
    /// The one binary file.
    public func weightFiles() -> [URL] { [model] }

    /// Whether matrices are in eight bits.
    ///
    /// - Throws: `CalqueError` when the file of the weights cannot be read, or is not sound.
    public var hasQuantizedWeights: Bool {
        get throws { try MarianBinary(url: model).isInEightBits }
    }

    /// Reads the files. Products in eight bits round their inputs row by row, and not with the
    /// multipliers that the file has for them.
    ///
    /// - Throws: `CalqueError` when a file is missing or damaged, the files do not belong together,
    ///   or something of model or configuration is not known.
    public func load(
        precision: Precision
    ) throws -> (model: any SequenceToSequenceModel, tokenizer: TranslationTokenizer) {
        try requireKnownSettings()
        try requireSentencePieceModels()
        let marian = MarianModel(
            weights: model, sourceVocabulary: sourceVocabulary,
            targetVocabulary: sharesVocabulary ? nil : targetVocabulary)
        // The number of pieces is what tells vocabularies from those of another model.
        let (converted, tokenizer) = try marian.converted(
            MarianBinary(url: model), for: precision, namesEveryRow: true)
        var transformer = converted
        // Such models carry markup over by their alignments, which training has guided for that.
        transformer.generation.alignmentHead =
            converted.generation.alignmentHead
            ?? AlignmentHead(layer: converted.configuration.decoderLayers - 1, head: 0)
        transformer.generation.beamSize = settings.beamSize
        transformer.generation.lengthPenalty = settings.lengthExponent
        transformer.shortlist = try shortlist.map { try ModelShortlist(url: $0, for: tokenizer) }
        return (transformer, tokenizer)
    }

    private func requireKnownSettings() throws {
        guard let penalty = settings.wordPenalty, penalty != 0 else { return }
        throw CalqueError(
            "\(url.path): word-penalty is \(penalty) in the configuration, and no search of Calque's "
                + "has such a penalty. Set it to 0 to translate without.", kind: .unsupported)
    }

    private func requireSentencePieceModels() throws {
        for vocabulary in [sourceVocabulary, targetVocabulary]
        where vocabulary.pathExtension != "spm" {
            throw CalqueError(
                "\(vocabulary.path) is no SentencePiece model (.spm), by which text would be cut into "
                    + "its pieces. Convert the model with its vocabularies and tokenizers from "
                    + "model.npz.", kind: .unsupported)
        }
    }
}
