import Basics
import Layers
import Tensors
import Testing

extension ParameterStore {
    /// Makes the memory and fills it with random numbers, biases and gains included.
    func allocateRandomly(seed: UInt64 = 1) {
        allocate()
        var random = RandomSource(seed: seed)
        initialize(using: &random)
        for entry in entries {
            let values = entry.parameter.values
            for place in values.indices { values[place] += 0.2 * random.nextNormal() }
        }
    }
}

extension Context {
    /// Random numbers from the standard normal distribution.
    func random(_ rows: Int, _ columns: Int, seed: UInt64 = 2) -> Tensor {
        var random = RandomSource(seed: seed)
        return tensor((0..<rows * columns).map { _ in random.nextNormal() }, rows, columns)
    }
}

extension Tensor {
    /// The numbers of some rows.
    func rows(_ range: Range<Int>) -> [Float] {
        Array(array()[range.lowerBound * columns..<range.upperBound * columns])
    }
}

/// Records an issue unless all elements are within `tolerance` of the expected.
func expect(
    _ actual: [Float], _ expected: [Float], tolerance: Float = 1e-5, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let isClose =
        actual.count == expected.count
        && zip(actual, expected).allSatisfy { abs($0 - $1) <= tolerance }
    #expect(isClose, "\(what): \(actual), not \(expected)", sourceLocation: sourceLocation)
}
