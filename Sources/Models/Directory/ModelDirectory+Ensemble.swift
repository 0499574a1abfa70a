import Basics
public import Tensors
public import Text

extension ModelDirectory {
    /// Loads what translates: the model of a single folder as it is, those of several as one, an
    /// ``Ensemble``, which has no shortlist.
    ///
    /// - Returns: The model, and the tokenizer of the first folder.
    /// - Throws: `CalqueError` when there are none, one cannot be read, or their vocabularies or
    ///   languages differ.
    public static func loadModel(
        joining folders: [any ModelFolder], precision: Precision, inputs: InputRounding = .rows
    ) throws -> (model: any TranslationModel, tokenizer: TranslationTokenizer) {
        guard let first = folders.first else {
            throw CalqueError(
                "There is no model to load. Give at least one folder of a model.",
                kind: .configuration)
        }
        let (model, tokenizer) = try first.load(precision: precision, inputs: inputs)
        guard folders.count > 1 else { return (model, tokenizer) }
        let others = try folders.dropFirst().map { folder in
            let other = try folder.load(precision: precision, inputs: inputs)
            try requireAlike(tokenizer, first, other.tokenizer, folder)
            return other.model
        }
        return (try Ensemble([model] + others), tokenizer)
    }

    private static func requireAlike(
        _ tokenizer: TranslationTokenizer, _ folder: any ModelFolder,
        _ other: TranslationTokenizer, _ otherFolder: any ModelFolder
    ) throws {
        let difference =
            tokenizer.vocabularyDifference(from: other)
            ?? tokenizer.languageDifference(from: other)
        guard let difference else { return }
        throw CalqueError(
            """
            \(folder.url.path) and \(otherFolder.url.path) cannot translate together: \
            \(difference). An ensemble needs one vocabulary and one pair of languages: train its \
            models with one tokenizer.
            """, kind: .model)
    }
}

extension ModelFolder {
    /// Reads the model and its tokenizer, and has the inputs of int8 products rounded so.
    fileprivate func load(
        precision: Precision, inputs: InputRounding
    ) throws -> (model: any SequenceToSequenceModel, tokenizer: TranslationTokenizer) {
        let loaded = try load(precision: precision)
        guard inputs == .multipliers else { return loaded }
        guard precision == .int8 else {
            throw CalqueError(
                "Inputs are rounded by multipliers for int8 products, and not for "
                    + "\(precision.rawValue). Choose int8.", kind: .configuration)
        }
        try loaded.model.parameters.roundInputsByMultipliers(path: url.path)
        return loaded
    }
}
