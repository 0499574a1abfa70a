import Basics
public import Tensors
public import Text

extension Ensemble {
    /// Loads model directories as one model; a single one is itself.
    ///
    /// - Returns: The model, and the tokenizer of the first directory.
    /// - Throws: `CalqueError` when there are none, one cannot be read, or their vocabularies
    ///   differ.
    public static func load(
        _ directories: [ModelDirectory], precision: Precision
    ) throws -> (model: any TranslationModel, tokenizer: TranslationTokenizer) {
        guard let first = directories.first else {
            throw CalqueError("There is no model to load. Give at least one model directory.")
        }
        let model = try first.loadModel(precision: precision)
        let tokenizer = try first.loadTokenizer()
        guard directories.count > 1 else { return (model, tokenizer) }
        let others = try directories.dropFirst().map { directory in
            let other = try directory.loadModel(precision: precision)
            try requireSameVocabularies(
                tokenizer, first, try directory.loadTokenizer(), directory)
            return other
        }
        return (try Ensemble([model] + others), tokenizer)
    }

    private static func requireSameVocabularies(
        _ tokenizer: TranslationTokenizer, _ directory: ModelDirectory,
        _ other: TranslationTokenizer, _ otherDirectory: ModelDirectory
    ) throws {
        for (side, one, two) in [
            ("source", tokenizer.source.vocabulary, other.source.vocabulary),
            ("target", tokenizer.target.vocabulary, other.target.vocabulary),
        ] where one != two {
            throw CalqueError(
                """
                \(otherDirectory.url.path) and \(directory.url.path) number their \(side) tokens \
                differently. An ensemble needs one vocabulary: train its models with one tokenizer.
                """)
        }
    }
}
