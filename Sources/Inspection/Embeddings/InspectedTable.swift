import Basics
public import Models
import Text
import Translation

/// A table of embeddings, by what it is used for.
public struct InspectedTable: Sendable, Equatable, Codable {
    /// Its name among the weights.
    public let name: String
    /// All that it is used for: more than one thing where tables are tied (Press & Wolf 2017;
    /// section 3.4).
    public let uses: [EmbeddingUse]
    /// The number of its vectors.
    public let vocabulary: Int
    /// The length d of a vector.
    public let width: Int

    /// A table of these properties.
    public init(name: String, uses: [EmbeddingUse], vocabulary: Int, width: Int) {
        self.name = name
        self.uses = uses
        self.vocabulary = vocabulary
        self.width = width
    }

    /// What it is, in words: "table of source, target and output".
    public var title: String {
        let names = uses.map(\.rawValue)
        guard names.count > 1, let last = names.last else { return "\(names.joined()) table" }
        return "table of \(names.dropLast().joined(separator: ", ")) and \(last)"
    }
}

/// A piece of a vocabulary.
public struct InspectedPiece: Sendable, Equatable, Codable {
    /// Its number in the vocabulary, and the row of its vector.
    public let id: Int32
    /// The piece itself, such as "▁house".
    public let piece: String
    /// The piece as people read it: one that begins a word without the mark of a space, and one
    /// that goes on after a dot, "·s".
    public let text: String

    /// A piece and its number.
    public init(id: Int32, piece: String) {
        self.id = id
        self.piece = piece
        text = piece.hasPrefix(SentencePieceModel.space) ? piece.legible : "·\(piece.legible)"
    }
}

/// A table with its vectors and the pieces that these are for.
struct LoadedTable: Sendable {
    let table: InspectedTable
    /// Row-major `[vocabulary, d]`.
    let vectors: [Float]
    let tokenizer: SubwordTokenizer

    /// The pieces that stand for text: no end, padding or unknown, and no language token.
    var pieces: [InspectedPiece] {
        let vocabulary = tokenizer.vocabulary
        let languages = Set(vocabulary.languageTokens)
        return (0..<Int32(min(vocabulary.count, table.vocabulary))).compactMap { id in
            guard !vocabulary.isSpecial(id), let piece = vocabulary.piece(of: id),
                !languages.contains(piece)
            else { return nil }
            return InspectedPiece(id: id, piece: piece)
        }
    }

    /// The pieces that a word is read as.
    ///
    /// - Throws: `CalqueError` when there are none, or the vocabulary lacks some of it.
    func pieces(of word: String) throws -> [InspectedPiece] {
        try tokenizer.checkLanguageToken(of: word, name: "\"\(word)\"")
        let ids = tokenizer.encode(word).dropLast()
        guard !ids.isEmpty else {
            throw CalqueError("\"\(word)\" has no letters: give a word.", kind: .input)
        }
        guard ids.allSatisfy({ $0 != tokenizer.vocabulary.unknownID }) else {
            throw CalqueError(
                "\"\(word)\" has letters that the vocabulary of the \(table.title) lacks: there is "
                    + "no vector for it.", kind: .input)
        }
        guard ids.allSatisfy({ Int($0) < table.vocabulary }) else {
            throw CalqueError(
                "\"\(word)\" has pieces for which \(table.name) has no vector: the tokenizer "
                    + "is not this model's.", kind: .model)
        }
        return zip(ids, tokenizer.pieces(ofIDs: ids)).map { InspectedPiece(id: $0, piece: $1) }
    }

    /// The vector of a piece. `[d]`
    func vector(of piece: InspectedPiece) -> ArraySlice<Float> {
        let start = Int(piece.id) * table.width
        return vectors[start..<start + table.width]
    }
}

extension Translator {
    /// What is made of the table of a use, by one of the workers.
    func inspectTable<Value: Sendable>(
        of use: EmbeddingUse, _ inspect: @escaping @Sendable (LoadedTable) throws -> Value
    ) async throws -> Value {
        let model = try singleModel(for: "embeddings")
        guard let table = model.embeddingTable(of: use) else {
            throw CalqueError(
                "The model has no table of \(use.rawValue) embeddings.", kind: .configuration)
        }
        let tokenizer = use == .source ? tokenizer.source : tokenizer.target
        return try await onWorker { _ in
            let vectors = table.weight.array()
            guard vectors.allSatisfy(\.isFinite) else {
                throw CalqueError(
                    "The table \(table.name) has numbers that are NaN or infinite: the model is "
                        + "damaged.", kind: .model)
            }
            return try inspect(
                LoadedTable(
                    table: InspectedTable(
                        name: table.name, uses: table.uses, vocabulary: table.weight.rows,
                        width: table.weight.columns),
                    vectors: vectors, tokenizer: tokenizer))
        }
    }
}
