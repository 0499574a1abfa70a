import ArgumentParser
import CalqueKit
import Foundation

/// The files beside a model of Marian's own training.
struct MarianFlags: ParsableArguments {
    @Option(help: ArgumentHelp("The source language's vocabulary.", valueName: "file"))
    var sourceVocabulary: String?

    @Option(
        help: ArgumentHelp(
            "The target language's vocabulary. (default: the source's)", valueName: "file"))
    var targetVocabulary: String?

    @Option(
        help: ArgumentHelp(
            "SentencePiece model of source text. (default: the vocabulary)", valueName: "file.spm"))
    var sourceTokenizer: String?

    @Option(
        help: ArgumentHelp(
            "SentencePiece model of target text. (default: the vocabulary, or the source's)",
            valueName: "file.spm"))
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
