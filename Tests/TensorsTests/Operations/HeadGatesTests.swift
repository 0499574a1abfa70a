import Tensors
import TestSupport
import Testing

struct HeadGatesTests {
    private let store = ParameterStore()
    private let weight: Parameter
    private let table: OutputTable
    private let context = Context(precision: .float32)
    private let offsets = [0, 3, 4, 8]

    init() {
        weight = store.declare("weight", shape: [6, 6], initializer: .constant(0))
        table = OutputTable(
            weight: store.declare(
                "table", shape: [7, 6], initializer: .normal(standardDeviation: 1)), bias: nil)
        store.initialize(seed: 3)
    }

    private var segments: AttentionSegments {
        AttentionSegments(queryOffsets: offsets, keyOffsets: offsets)
    }

    private func gates(_ values: [Float]) -> HeadGates {
        let gates = HeadGates()
        gates[weight] = values
        return gates
    }

    /// −log p of every sentence, behind the gates.
    private func losses(_ gates: HeadGates, gradients: ParameterVector? = nil) -> [Double] {
        let x = context.random(8, 6)
        let labels = (0..<8).map { Int32($0 % 7) }
        var logProbabilities = [Float](repeating: 0, count: 8)
        func run() {
            let gated = context.gated(x, before: weight, segments: segments)
            logProbabilities.withUnsafeMutableBufferPointer {
                _ = context.crossEntropy(
                    gated, table, labels: labels, smoothing: 0, logProbabilities: $0.baseAddress)
            }
        }
        context.withHeadGates(gates) {
            if let gradients {
                context.backpropagate(into: gradients, dropout: nil, run)
            } else {
                run()
            }
        }
        return zip(offsets, offsets.dropFirst()).map { start, end in
            logProbabilities[start..<end].reduce(0.0) { $0 - Double($1) }
        }
    }

    @Test func everySentencesGradientIsThatOfItsLoss() throws {
        let values: [Float] = [1, 0.5]
        let gates = gates(values)
        _ = losses(gates, gradients: ParameterVector(for: store))
        let gradient = try #require(gates.gradient(of: weight))
        #expect(gradient.count == 3 && gradient.allSatisfy { $0.count == 2 })
        let step: Float = 0.01
        for head in 0..<2 {
            func losses(at distance: Float) -> [Double] {
                var moved = values
                moved[head] += distance
                return self.losses(self.gates(moved))
            }
            let differences = zip(losses(at: step), losses(at: -step)).map {
                ($0 - $1) / Double(2 * step)
            }
            expect(
                gradient.map { Float($0[head]) }, differences, relative: 0.005, absolute: 1e-3,
                "gradient of gate \(head)")
        }
    }

    @Test func aGateOfOneChangesNothing() {
        let x = context.random(8, 6)
        let gated = context.withHeadGates(gates([1, 1, 1])) {
            context.gated(x, before: weight, segments: segments)
        }
        #expect(gated.array() == x.array())
    }

    @Test func gatesMultiplyTheColumnsOfTheirHeads() {
        let x = context.tensor([1, 2, 3, 4, 5, 6, 7, 8], 2, 4)
        let gated = context.withHeadGates(gates([2, 0])) {
            context.gated(
                x, before: weight,
                segments: AttentionSegments(queryOffsets: [0, 2], keyOffsets: [0, 2])
            )
        }
        #expect(gated.array() == [2, 4, 0, 0, 10, 12, 0, 0])
    }

    @Test func withoutGatesNothingIsMade() {
        let x = context.random(2, 6)
        let segments = AttentionSegments(queryOffsets: [0, 2], keyOffsets: [0, 2])
        let same = context.gated(x, before: weight, segments: segments)
        #expect(same.storage === x.storage)
        let other = context.withHeadGates(HeadGates()) {
            context.gated(x, before: weight, segments: segments)
        }
        #expect(other.storage === x.storage)
    }

    @Test func noGradientComesWithoutABackwardPass() {
        let gates = gates([1, 1])
        _ = losses(gates)
        #expect(gates.gradient(of: weight) == nil)
    }
}
