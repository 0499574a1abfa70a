import Foundation

/// The vectors that Marian adds for positions, row-major `[count, width]`: sin(pos · 10000^(−i/(d/2
/// − 1))) in the first half of the columns, the cosines in the second.
///
/// The wavelengths are those of tensor2tensor, from 2π to exactly 10000 · 2π. The paper's, and
/// those of `transformers`, have i/(d/2) as the exponent and end a step earlier, so a converted
/// model keeps these in a table of its own.
func marianPositions(count: Int, width: Int) -> [Float] {
    let half = width / 2
    let step = log(10_000) / max(1, Double(half) - 1)
    return (0..<count).flatMap { position in
        (0..<width).map { column in
            let angle = Double(position) * exp(-step * Double(column % max(1, half)))
            return Float(column < half ? sin(angle) : cos(angle))
        }
    }
}
