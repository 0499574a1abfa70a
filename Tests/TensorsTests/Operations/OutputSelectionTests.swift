import Tensors
import TestSupport
import Testing

/// Logits of some classes alone.
struct OutputSelectionTests {
    private let store = ParameterStore()
    private let table: OutputTable
    private static let (classes, width) = (300, 24)

    init() {
        let weight = store.declare(
            "weight", shape: [Self.classes, Self.width],
            initializer: .normal(standardDeviation: 0.5), isQuantizable: true)
        let bias = store.declare(
            "bias", shape: [1, Self.classes], initializer: .normal(standardDeviation: 1))
        table = OutputTable(weight: weight, bias: bias)
        store.initialize(seed: 1)
    }

    private static let selections: [[Int32]] = [
        [0], [299], [7, 3, 3, 250], Array(0..<300), Array(stride(from: 1, to: 280, by: 2)),
    ]

    @Test(arguments: selections, Set([Precision.float32, .fastest, .int8]))
    func theyAreThoseOfAllClasses(selection: [Int32], precision: Precision) {
        store.updateComputeCopy(precision)
        let context = Context(precision: precision)
        let x = context.random(5, Self.width)
        let all = context.logits(x, table)
        let some = context.logits(x, context.selection(of: selection, from: table))
        #expect(some.rows == 5 && some.columns >= selection.count)
        for row in 0..<5 {
            let expected = selection.map { all.floats[row * Self.classes + Int($0)] }
            let own = Array(some.floats[row * some.columns..<(row + 1) * some.columns])
            // A row's sums of whole numbers depend on nothing else.
            let distance = precision == .int8 ? 0 : 1e-4
            expect(
                Array(own.prefix(selection.count)), expected, relative: distance, "row \(row)")
            #expect(own.allSatisfy { $0.isFinite })
        }
    }

    @Test func aTableWithoutABiasHasNone() {
        let context = Context(precision: .float32)
        let x = context.random(2, Self.width)
        let plain = OutputTable(weight: table.weight, bias: nil)
        let some = context.logits(x, context.selection(of: [4, 9], from: plain))
        let all = context.logits(x, plain)
        expect(
            [some.floats[0], some.floats[1]], [all.floats[4], all.floats[9]], relative: 1e-5,
            "logits")
    }

    @Test func columnsAreGatheredRowByRow() {
        let context = Context(precision: .float32)
        let matrix = context.tensor((0..<12).map(Float.init), 3, 4)
        let gathered = context.gatherColumns(matrix, [[3, 0], [], [1, 2, 3]])
        let width = gathered.columns
        #expect(gathered.rows == 3 && width >= 3)
        let chosen: [[Float]] = [[3, 0], [], [9, 10, 11]]
        for (row, own) in chosen.enumerated() {
            let numbers = Array(gathered.floats[row * width..<(row + 1) * width])
            #expect(Array(numbers.prefix(own.count)) == own)
            #expect(numbers.dropFirst(own.count).allSatisfy { $0 == -.infinity })
        }
        #expect(context.gatherColumns(matrix, []).count == 0)
    }

    /// Neither numbers nor their order.
    @Test(arguments: [1, 100, 256, 257, 600])
    func whatBecomesOfARowDependsOnNoOther(count: Int) {
        let context = Context(precision: .float32)
        let matrix = context.random(2, 1500)
        let own = (0..<Int32(count)).map { $0 * 2 }
        let alone = context.gatherColumns(matrix, [own])
        let beside = context.gatherColumns(matrix, [own, Array(0..<1400)])
        #expect(beside.columns > alone.columns)
        let (one, two) = (
            context.logSoftmaxTopK(alone, k: 5), context.logSoftmaxTopK(beside, k: 5)
        )
        #expect(one.logProbabilities == Array(two.logProbabilities.prefix(5)))
        #expect(one.indices.prefix(min(5, count)) == two.indices.prefix(min(5, count)))
        #expect(context.logSumExp(alone)[0] == context.logSumExp(beside)[0])
        var (weights, others) = (
            [Float](repeating: 0, count: alone.columns),
            [Float](repeating: 0, count: beside.columns)
        )
        #expect(
            context.softmaxWeights(alone, row: 0, shift: 2, temperature: 1.5, into: &weights)
                == context.softmaxWeights(beside, row: 0, shift: 2, temperature: 1.5, into: &others)
        )
    }
}
