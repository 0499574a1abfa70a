import Basics
public import Models
public import Translation

/// What a table of embeddings looks like: its vectors along the few directions in which they differ
/// most (principal components; Pearson 1901).
public struct InspectedEmbeddings: Sendable, Equatable, Codable {
    /// A direction.
    public struct Component: Sendable, Equatable, Codable {
        /// Of length 1, its largest coordinate positive, so that a picture does not depend on
        /// chance. `[d]`
        public let direction: [Double]
        /// The variance of the vectors along it.
        public let variance: Double
        /// Its share in the sum of the variances along all directions, 0 to 1.
        public let share: Double
    }

    /// A piece and where it lies.
    public struct Point: Sendable, Equatable, Codable {
        /// The piece.
        public let piece: InspectedPiece
        /// Its coordinates along the components, from the mean of all. `[components]`
        public let coordinates: [Double]
    }

    /// The table.
    public let table: InspectedTable
    /// Whether the points are all pieces of the vocabulary that stand for text, or chosen ones.
    public let isWholeVocabulary: Bool
    /// The components of the points' vectors, the largest variance first. There are fewer than were
    /// asked for where the vectors have no further direction in which they differ.
    public let components: [Component]
    /// The pieces, each once.
    public let points: [Point]

    /// The principal components of the vectors of pieces.
    ///
    /// - Parameters:
    ///   - table: The table that they are from.
    ///   - pieces: The pieces.
    ///   - vectors: Their vectors, row-major `[pieces, d]`, finite.
    ///   - isWholeVocabulary: Whether these are all pieces that stand for text.
    ///   - count: How many components.
    /// - Throws: `CalqueError` when `count` is out of range, or the vectors do not differ.
    public init(
        table: InspectedTable, pieces: [InspectedPiece], vectors: [Float],
        isWholeVocabulary: Bool = false, components count: Int = 3
    ) throws {
        precondition(
            vectors.count == pieces.count * table.width,
            "\(vectors.count) numbers as \(pieces.count) vectors of \(table.width)")
        guard (1...table.width).contains(count) else {
            throw CalqueError(
                "\(count) components cannot be shown: the vectors have \(table.width) dimensions. "
                    + "Ask for 1 to \(table.width).", kind: .configuration)
        }
        guard pieces.count > 1 else {
            throw CalqueError(
                "Principal components need two pieces or more: give several words.", kind: .input)
        }
        let found = PrincipalComponents(of: vectors, width: table.width, count: count)
        guard !found.components.isEmpty else {
            throw CalqueError(
                "All \(pieces.count) vectors of \(table.name) are the same: they have no "
                    + "components.", kind: .model)
        }
        self.table = table
        self.isWholeVocabulary = isWholeVocabulary
        components = found.components.map {
            Component(
                direction: $0.direction, variance: $0.variance,
                share: $0.variance / found.totalVariance)
        }
        points = pieces.enumerated().map { row, piece in
            let vector = vectors[row * table.width..<(row + 1) * table.width].map(Double.init)
            return Point(piece: piece, coordinates: found.coordinates(of: vector))
        }
    }
}

extension Translator {
    /// The principal components of a table of embeddings.
    ///
    /// - Parameters:
    ///   - use: Which table: that of the source, the target or the output. Tied ones are the same.
    ///   - words: Words whose pieces to show, by components of their own; nil for the whole
    ///     vocabulary but its special tokens and those that choose a language.
    ///   - components: How many components.
    /// - Throws: `CalqueError` when the model has no table of its own, the vocabulary lacks a word,
    ///   or there are fewer than two pieces.
    public func inspectEmbeddings(
        of use: EmbeddingUse = .source, words: [String]? = nil, components: Int = 3
    ) async throws -> InspectedEmbeddings {
        try await inspectTable(of: use) { table in
            var seen = Set<Int32>()
            let pieces =
                try words.map { words in
                    try words.flatMap { try table.pieces(of: $0) }.filter {
                        seen.insert($0.id).inserted
                    }
                } ?? table.pieces
            return try InspectedEmbeddings(
                table: table.table, pieces: pieces,
                vectors: pieces.flatMap { table.vector(of: $0) },
                isWholeVocabulary: words == nil, components: components)
        }
    }
}
