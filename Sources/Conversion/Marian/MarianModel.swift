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
    /// - Parameter namesEveryRow: Whether every row of a table has to have a piece of the vocabulary.
    /// - Throws: As ``converted()``.
    func converted(
        _ arrays: any MarianArrays, for precision: Precision, namesEveryRow: Bool = false
    ) throws -> (model: Transformer, tokenizer: TranslationTokenizer) {
        // SentencePiece takes as long to load its models as all the rest together.
        let (models, numbered) = try concurrently {
            try sentencePieceModels()
        } _: {
            try self.numbered(arrays, for: precision, namesEveryRow)
        }
        return (numbered.model, try tokenizer(models, numbered.source, numbered.target))
    }

    /// The model, and the vocabularies by which its tokens are numbered.
    private func numbered(
        _ arrays: any MarianArrays, for precision: Precision, _ namesEveryRow: Bool
    ) throws -> (model: Transformer, source: Vocabulary, target: Vocabulary) {
        let architecture = try arrays.options().architecture()
        let names = MarianNames(
            isPreNorm: architecture.normPlacement == .pre,
            sharesEmbeddings: architecture.sharesEmbeddings)
        let source = try MarianVocabulary(url: sourceVocabulary)
        let target = try targetVocabulary.map(MarianVocabulary.init) ?? source
        let rows = (
            source: try rows(of: names.tables.source, in: arrays, for: source, namesEveryRow),
            target: try rows(of: names.tables.target, in: arrays, for: target, namesEveryRow)
        )
        // The padding token, which also begins a translation, is the last one on both sides.
        let count = max(rows.source, rows.target) + 1
        let paddingID = Int32(count - 1)
        let sourceVocabulary = try source.vocabulary(paddingID: paddingID)
        let targetVocabulary =
            source.url == target.url
            ? sourceVocabulary : try target.vocabulary(paddingID: paddingID)
        guard sourceVocabulary == targetVocabulary || !architecture.sharesEmbeddings else {
            throw CalqueError(
                "\(weights.path) has one table for source and target, but "
                    + "\(source.url.path) and \(target.url.path) differ. Give the vocabularies "
                    + "that the model was trained with.", kind: .model)
        }
        let model = try model(
            architecture, names, arrays, rows: count, end: targetVocabulary.endID, for: precision)
        return (model, sourceVocabulary, targetVocabulary)
    }

    /// The model with its weights.
    private func model(
        _ architecture: MarianArchitecture, _ names: MarianNames, _ arrays: any MarianArrays,
        rows: Int, end: Int32, for precision: Precision
    ) throws -> Transformer {
        var configuration = TransformerConfiguration(architecture, rows: rows, end: end)
        configuration.maximumLength = Self.maximumLength
        do {
            try configuration.validate()
        } catch let error as CalqueError {
            throw error.prefixed(by: "\(arrays.path): ", kind: .model)
        }
        var model = Transformer(configuration)
        // Marian does not tell whether training guided a head. Somebody who chose the layer had it guided.
        if architecture.alignmentLayer < architecture.decoderLayers - 1 {
            model.generation.alignmentHead = AlignmentHead(
                layer: architecture.alignmentLayer, head: 0)
        }
        try MarianWeights(
            arrays: arrays, names: names, activationFactor: architecture.activationFactor
        ).fill(model.parameters, for: precision)
        model.prepare(for: precision)
        return model
    }

    /// The number of rows of a table, which has to have one for every piece.
    private func rows(
        of table: String, in arrays: any MarianArrays, for vocabulary: MarianVocabulary,
        _ namesEveryRow: Bool
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
    private typealias SentencePieceModels = (source: SentencePieceModel, target: SentencePieceModel)

    private func tokenizer(
        _ models: SentencePieceModels, _ source: Vocabulary, _ target: Vocabulary
    ) throws -> TranslationTokenizer {
        let settings = TokenizerSettings(maximumLength: Self.maximumLength)
        guard source != target else {
            return try TranslationTokenizer(
                sourceModel: models.source, targetModel: models.target, vocabulary: source,
                settings: settings)
        }
        return try TranslationTokenizer(
            sourceModel: models.source, targetModel: models.target, sourceVocabulary: source,
            targetVocabulary: target, settings: settings)
    }

    /// The models that cut text into the vocabularies' pieces: one object where they are one file.
    private func sentencePieceModels() throws -> SentencePieceModels {
        let source = try sentencePieceModel(
            of: sourceVocabulary, sourceTokenizer, side: "source")
        let target = try sentencePieceModel(
            of: targetVocabulary ?? sourceVocabulary, targetTokenizer, otherwise: sourceTokenizer,
            side: "target")
        let sourceModel = try SentencePieceModel.load(source)
        return (sourceModel, source == target ? sourceModel : try SentencePieceModel.load(target))
    }

    /// The file of the model that cuts text into a vocabulary's pieces: the vocabulary itself, or
    /// another.
    private func sentencePieceModel(
        of vocabulary: URL, _ file: URL?, otherwise other: URL? = nil, side: String
    ) throws -> URL {
        if MarianVocabulary.isSentencePieceModel(vocabulary) {
            guard let file else { return vocabulary }
            throw CalqueError(
                "\(vocabulary.path) is a SentencePiece model itself and cuts text into its own "
                    + "pieces, not into those of \(file.path).",
                remedy: .leaveOutTokenizer(side: side),
                kind: .configuration)
        }
        guard let file = file ?? other else {
            throw CalqueError(
                "\(vocabulary.path) numbers pieces, but does not say how text is cut into "
                    + "them.", remedy: .giveTokenizer(side: side), kind: .configuration)
        }
        return file
    }
}
