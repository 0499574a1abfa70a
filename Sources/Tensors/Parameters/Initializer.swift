import Basics
import Foundation

/// The distribution that a parameter's first values are drawn from.
public enum Initializer: Sendable {
    /// Every weight the same.
    case constant(Float)
    /// Normal about zero.
    case normal(standardDeviation: Float)
    /// Uniform in ±√(6 / (in + out)) of a `[out, in]` matrix (Glorot & Bengio 2010).
    case xavierUniform

    func fill(_ parameter: Parameter, using random: inout RandomSource) {
        let values = parameter.values
        switch self {
        case .constant(let value):
            values.update(repeating: value)
        case .normal(let deviation):
            for index in values.indices { values[index] = deviation * random.nextNormal() }
        case .xavierUniform:
            let bound = sqrt(6 / Float(parameter.rows + parameter.columns))
            for index in values.indices { values[index] = bound * (2 * random.nextUniform() - 1) }
        }
    }
}
