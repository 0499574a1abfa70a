import Basics
import Foundation

/// The distribution that a parameter's first values are drawn from.
public enum Initializer: Sendable {
    /// Every weight the same.
    case constant(Float)
    /// The values in as many equal parts as there are numbers, each part with its own.
    case constantParts([Float])
    /// Normal about zero.
    case normal(standardDeviation: Float)
    /// Uniform in ±bound.
    case uniform(bound: Float)
    /// Uniform in ±√(6 / (in + out)) of a `[out, in]` matrix (Glorot & Bengio 2010).
    case xavierUniform
    /// The upper left corner of what another distribution gives a matrix, so many rows and columns of
    /// it, again and again like tiles. As many random numbers are drawn as for the whole.
    indirect case tiles(of: Initializer, rows: Int, columns: Int)

    func fill(_ parameter: Parameter, using random: inout RandomSource) {
        let values = parameter.values
        switch self {
        case .constant(let value):
            values.update(repeating: value)
        case .constantParts(let numbers):
            precondition(
                !numbers.isEmpty && values.count % numbers.count == 0,
                "\(values.count) values in \(numbers.count) equal parts")
            for index in values.indices {
                values[index] = numbers[index / (values.count / numbers.count)]
            }
        case .normal(let deviation):
            for index in values.indices { values[index] = deviation * random.nextNormal() }
        case .uniform(let bound):
            fill(values, bound, using: &random)
        case .xavierUniform:
            let fans = Float(parameter.rows + parameter.columns)
            fill(values, sqrt(6 / fans), using: &random)
        case .tiles(let initializer, let rows, let columns):
            initializer.fill(parameter, using: &random)
            tile(parameter, rows, columns)
        }
    }

    private func tile(_ parameter: Parameter, _ rows: Int, _ columns: Int) {
        precondition(
            parameter.rows % rows == 0 && parameter.columns % columns == 0,
            "tiles of [\(rows), \(columns)] in a matrix of shape \(parameter.shape)")
        let values = parameter.values
        for row in 0..<parameter.rows {
            for column in 0..<parameter.columns {
                values[row * parameter.columns + column] =
                    values[row % rows * parameter.columns + column % columns]
            }
        }
    }

    private func fill(
        _ values: UnsafeMutableBufferPointer<Float>, _ bound: Float,
        using random: inout RandomSource
    ) {
        for index in values.indices { values[index] = bound * (2 * random.nextUniform() - 1) }
    }
}
