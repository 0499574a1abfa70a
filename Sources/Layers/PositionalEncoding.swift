import Foundation

internal import Tensors

/// Vectors added to embeddings, for attention by itself knows no order (section 3.5).
public struct PositionalEncoding: Sendable {
    /// Where the vectors come from.
    public enum Kind: String, Sendable, CaseIterable, Codable {
        /// The formula: sines and cosines, computed when they are needed.
        case computed
        /// A table that came with the weights, and that training leaves as it is.
        case stored
        /// A table that training changes.
        case learned
    }

    /// The wavelengths of sines and cosines, which are spaced geometrically from 2π on.
    public enum Wavelengths: Sendable {
        /// Those of the paper, 10000^(2i/d) · 2π: the last is a step before 10000 · 2π.
        case paper
        /// Those of tensor2tensor and Marian, 10000^(i/(d/2 − 1)) · 2π: the last is 10000 · 2π itself.
        case marian
    }

    private enum Source {
        case computed(GrowingTable)
        case table(PositionTable)
    }

    private let source: Source
    /// The number of positions that have a vector.
    public let count: Int
    /// The length d of a vector.
    public let width: Int

    /// Where the vectors come from.
    public var kind: Kind {
        switch source {
        case .computed: .computed
        case .table(.learned): .learned
        case .table: .stored
        }
    }

    /// The vectors of the first `length` positions, or of as many as there are, row-major
    /// `[positions, width]`.
    public func vectors(length: Int) -> [Float] {
        let count = min(length, self.count) * width
        return switch table(length: length) {
        case .fixed(let values): Array(values.prefix(count))
        case .learned(let weight), .stored(let weight): Array(weight.array().prefix(count))
        case .none: []
        }
    }

    /// The vectors of the first `length` positions, as far as there are so many, and perhaps of
    /// more.
    func table(length: Int) -> PositionTable {
        switch source {
        case .computed(let table): .fixed(table.values(rows: min(length, count)))
        case .table(let table): table
        }
    }

    /// Sines and cosines of geometrically spaced wavelengths: PE(pos, i) = sin(pos / 10000^(2i/d))
    /// for the first half of the columns, PE(pos, d/2 + i) = cos(pos / 10000^(2i/d)) for the
    /// second.
    ///
    /// The paper interleaves sines and cosines; this is the same vector with its columns in the
    /// order of tensor2tensor and Marian. Since a linear layer follows wherever the sum goes,
    /// models of either order express the same functions.
    ///
    /// A vector is computed when it is first needed: positions that no sentence has take no memory.
    ///
    /// The same in plain loops: `Reference.positionalEncoding`.
    public static func sinusoidal(
        count: Int, width: Int, wavelengths: Wavelengths = .paper
    ) -> PositionalEncoding {
        PositionalEncoding(
            source: .computed(
                GrowingTable(maximumRows: count, width: width, wavelengths: wavelengths)),
            count: count, width: width)
    }

    /// A given vector for each position, which training leaves as it is. Declares `weight`.
    public static func stored(
        count: Int, width: Int, _ builder: ParameterBuilder
    ) -> PositionalEncoding {
        let weight = builder.parameter(
            "weight", count, width, initializer: .constant(0), isTrainable: false)
        return PositionalEncoding(source: .table(.stored(weight)), count: count, width: width)
    }

    /// A learned vector for each position (Gehring et al. 2017; table 3, row E of the paper).
    /// Declares `weight`.
    public static func learned(
        count: Int, width: Int, _ builder: ParameterBuilder
    ) -> PositionalEncoding {
        let weight = builder.parameter(
            "weight", count, width,
            initializer: .normal(standardDeviation: 1 / Float(width).squareRoot()))
        return PositionalEncoding(source: .table(.learned(weight)), count: count, width: width)
    }

    /// No vectors: nothing is added, which is for studying what they are for.
    public static func none(count: Int, width: Int) -> PositionalEncoding {
        PositionalEncoding(source: .table(.none), count: count, width: width)
    }

    /// The sinusoidal table, row-major `[count, width]`. With an odd width the paper's has one more sine
    /// than cosines.
    public static func sinusoids(
        count: Int, width: Int, wavelengths: Wavelengths = .paper
    ) -> [Float] {
        sinusoids(positions: 0..<count, width: width, wavelengths)
    }

    fileprivate static func sinusoids(
        positions: Range<Int>, width: Int, _ wavelengths: Wavelengths
    ) -> [Float] {
        let sines = wavelengths == .paper ? (width + 1) / 2 : width / 2
        func exponent(of pair: Int) -> Double {
            switch wavelengths {
            case .paper: Double(2 * pair) / Double(width)
            case .marian: Double(pair) / max(1, Double(sines) - 1)
            }
        }
        return positions.flatMap { position in
            (0..<width).map { column in
                let angle = Double(position) / pow(10_000, exponent(of: column % max(1, sines)))
                return Float(column < sines ? sin(angle) : cos(angle))
            }
        }
    }
}

/// Sinusoids as far as anyone has asked for them.
private final class GrowingTable: @unchecked Sendable {  // the lock guards the values
    private let lock = NSLock()
    private let maximumRows: Int
    private let width: Int
    private let wavelengths: PositionalEncoding.Wavelengths
    private var values: [Float] = []

    init(maximumRows: Int, width: Int, wavelengths: PositionalEncoding.Wavelengths) {
        self.maximumRows = maximumRows
        self.width = width
        self.wavelengths = wavelengths
    }

    /// The first `rows` rows, `maximumRows` at most, or more.
    func values(rows: Int) -> [Float] {
        lock.withLock {
            let present = values.count / width
            if rows > present {
                // A translation grows by a position at a time; the table is seldom copied.
                let positions = present..<min(maximumRows, max(rows, 2 * present))
                values += PositionalEncoding.sinusoids(
                    positions: positions, width: width, wavelengths)
            }
            return values
        }
    }
}
