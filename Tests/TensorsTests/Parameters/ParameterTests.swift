import Tensors
import TestSupport
import Testing

struct ParameterTests {
    private let store = ParameterStore()

    @Test func stackedParametersLieSideBySideUnderTheirNames() {
        let stack = store.declareStack(["a", "b"], shape: [2, 3], initializer: .constant(0))
        let other = store.declare("c", shape: [5], initializer: .constant(1), isTrainable: false)
        store.allocate()
        #expect(stack.shape == [4, 3])
        #expect(store.entries.map(\.name) == ["a", "b", "c"])
        #expect(store.entries.map(\.parameter.shape) == [[2, 3], [2, 3], [5]])
        #expect(store.trainableCount == 12)
        #expect(store["b"]?.offset == stack.offset + 6)
        #expect(store["d"] == nil)
        // Kernels read from the beginning of cache lines.
        #expect(other.offset.isMultiple(of: 16))
    }

    @Test func aSliceOfTheRowsSharesTheMemory() {
        let matrix = store.declare("m", shape: [4, 3], initializer: .constant(0))
        let vector = store.declare("v", shape: [4], initializer: .constant(0))
        store.allocate()
        for place in 0..<12 { matrix.values[place] = Float(place) }
        #expect(matrix[rows: 1..<3].shape == [2, 3])
        #expect(Array(matrix[rows: 1..<3].values) == [3, 4, 5, 6, 7, 8])
        #expect(Array(matrix[rows: 1..<4][rows: 1..<2].values) == [6, 7, 8])
        vector[rows: 2..<4].values[1] = 7
        #expect(Array(vector.values) == [0, 0, 0, 7])
    }

    @Test func initialDistributionsHaveTheirMoments() {
        let normal = store.declare(
            "normal", shape: [100, 100], initializer: .normal(standardDeviation: 0.3))
        let uniform = store.declare("uniform", shape: [50, 100], initializer: .xavierUniform)
        let constant = store.declare("constant", shape: [7], initializer: .constant(2))
        store.initialize(seed: 1)
        #expect(abs(deviation(normal) - 0.3) < 0.01)
        // A uniform distribution deviates by its half width over √3.
        let bound: Float = 0.2
        #expect(uniform.values.allSatisfy { abs($0) <= bound })
        #expect(abs(deviation(uniform) - bound / Float(3).squareRoot()) < 0.005)
        #expect(Array(constant.values) == Array(repeating: 2, count: 7))
    }

    @Test func tilesAreTheUpperLeftCornerOfTheWhole() {
        let whole = ParameterStore()
        _ = whole.declare("m", shape: [4, 6], initializer: .xavierUniform)
        _ = whole.declare("after", shape: [5], initializer: .xavierUniform)
        let tiled = store.declare(
            "m", shape: [4, 6], initializer: .tiles(of: .xavierUniform, rows: 2, columns: 3))
        let after = store.declare("after", shape: [5], initializer: .xavierUniform)
        for store in [store, whole] { store.initialize(seed: 4) }
        let values = Array(whole.entries[0].parameter.values)
        let expected = (0..<4).flatMap { row in (0..<6).map { values[row % 2 * 6 + $0 % 3] } }
        #expect(Array(tiled.values) == expected)
        #expect(Array(after.values) == Array(whole.entries[1].parameter.values))
    }

    private func deviation(_ parameter: Parameter) -> Float {
        let squares = parameter.values.reduce(0) { $0 + $1 * $1 }
        return (squares / Float(parameter.count)).squareRoot()
    }

    @Test func theSameSeedGivesTheSameWeights() {
        func weights(seed: UInt64) -> [Float] {
            let store = ParameterStore()
            let parameter = store.declare("p", shape: [8, 8], initializer: .xavierUniform)
            store.initialize(seed: seed)
            return Array(parameter.values)
        }
        #expect(weights(seed: 4) == weights(seed: 4))
        #expect(weights(seed: 4) != weights(seed: 5))
    }

    @Test func vectorsAddUpRangeByRange() {
        let parameter = store.declare("p", shape: [20], initializer: .constant(0))
        store.allocate()
        let vectors = (1...3).map { number in
            let vector = ParameterVector(for: store)
            vector[parameter].update(repeating: Float(number))
            return vector
        }
        let squares = vectors[0].add(Array(vectors.dropFirst()), in: 4..<10)
        #expect(squares == 6 * 36)
        #expect(vectors[0].array(parameter) == (0..<20).map { (4..<10).contains($0) ? 6 : 1 })
        vectors[0].reset()
        #expect(vectors[0].array(parameter).allSatisfy { $0 == 0 })
    }

    @Test func vectorsKeepAndRestoreTheWeights() {
        let parameter = store.declare("p", shape: [20], initializer: .constant(3))
        store.initialize(seed: 1)
        let vector = ParameterVector(for: store)
        vector.copy(from: store)
        parameter.values.update(repeating: 5)
        vector.copy(to: store)
        #expect(parameter.values.allSatisfy { $0 == 3 })
    }
}
