import Basics
public import Models
public import Translation

/// The pieces of a vocabulary whose vectors point where a word's does.
public struct InspectedNeighbors: Sendable, Equatable, Codable {
    /// A piece and how near it is.
    public struct Neighbor: Sendable, Equatable, Codable {
        /// The piece.
        public let piece: InspectedPiece
        /// The cosine of the angle between its vector and the word's, x · y / (|x| |y|): 1 for the
        /// same direction, 0 for a right angle.
        public let similarity: Double
    }

    /// The table.
    public let table: InspectedTable
    /// The word.
    public let word: String
    /// The pieces that it is read as. Where there are several, the word's vector is the mean of
    /// theirs.
    public let pieces: [InspectedPiece]
    /// Other pieces that stand for text, the nearest first.
    public let neighbors: [Neighbor]

    /// The nearest of some pieces.
    ///
    /// - Parameters:
    ///   - word: What the word is called.
    ///   - pieces: Its pieces, which are left out of the neighbours.
    ///   - vector: Its vector, `[d]`.
    ///   - others: The pieces among which to look, with their vectors. One that is zero has no
    ///     direction, and is nobody's neighbour.
    ///   - table: The table that all are from.
    ///   - count: How many neighbours.
    /// - Throws: `CalqueError` when `count` is below 1, or the word's vector is zero.
    public init(
        of word: String, pieces: [InspectedPiece], vector: [Double],
        among others: some Sequence<(piece: InspectedPiece, vector: [Double])>,
        table: InspectedTable, count: Int = 10
    ) throws {
        guard count > 0 else {
            throw CalqueError(
                "\(count) neighbours cannot be shown: ask for 1 or more.", kind: .configuration)
        }
        let length = dotProduct(vector, vector).squareRoot()
        guard length > 0 else {
            throw CalqueError(
                "The vector of \"\(word)\" in \(table.name) is zero: it has no neighbours.",
                kind: .model)
        }
        let own = Set(pieces.map(\.id))
        let all = others.compactMap { piece, other -> Neighbor? in
            let scale = length * dotProduct(other, other).squareRoot()
            guard scale > 0, !own.contains(piece.id) else { return nil }
            return Neighbor(piece: piece, similarity: dotProduct(vector, other) / scale)
        }
        self.table = table
        self.word = word
        self.pieces = pieces
        let nearestFirst = all.sorted {
            ($1.similarity, $0.piece.id) < ($0.similarity, $1.piece.id)
        }
        neighbors = Array(nearestFirst.prefix(count))
    }
}

extension Translator {
    /// The pieces whose vectors point where a word's does: special tokens and those that choose a
    /// language are left out.
    ///
    /// - Parameters:
    ///   - word: The word. Where it is several pieces, its vector is the mean of theirs.
    ///   - use: In which table: that of the source, the target or the output. Tied ones are the
    ///     same.
    ///   - count: How many.
    /// - Throws: `CalqueError` when the model has no table of its own, or the vocabulary lacks the
    ///   word.
    public func inspectNeighbors(
        of word: String, in use: EmbeddingUse = .source, count: Int = 10
    ) async throws -> InspectedNeighbors {
        try await inspectTable(of: use) { table in
            let pieces = try table.pieces(of: word)
            let vectors = pieces.map { table.vector(of: $0).map(Double.init) }
            let mean = (0..<table.table.width).map { column in
                vectors.reduce(0) { $0 + $1[column] } / Double(vectors.count)
            }
            return try InspectedNeighbors(
                of: word, pieces: pieces, vector: mean,
                among: table.pieces.lazy.map { ($0, table.vector(of: $0).map(Double.init)) },
                table: table.table, count: count)
        }
    }
}
