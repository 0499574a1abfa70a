import Foundation

internal import Tensors

/// Vectors added to embeddings, for attention by itself knows no order (section 3.5).
public struct PositionalEncoding: Sendable {
    let table: PositionTable
    /// The number of positions that have a vector.
    public let count: Int

    /// Sines and cosines of geometrically spaced wavelengths: PE(pos, i) = sin(pos / 10000^(2i/d))
    /// for the first half of the columns, PE(pos, d/2 + i) = cos(pos / 10000^(2i/d)) for the
    /// second.
    ///
    /// The paper interleaves sines and cosines; this is the same vector with its columns in the
    /// order of tensor2tensor and Marian. Since a linear layer follows wherever the sum goes,
    /// models of either order express the same functions.
    public static func sinusoidal(count: Int, width: Int) -> PositionalEncoding {
        PositionalEncoding(
            table: .fixed(sinusoids(count: count, width: width)), count: count)
    }

    /// A learned vector for each position (Gehring et al. 2017; table 3, row E of the paper).
    /// Declares `weight`.
    public static func learned(
        count: Int, width: Int, _ builder: ParameterBuilder
    ) -> PositionalEncoding {
        let weight = builder.parameter(
            "weight", count, width,
            initializer: .normal(standardDeviation: 1 / Float(width).squareRoot()))
        return PositionalEncoding(table: .learned(weight), count: count)
    }

    /// The sinusoidal table, row-major `[count, width]`. With an odd width there is one more sine
    /// than cosines.
    public static func sinusoids(count: Int, width: Int) -> [Float] {
        let sines = (width + 1) / 2
        return (0..<count).flatMap { position in
            (0..<width).map { column in
                let pair = column < sines ? column : column - sines
                let angle = Double(position) / pow(10_000, Double(2 * pair) / Double(width))
                return Float(column < sines ? sin(angle) : cos(angle))
            }
        }
    }
}
