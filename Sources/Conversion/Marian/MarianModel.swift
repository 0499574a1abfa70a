import Basics
public import Foundation
public import Models
import Tensors
public import Text

/// A model as Marian's own training leaves it: `model.npz` and the vocabularies.
///
/// Marian is the translation toolkit whose models the Hugging Face Marian layout was made for
/// (<https://marian-nmt.github.io>). What is converted computes what Marian computes: positions
/// keep Marian's wavelengths in a stored table, its GELU becomes a swish, and tokens that only the
/// layout has get no probability.
public struct MarianModel: Sendable {
    /// `model.npz`: the weights, and the options the model was trained with.
    public var weights: URL
    /// The source language's vocabulary: `.yml`, `.json`, `.spm`, or one piece a line.
    public var sourceVocabulary: URL
    /// The target language's vocabulary; nil if it is the source's.
    public var targetVocabulary: URL?
    /// The SentencePiece model that cuts source text into the vocabulary's pieces; nil if the
    /// vocabulary is one itself, and only then.
    public var sourceTokenizer: URL?
    /// The same for target text; nil if it is the source's, or the vocabulary itself.
    public var targetTokenizer: URL?

    /// Whether every row of a table has to have a piece of the vocabulary.
    var namesEveryRow = false

    /// The longest sentence in tokens, for which the converted model has positions.
    private static let maximumLength = 512

    /// The model in these files; nothing is read yet.
    public init(
        weights: URL, sourceVocabulary: URL, targetVocabulary: URL? = nil,
        sourceTokenizer: URL? = nil, targetTokenizer: URL? = nil
    ) {
        self.weights = weights
        self.sourceVocabulary = sourceVocabulary
        self.targetVocabulary = targetVocabulary
        self.sourceTokenizer = sourceTokenizer
        self.targetTokenizer = targetTokenizer
    }

    /// Reads the files and converts them.
    ///
    /// - Throws: `CalqueError` when a file is missing or damaged, the files do not belong together,
    ///   or the model is one that no model directory can hold.
    public func converted() throws -> (model: Transformer, tokenizer: TranslationTokenizer) {
        try converted(NumPyArchive(url: weights), for: .float32)
    }

    /// Converts arrays that have been opened, into the form that products of `precision` read.
    ///
    /// - Throws: As ``converted()``.
    func converted(
        _ arrays: any MarianArrays, for precision: Precision
    ) throws -> (model: Transformer, tokenizer: TranslationTokenizer) {
        let architecture = try arrays.options().architecture()
        let names = MarianNames(
            isPreNorm: architecture.normPlacement == .pre,
            sharesEmbeddings: architecture.sharesEmbeddings)
        let source = try MarianVocabulary(url: sourceVocabulary)
        let target = try targetVocabulary.map(MarianVocabulary.init) ?? source
        let rows = (
            source: try rows(of: names.tables.source, in: arrays, for: source),
            target: try rows(of: names.tables.target, in: arrays, for: target)
        )
        // The padding token, which also begins a translation, is the last one on both sides.
        let count = max(rows.source, rows.target) + 1
        let tokenizer = try tokenizer(source, target, paddingID: Int32(count - 1))
        guard tokenizer.sharesVocabulary || !architecture.sharesEmbeddings else {
            throw CalqueError(
                "\(weights.path) has one table for source and target, but "
                    + "\(source.url.path) and \(target.url.path) differ. Give the vocabularies "
                    + "that the model was trained with.", kind: .model)
        }
        var configuration = TransformerConfiguration(
            architecture, rows: count, end: tokenizer.target.vocabulary.endID)
        configuration.maximumLength = Self.maximumLength
        do {
            try configuration.validate()
        } catch let error as CalqueError {
            throw error.prefixed(by: "\(arrays.path): ", kind: .model)
        }
        let model = Transformer(configuration)
        try MarianWeights(
            arrays: arrays, names: names, activationFactor: architecture.activationFactor
        ).fill(model.parameters, for: precision)
        model.prepare(for: precision)
        return (model, tokenizer)
    }

    /// The number of rows of a table, which has to have one for every piece.
    private func rows(
        of table: String, in arrays: any MarianArrays, for vocabulary: MarianVocabulary
    ) throws -> Int {
        guard arrays.contains(table) else {
            throw CalqueError(
                "\(arrays.path) lacks the table \(table), which its options promise. Copy the "
                    + "file again.", kind: .model)
        }
        let shape = try arrays.outline(of: table).shape
        guard shape.count == 2, shape.allSatisfy({ (1..<1 << 24).contains($0) }) else {
            throw CalqueError(
                "The table \(table) in \(arrays.path) has the shape \(shape), which no vocabulary "
                    + "has. Copy the file again.", kind: .model)
        }
        let rows = shape[0]
        guard vocabulary.count <= rows else {
            throw CalqueError(
                "\(vocabulary.url.path) has ids up to \(vocabulary.count - 1), but \(arrays.path) "
                    + "has only \(rows) tokens. Give the vocabulary that the model was trained "
                    + "with; if that one is longer, take the ids from \(rows) on out of it.",
                kind: .model)
        }
        guard vocabulary.count == rows || !namesEveryRow else {
            throw CalqueError(
                "\(vocabulary.url.path) has \(vocabulary.count) pieces, but the table \(table) in "
                    + "\(arrays.path) has \(rows) rows. Give the vocabulary that the model was "
                    + "trained with.", kind: .model)
        }
        return rows
    }
}

// MARK: Tokenizer

extension MarianModel {
    private func tokenizer(
        _ source: MarianVocabulary, _ target: MarianVocabulary, paddingID: Int32
    ) throws -> TranslationTokenizer {
        let sourceModel = try sentencePieceModel(
            of: source, sourceTokenizer, side: "source")
        let targetModel = try sentencePieceModel(
            of: target, targetTokenizer, otherwise: sourceTokenizer, side: "target")
        let sourceVocabulary = try source.vocabulary(paddingID: paddingID)
        let targetVocabulary =
            source.url == target.url
            ? sourceVocabulary : try target.vocabulary(paddingID: paddingID)
        let settings = TokenizerSettings(maximumLength: Self.maximumLength)
        guard sourceVocabulary != targetVocabulary else {
            return try TranslationTokenizer(
                sourceModel: sourceModel, targetModel: targetModel, vocabulary: sourceVocabulary,
                settings: settings)
        }
        return try TranslationTokenizer(
            sourceModel: sourceModel, targetModel: targetModel, sourceVocabulary: sourceVocabulary,
            targetVocabulary: targetVocabulary, settings: settings)
    }

    /// The model that cuts text into a vocabulary's pieces: the vocabulary itself, or a file.
    private func sentencePieceModel(
        of vocabulary: MarianVocabulary, _ file: URL?, otherwise other: URL? = nil, side: String
    ) throws -> SentencePieceModel {
        if let model = vocabulary.model {
            guard let file else { return model }
            throw CalqueError(
                "\(vocabulary.url.path) is a SentencePiece model itself and cuts text into its own "
                    + "pieces, not into those of \(file.path).",
                remedy: .leaveOutTokenizer(side: side),
                kind: .configuration)
        }
        guard let file = file ?? other else {
            throw CalqueError(
                "\(vocabulary.url.path) numbers pieces, but does not say how text is cut into "
                    + "them.", remedy: .giveTokenizer(side: side), kind: .configuration)
        }
        return try SentencePieceModel.load(file)
    }
}
