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
        joining folders: [any ModelFolder], precision: Precision
    ) throws -> (model: any TranslationModel, tokenizer: TranslationTokenizer) {
        guard let first = folders.first else {
            throw CalqueError(
                "There is no model to load. Give at least one model directory.",
                kind: .configuration)
        }
        let (model, tokenizer) = try first.load(precision: precision)
        guard folders.count > 1 else { return (model, tokenizer) }
        let others = try folders.dropFirst().map { folder in
            let other = try folder.load(precision: precision)
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
