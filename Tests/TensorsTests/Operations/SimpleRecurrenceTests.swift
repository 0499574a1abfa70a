import Tensors
import TestSupport
import Testing

struct SimpleRecurrenceTests {
    private static let width = 20
    private static let lengths = [7, 1, 4, 7]
    private let context = Context(precision: .float32)
    private let offsets = lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    private let bias: Parameter

    init() {
        let store = ParameterStore()
        bias = store.declare(
            "bias", shape: [Self.width], initializer: .normal(standardDeviation: 1))
        store.initialize(seed: 4)
    }

    private func whole(_ input: Tensor) -> Tensor {
        context.simpleRecurrence(
            input: input, bias: bias,
            segments: AttentionSegments(queryOffsets: offsets, keyOffsets: offsets))
    }

    private func row(_ row: Int, of values: [Float]) -> [Float] {
        Array(values[row * Self.width..<(row + 1) * Self.width])
    }

    @Test func aRecurrenceIsItsStepsOneByOne() {
        let input = context.random(offsets.last ?? 0, 2 * Self.width, seed: 5)
        let expected = whole(input).array()
        var cell: Tensor?
        for step in 0..<7 {
            // The sentences that are over go on with zeros, which nobody looks at.
            let rows = Self.lengths.indices.map {
                step < Self.lengths[$0] ? Int32(offsets[$0] + step) : -1
            }
            let next = context.simpleRecurrentStep(
                input: context.gatherRows(input, rows), bias: bias, from: cell)
            cell = next.cell
            for (place, packed) in rows.enumerated() where packed >= 0 {
                expect(
                    row(place, of: next.output.array()), row(Int(packed), of: expected),
                    relative: 1e-6, absolute: 1e-7, "sentence \(place) at step \(step)")
            }
        }
    }

    @Test func fillerRowsAreZeroAndHaveNoInfluence() {
        let rows = offsets.last ?? 0
        // Memory that has been used before holds anything but zeros.
        do { _ = context.tensor([Float](repeating: .nan, count: 100), 5, 20) }
        let input = context.random(rows + 3, 2 * Self.width, seed: 6)
        for place in rows * 2 * Self.width..<input.count { input.floats[place] = .nan }
        let filled = whole(input).array()
        let alone = whole(context.rows(0..<rows, of: input)).array()
        #expect(Array(filled.prefix(rows * Self.width)) == alone)
        #expect(filled.suffix(3 * Self.width).allSatisfy { $0 == 0 })
    }

    @Test func gradientsOfFillerRowsAreZero() throws {
        let rows = offsets.last ?? 0
        let input = context.random(rows + 3, 2 * Self.width, seed: 7)
        let gradient = try #require(
            context.vectorJacobianProduct(
                withRespectTo: input, gradients: ParameterVector(for: bias.store)
            ) {
                let out = whole(input)
                return (out, context.random(out.rows, out.columns, seed: 8))
            })
        let values = gradient.array()
        #expect(values.prefix(2 * rows * Self.width).contains { $0 != 0 })
        #expect(values.suffix(3 * 2 * Self.width).allSatisfy { $0 == 0 })
    }

    @Test func tenThousandStepsRunBackwards() throws {
        let input = context.random(10_000, 2 * Self.width, seed: 9)
        let gradient = try #require(
            context.vectorJacobianProduct(
                withRespectTo: input, gradients: ParameterVector(for: bias.store)
            ) {
                let out = context.simpleRecurrence(
                    input: input, bias: bias,
                    segments: AttentionSegments([.init(queries: 0..<10_000, keys: 0..<0)]))
                return (out, context.random(out.rows, out.columns, seed: 8))
            })
        #expect(gradient.array().allSatisfy { $0.isFinite })
    }
}
