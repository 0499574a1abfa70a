import Basics
public import Layers

/// The vectors that tell a Transformer where in a sentence a token stands (section 3.5): of a
/// model, or of the formula alone,
///
///     PE(pos, 2i)     = sin(pos / 10000^(2i/d))
///     PE(pos, 2i + 1) = cos(pos / 10000^(2i/d))
///
/// The scalar product of two of these is Σ_i cos((pos − pos′) / 10000^(2i/d)): it depends on their
/// distance alone. What learned vectors make of distance is measured (``distances``).
public struct InspectedPositions: Sendable, Equatable, Codable {
    /// How some numbers of one kind are spread.
    public struct Spread: Sendable, Equatable, Codable {
        /// Their mean.
        public let mean: Double
        /// Their standard deviation, √(1/n Σ (x − mean)²).
        public let deviation: Double
        /// The smallest.
        public let smallest: Double
        /// The largest.
        public let largest: Double
    }

    /// How like each other two positions are that stand so far apart, over all places where both
    /// are among those shown.
    public struct Distance: Sendable, Equatable, Codable {
        /// pos′ − pos, from 0.
        public let distance: Int
        /// The number of pairs.
        public let pairs: Int
        /// PE(pos) · PE(pos′).
        public let dotProduct: Spread
        /// PE(pos) · PE(pos′) / (|PE(pos)| |PE(pos′)|), of vectors that are not zero; nil where
        /// there are none.
        public let cosine: Spread?
    }

    /// The values of one dimension.
    public struct Wave: Sendable, Equatable, Codable {
        /// The column.
        public let dimension: Int
        /// Whether it is a sine or a cosine; nil of learned positions.
        public let function: SinusoidArrangement.Function?
        /// After how many positions it repeats, 2π · 10000^(2i/d); nil of learned positions.
        public let wavelength: Double?
        /// Its value at every position.
        public let values: [Float]
    }

    /// Where the vectors come from.
    public let kind: PositionalEncoding.Kind
    /// The half of the model that reads them; nil for the formula alone.
    public let stack: AttentionRecord.Stack?
    /// The order of the columns; nil where these are not sines and cosines.
    public let arrangement: SinusoidArrangement?
    /// The wavelength of every column, in positions; nil where these are not sines and cosines.
    public let wavelengths: [Double]?
    /// The vectors, from position 0. `[positions][d]`
    public let vectors: [[Float]]
    /// How like each other positions are, by their distance: one for each, from 0.
    public let distances: [Distance]

    /// Their likeness takes the square of their number.
    static let mostPositions = 2048

    /// The number of positions shown.
    public var count: Int { vectors.count }
    /// d.
    public var width: Int { vectors.first?.count ?? 0 }

    /// The positions of the paper's formula.
    ///
    /// - Parameters:
    ///   - count: The number of positions.
    ///   - width: d.
    ///   - arrangement: The order of the columns.
    /// - Throws: `CalqueError` when one of the numbers is below 1, or more than anybody could look at.
    public init(
        count: Int, width: Int, arrangement: SinusoidArrangement = .halves
    ) throws {
        let mostDimensions = 1 << 14
        guard (1...Self.mostPositions).contains(count), (1...mostDimensions).contains(width) else {
            throw CalqueError(
                "\(count) positions of \(width) dimensions cannot be shown: ask for 1 to "
                    + "\(Self.mostPositions.grouped) of 1 to \(mostDimensions.grouped).",
                kind: .configuration)
        }
        let halves = InspectedPositions(
            kind: .computed, stack: nil,
            vectors: PositionalEncoding.sinusoids(count: count, width: width), width: width,
            spacing: .paper)
        self = halves.ordered(arrangement)
    }

    /// - Parameter vectors: In the order of halves, row-major `[positions, width]`.
    init(
        kind: PositionalEncoding.Kind, stack: AttentionRecord.Stack?, vectors: [Float], width: Int,
        spacing: SinusoidSpacing?
    ) {
        self.kind = kind
        self.stack = stack
        arrangement = spacing == nil ? nil : .halves
        wavelengths = spacing.map { spacing in
            (0..<width).map { column in
                let pair = SinusoidArrangement.halves.term(ofColumn: column, width: width).pair
                return spacing.wavelength(ofPair: pair, width: width)
            }
        }
        self.vectors = stride(from: 0, to: vectors.count, by: width).map {
            Array(vectors[$0..<$0 + width])
        }
        distances = Self.distances(between: self.vectors)
    }

    private init(
        _ other: InspectedPositions, _ arrangement: SinusoidArrangement, wavelengths: [Double]?,
        vectors: [[Float]]
    ) {
        kind = other.kind
        stack = other.stack
        self.arrangement = arrangement
        self.wavelengths = wavelengths
        self.vectors = vectors
        // The order of the terms of a scalar product does not matter.
        distances = other.distances
    }

    /// The same positions with their columns in another order.
    ///
    /// - Throws: `CalqueError` when they are not sines and cosines.
    public func arranged(_ arrangement: SinusoidArrangement) throws -> InspectedPositions {
        guard self.arrangement != nil else {
            throw CalqueError(
                "The positions are \(kind.rawValue), and not sines and cosines: their columns have "
                    + "no other order.", kind: .configuration)
        }
        return ordered(arrangement)
    }

    private func ordered(_ arrangement: SinusoidArrangement) -> InspectedPositions {
        guard let current = self.arrangement, current != arrangement else { return self }
        var columns = [Int](repeating: 0, count: width)
        for (column, place) in current.placesInHalves(width: width).enumerated() {
            columns[place] = column
        }
        let order = arrangement.placesInHalves(width: width).map { columns[$0] }
        return InspectedPositions(
            self, arrangement, wavelengths: wavelengths.map { old in order.map { old[$0] } },
            vectors: vectors.map { vector in order.map { vector[$0] } })
    }

    /// The values of a dimension.
    ///
    /// - Throws: `CalqueError` that says which there are.
    public func wave(ofDimension dimension: Int) throws -> Wave {
        guard (0..<width).contains(dimension) else {
            throw CalqueError(
                "The positions have no dimension \(dimension): ask for one of 0 to \(width - 1).",
                kind: .configuration)
        }
        return Wave(
            dimension: dimension,
            function: arrangement?.term(ofColumn: dimension, width: width).function,
            wavelength: wavelengths?[dimension], values: vectors.map { $0[dimension] })
    }
}
