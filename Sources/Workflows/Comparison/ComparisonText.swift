import Foundation
public import Text
import Training

/// The text of a comparison, which is the same for all.
public struct ComparisonText: Sendable {
    /// What is trained on.
    public var training: ParallelCorpus
    /// What is measured on the way; nil for nothing.
    public var validation: ParallelCorpus?
    /// What the trained models translate.
    public var test: ParallelCorpus
    /// Which training pairs are left out.
    public var filters: CorpusFilters
    /// The languages' names, for the models' files.
    public var languages: (source: String?, target: String?)
    /// The pieces of the vocabulary at most, which both sides share.
    public var vocabularySize: Int

    /// The text of its parts.
    public init(
        training: ParallelCorpus, validation: ParallelCorpus? = nil, test: ParallelCorpus,
        filters: CorpusFilters = .init(),
        languages: (source: String?, target: String?) = (nil, nil),
        vocabularySize: Int = 4000
    ) {
        self.training = training
        self.validation = validation
        self.test = test
        self.filters = filters
        self.languages = languages
        self.vocabularySize = vocabularySize
    }

    /// What the vocabulary and its files depend on. A pipe has neither name nor size, nor has a file
    /// that is missing: whoever reads it says so.
    var vocabularySettings: [String: String] {
        let files = training.files.map { file in
            guard let byteCount = file.byteCount else { return "a pipe" }
            return "\(URL(fileURLWithPath: file.name).lastPathComponent) of \(byteCount) bytes"
        }
        return [
            "vocabulary size": "\(vocabularySize)",
            "training text": files.joined(separator: " and "),
            "source language": languages.source ?? "none",
            "target language": languages.target ?? "none",
        ]
    }
}

/// The text as tokens.
struct ComparisonData {
    let tokenizer: TranslationTokenizer
    let training: EncodedCorpus
    let validation: HeldOutPairs?
    let test: HeldOutPairs

    /// - Parameter log: Gets a line on every text.
    init(
        _ text: ComparisonText, _ tokenizer: TranslationTokenizer, maximumLength: Int,
        log: (String) -> Void
    ) throws {
        self.tokenizer = tokenizer
        var filters = text.filters
        filters.maximumTokens = min(filters.maximumTokens, maximumLength - 1)
        let (training, report) = try text.training.encoded(with: tokenizer, filters: filters)
        log("training text: \(report)")
        self.training = training
        func heldOut(_ corpus: ParallelCorpus, _ name: String) throws -> HeldOutPairs {
            let (pairs, report) = try HeldOutPairs.read(
                corpus, tokenizer, maximumLength: maximumLength)
            log("\(name) text: \(report)")
            return pairs
        }
        validation = try text.validation.map { try heldOut($0, "validation") }
        test = try heldOut(text.test, "test")
    }
}
