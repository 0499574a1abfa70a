import Foundation

/// The order of the columns of sinusoidal positions (section 3.5). Since a linear layer follows
/// wherever positions go, models of either order express the same functions.
public enum SinusoidArrangement: String, Sendable, CaseIterable, Codable {
    /// All sines, then all cosines: the order of tensor2tensor and Marian, and the one in use. With
    /// an odd width there is one more sine.
    case halves
    /// Sines and cosines in turn, as the paper writes them: PE(pos, 2i) is a sine, PE(pos, 2i + 1)
    /// the cosine of the same wavelength.
    case interleaved

    /// Which of the two functions a column holds.
    public enum Function: String, Sendable, Codable {
        /// Of even columns in the paper's order.
        case sine
        /// Of odd ones.
        case cosine
    }

    /// The function in a column of `width`, and the i of its wavelength.
    func term(ofColumn column: Int, width: Int) -> (function: Function, pair: Int) {
        switch self {
        case .halves:
            let sines = (width + 1) / 2
            return column < sines ? (.sine, column) : (.cosine, column - sines)
        case .interleaved:
            return (column.isMultiple(of: 2) ? .sine : .cosine, column / 2)
        }
    }

    /// Where each column of this order stands in the order of halves.
    func placesInHalves(width: Int) -> [Int] {
        (0..<width).map { column in
            let (function, pair) = term(ofColumn: column, width: width)
            return function == .sine ? pair : (width + 1) / 2 + pair
        }
    }
}

/// How wavelengths grow from pair to pair of columns, i = 0, 1 …
enum SinusoidSpacing: CaseIterable {
    /// 2π · 10000^(2i/d), as in the paper.
    case paper
    /// 2π · 10000^(i/(d/2 − 1)), as in tensor2tensor and Marian: up to exactly 10000 · 2π.
    case tensor2tensor

    /// The wavelength of a pair, in positions.
    func wavelength(ofPair pair: Int, width: Int) -> Double {
        let exponent =
            switch self {
            case .paper: 2 * Double(pair) / Double(width)
            case .tensor2tensor: Double(pair) / max(1, Double(width / 2) - 1)
            }
        return 2 * .pi * pow(10_000, exponent)
    }

    /// The value at a position in a column of the order of halves.
    func value(position: Int, column: Int, width: Int) -> Double {
        let (function, pair) = SinusoidArrangement.halves.term(ofColumn: column, width: width)
        let angle = 2 * .pi * Double(position) / wavelength(ofPair: pair, width: width)
        return function == .sine ? sin(angle) : cos(angle)
    }

    /// The spacing of a table in the order of halves; nil for a table of other numbers than sines
    /// and cosines.
    ///
    /// Both begin alike, so that only many positions tell them apart: the nearer one counts.
    ///
    /// - Parameter table: Row-major `[positions, width]`.
    static func of(_ table: [Float], width: Int) -> SinusoidSpacing? {
        let distances = allCases.map { spacing in
            (
                spacing,
                distance: table.indices.reduce(0) { largest, place in
                    let (position, column) = place.quotientAndRemainder(dividingBy: width)
                    let value = spacing.value(position: position, column: column, width: width)
                    return max(largest, abs(Double(table[place]) - value))
                }
            )
        }
        // bfloat16 rounds by up to 0.004.
        return distances.filter { $0.distance < 0.02 }.min { $0.distance < $1.distance }?.0
    }
}
