import Foundation

extension Reference {
    /// What enters a stack (Vaswani et al. 2017, sections 3.4 and 3.5): the row of every token in the
    /// table E, times √d, plus the vector of its place.
    ///
    /// - Parameters:
    ///   - tokens: One a row.
    ///   - table: E, `[vocabulary, d]`.
    ///   - positions: The vectors of the places, `[places, d]`: token i has place i.
    /// - Returns: `[tokens.count, d]`.
    package static func inputEmbedding(
        _ tokens: [Int], table: Matrix, positions: Matrix
    ) -> Matrix {
        let scale = Double(table.columns).squareRoot()  // √d
        return Matrix(tokens.count, table.columns) { place, column in
            scale * table[tokens[place], column] + positions[place, column]
        }
    }

    /// The positional encoding (Vaswani et al. 2017, section 3.5), with the sines of all wavelengths
    /// before the cosines:
    ///
    ///     PE(pos, i)       = sin(pos / 10000^(2i/d))
    ///     PE(pos, d/2 + i) = cos(pos / 10000^(2i/d))
    ///
    /// With an odd d there is one more sine than cosines.
    ///
    /// - Returns: `[places, d]`.
    package static func positionalEncoding(places: Int, width d: Int) -> Matrix {
        let rows = (0..<places).map { place in
            let angles = (0..<(d + 1) / 2).map { i in
                Double(place) / pow(10_000, 2 * Double(i) / Double(d))
            }
            return angles.map(sin) + angles.prefix(d / 2).map(cos)
        }
        return Matrix(places, d, rows.flatMap { $0 })
    }
}
