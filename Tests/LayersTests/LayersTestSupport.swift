import Basics
import Layers
import Tensors
import TestSupport

extension ParameterStore {
    /// Makes the memory and fills it with random numbers, biases and gains included.
    func allocateRandomly(seed: UInt64 = 1) {
        allocate()
        var random = RandomSource(seed: seed)
        initialize(using: &random)
        addNoise(0.2, using: &random)
    }
}

extension Tensor {
    /// The numbers of some rows.
    func rows(_ range: Range<Int>) -> [Float] {
        Array(array()[range.lowerBound * columns..<range.upperBound * columns])
    }
}
