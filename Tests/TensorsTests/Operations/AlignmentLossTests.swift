import Basics
import Tensors
import TestSupport
import Testing

/// A head that is told where to look: loss and gradients.
struct AlignmentLossTests {
    /// Three sentences, one of them without targets; filler rows on both sides; heads of width 4.
    private static let shape = AttentionShape(heads: 3, headWidth: 4, isCausal: false, dropout: 0)
    private static let queryOffsets = [0, 4, 4, 7]
    private static let keyOffsets = [0, 5, 7, 19]
    private static let (queryRows, keyRows) = (8, 20)
    /// By row of queries, rows of keys.
    private static let linked: [[Int32]] = [[1, 4], [], [0], [2], [7, 12, 18], [], [9], []]
    private static let links = AttentionLinks(
        offsets: linked.indices.reduce(into: [0]) { $0.append($0[$1] + Int32(linked[$1].count)) },
        keys: linked.flatMap { $0 })

    private let store = ParameterStore()
    private let output: Parameter
    private let table: OutputTable

    init() {
        output = store.declare("output", shape: [12, 12], initializer: .constant(0))
        table = OutputTable(
            weight: store.declare(
                "table", shape: [7, 12], initializer: .normal(standardDeviation: 1)), bias: nil)
        store.initialize(seed: 3)
    }

    /// What is read: queries, and keys beside values.
    private struct Inputs {
        var queries: [Float]
        var keysAndValues: [Float]

        init() {
            var random = RandomSource(seed: 4)
            queries = (0..<queryRows * 12).map { _ in random.nextNormal() }
            keysAndValues = (0..<keyRows * 24).map { _ in random.nextNormal() }
        }
    }

    private struct Outcome {
        let guide: AttentionGuide
        /// The guide's loss, times its weight, and that of what the attention is used for.
        let loss: Double
        let queryGradient: [Float]
        let keyValueGradient: [Float]
    }

    /// - Parameter attends: Whether the attention itself is used, too.
    private func run(
        _ inputs: Inputs, head: Int = 1, weight: Float = 0.5, attends: Bool,
        _ precision: Precision = .float32
    ) -> Outcome {
        store.updateComputeCopy(precision)
        let context = Context(precision: precision)
        let guide = AttentionGuide(head: head, before: output, links: Self.links, weight: weight)
        let queries = context.tensor(inputs.queries, Self.queryRows, 12)
        let keysAndValues = context.tensor(inputs.keysAndValues, Self.keyRows, 24)
        let segments = AttentionSegments(
            queryOffsets: Self.queryOffsets, keyOffsets: Self.keyOffsets)
        var tape: Tape?
        let loss = context.withAttentionGuide(guide) {
            context.backpropagate(into: ParameterVector(for: store), dropout: nil) {
                tape = context.tape
                let (query, key) = (HeadColumns(queries), HeadColumns(keysAndValues))
                context.guide(query, key, segments: segments, shape: Self.shape, before: output)
                guard attends else { return 0.0 }
                let heads = context.attention(
                    query: query, key: key, value: HeadColumns(keysAndValues, from: 12),
                    segments: segments, shape: Self.shape)
                let labels = (0..<Int32(Self.queryRows)).map { $0 % 7 }
                return context.crossEntropy(heads, table, labels: labels, smoothing: 0).loss
            }
        }
        return Outcome(
            guide: guide, loss: loss + Double(weight) * guide.loss,
            queryGradient: tape?.gradient(of: queries)?.array() ?? [],
            keyValueGradient: tape?.gradient(of: keysAndValues)?.array() ?? [])
    }

    /// The loss of a head, and the gradients of all columns of queries, and of keys beside values.
    private func reference(
        _ inputs: Inputs, head: Int
    ) -> (loss: Double, queries: [Double], keysAndValues: [Double]) {
        let first = head * Self.shape.headWidth
        func rows(_ values: [Float], _ columns: Int, _ range: Range<Int>) -> Reference.Matrix {
            Reference.Matrix(range.count, Self.shape.headWidth) {
                Double(values[(range.lowerBound + $0) * columns + first + $1])
            }
        }
        var loss = 0.0
        var queries = [Double](repeating: 0, count: Self.queryRows * 12)
        var keysAndValues = [Double](repeating: 0, count: Self.keyRows * 24)
        for sentence in 0..<3 {
            let targets = Self.queryOffsets[sentence]..<Self.queryOffsets[sentence + 1]
            let sources = Self.keyOffsets[sentence]..<Self.keyOffsets[sentence + 1]
            let sought = Reference.AlignmentLoss(
                queries: rows(inputs.queries, 12, targets),
                keys: rows(inputs.keysAndValues, 24, sources),
                links: targets.map { Self.linked[$0].map { Int($0) - sources.lowerBound } })
            loss += sought.loss
            for column in 0..<Self.shape.headWidth {
                for (place, row) in targets.enumerated() {
                    queries[row * 12 + first + column] = sought.queryGradient[place, column]
                }
                for (place, row) in sources.enumerated() {
                    keysAndValues[row * 24 + first + column] = sought.keyGradient[place, column]
                }
            }
        }
        return (loss, queries, keysAndValues)
    }

    @Test(arguments: 0..<3)
    func lossAndGradientsAreThoseOfTheEquation(head: Int) {
        let inputs = Inputs()
        let expected = reference(inputs, head: head)
        let actual = run(inputs, head: head, weight: 0.5, attends: false)
        #expect(abs(actual.guide.loss - expected.loss) < 1e-5 * expected.loss)
        #expect(actual.guide.linkedQueries == 5)
        expect(
            actual.queryGradient, expected.queries.map { 0.5 * $0 }, relative: 1e-5,
            "gradient of queries")
        expect(
            actual.keyValueGradient, expected.keysAndValues.map { 0.5 * $0 }, relative: 1e-5,
            "gradient of keys")
    }

    /// Queries without links are left alone, and so are values and other heads.
    @Test func nothingElseGetsAGradient() {
        let gradient = run(Inputs(), head: 2, attends: false)
        for row in Self.linked.indices where Self.linked[row].isEmpty {
            #expect(gradient.queryGradient[row * 12..<(row + 1) * 12].allSatisfy { $0 == 0 })
        }
        for row in 0..<Self.keyRows {
            let columns = gradient.keyValueGradient[row * 24..<(row + 1) * 24]
            #expect(columns.prefix(8).allSatisfy { $0 == 0 })
            #expect(columns.dropFirst(12).allSatisfy { $0 == 0 })
        }
    }

    @Test func gradientsAreAddedToThoseOfTheAttention() {
        let inputs = Inputs()
        let both = run(inputs, attends: true)
        let alone = run(inputs, weight: 0, attends: true)
        let guided = run(inputs, attends: false)
        expect(
            both.queryGradient, zip(alone.queryGradient, guided.queryGradient).map(+),
            relative: 1e-5, "gradient of queries")
        expect(
            both.keyValueGradient, zip(alone.keyValueGradient, guided.keyValueGradient).map(+),
            relative: 1e-5, "gradient of keys and values")
    }

    @Test func gradientsAreThoseOfFiniteDifferences() {
        let inputs = Inputs()
        let analytic = run(inputs, attends: true)
        let step: Float = 0.03125
        func derivative(_ move: (inout Inputs, Float) -> Void) -> Double {
            func loss(at distance: Float) -> Double {
                var moved = inputs
                move(&moved, distance)
                return run(moved, attends: true).loss
            }
            let near = loss(at: step) - loss(at: -step)
            let far = loss(at: 2 * step) - loss(at: -2 * step)
            return (8 * near - far) / (12 * Double(step))
        }
        expect(
            analytic.queryGradient,
            inputs.queries.indices.map { place in derivative { $0.queries[place] += $1 } },
            relative: 2e-3, absolute: 1e-4, "gradient of queries")
        expect(
            analytic.keyValueGradient,
            inputs.keysAndValues.indices.map { place in
                derivative { $0.keysAndValues[place] += $1 }
            },
            relative: 2e-3, absolute: 1e-4, "gradient of keys and values")
    }

    @Test(.enabled(if: Precision.fastest == .bfloat16))
    func bfloat16AgreesWithFloat32() {
        let inputs = Inputs()
        let exact = run(inputs, attends: false)
        let rounded = run(inputs, attends: false, .bfloat16)
        #expect(abs(rounded.loss - exact.loss) < 0.02 * exact.loss)
        expect(
            rounded.queryGradient, exact.queryGradient, relative: 0.04, absolute: 1e-3,
            "gradient of queries")
        expect(
            rounded.keyValueGradient, exact.keyValueGradient, relative: 0.04, absolute: 1e-3,
            "gradient of keys")
    }

    @Test func otherAttentionsAreNotGuided() {
        let context = Context(precision: .float32)
        let other = output[rows: 1..<2]
        let guide = AttentionGuide(head: 0, before: output, links: Self.links, weight: 1)
        let x = context.random(Self.keyRows, 24)
        context.withAttentionGuide(guide) {
            context.guide(
                HeadColumns(x), HeadColumns(x, from: 12),
                segments: AttentionSegments(
                    queryOffsets: Self.queryOffsets, keyOffsets: Self.keyOffsets),
                shape: Self.shape, before: other)
        }
        #expect(guide.loss == 0 && guide.linkedQueries == 0)
    }
}
