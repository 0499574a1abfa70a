import Basics
import Layers
package import Models
package import Tensors
/// Operations with the shapes of a training batch, each on all workers at once.
package struct OperationBench {
    /// Legend: R rows, d width, f inner width, h heads, n tokens of a sentence, V vocabulary.
    package struct Shape: Sendable {
        let rows: Int
        let width: Int
        let innerWidth: Int
        let heads: Int
        let sentence = 32
        let vocabulary = 8000
        /// Bytes of an activation.
        let elementBytes: Int
    }

    /// An operation to be measured.
    package struct Operation: Sendable {
        package let name: String
        /// What a call has to do.
        package let work: @Sendable (Shape) -> Work
        /// Prepares inputs and returns the call.
        let prepare: @Sendable (Shape, Weights, Context) -> () -> Void
    }

    private static let seconds = 0.2
    let shape: Shape
    private let weights: Weights
    private let pool: WorkerPool

    init(size: ModelSize, rows: Int, precision: Precision, pool: WorkerPool) {
        shape = Shape(
            rows: rows / 32 * 32, width: size.width, innerWidth: size.innerWidth, heads: size.heads,
            elementBytes: precision.elementType.byteCount)
        weights = Weights(shape, precision)
        self.pool = pool
    }

    /// Mean seconds of a call on one worker.
    func seconds(of operation: Operation) throws -> Double {
        let each = try pool.run { [shape, weights] _, context in
            Stopwatch.secondsPerCall(
                for: Self.seconds, operation.prepare(shape, weights, context))
        }
        return each.reduce(0, +) / Double(each.count)
    }
}

/// All operations beside the limits of the machine.
extension OperationBench {
    /// A part of what `calque benchmark operations` prints.
    package enum Report: Encodable {
        case limits(PrecisionRates, MachineLimits)
        case operation(OperationSpeed)

        /// The part for programs.
        package func encode(to encoder: any Encoder) throws {
            switch self {
            case .limits(let rates, _): try rates.encode(to: encoder)
            case .operation(let speed): try speed.encode(to: encoder)
            }
        }

        /// The same for people.
        ///
        /// - Parameter advice: A program's own sentence on how to choose a type that is faster than the
        ///   default.
        package func text(advising advice: (_ faster: Precision) -> String) -> String {
            switch self {
            case .limits(let rates, let limits):
                rates.text + (rates.faster.map { advice($0) + "\n" } ?? "") + limits.text
            case .operation(let speed): speed.text
            }
        }
    }

    /// Measures the limits, then the operations.
    ///
    /// - Parameters:
    ///   - size: The model whose shapes are measured.
    ///   - rows: Rows of a worker's batch.
    ///   - precision: The type of products and activations; nil for the faster on this processor.
    ///   - report: Takes every part as soon as it is known.
    package static func measure(
        _ size: ModelSize, rows: Int, _ precision: Precision?, workers: Int,
        report: (Report) throws -> Void
    ) throws {
        try precision?.requireSupport()
        let precision = precision ?? .fastest
        let pool = WorkerPool(count: workers, precision: precision)
        let bench = OperationBench(size: size, rows: rows, precision: precision, pool: pool)
        let rates = try PrecisionRates.measure(workers: workers)
        let limits = MachineLimits(
            operations: rates.rates[precision] ?? 0, bytes: try MemoryRate.measure(on: pool))
        try report(.limits(rates, limits))
        for operation in operations {
            let speed = OperationSpeed(
                operation: operation.name, seconds: try bench.seconds(of: operation),
                work: operation.work(bench.shape), workers: workers, limits)
            try report(.operation(speed))
        }
    }
}

extension OperationBench {
    /// The parameters that the operations use.
    struct Weights: Sendable {
        private let store = ParameterStore()
        let table: Parameter
        let up: Parameter
        let upBias: Parameter
        let norm: NormParameters
        let recurrent: [RecurrentCell: RecurrentLayer]
        let simpleUnit: SimpleRecurrentUnit

        init(_ shape: Shape, _ precision: Precision) {
            let normal = Initializer.normal(standardDeviation: 0.02)
            table = store.declare(
                "table", shape: [shape.vocabulary, shape.width], initializer: normal)
            up = store.declare("up", shape: [shape.innerWidth, shape.width], initializer: normal)
            upBias = store.declare("bias", shape: [shape.innerWidth], initializer: .constant(0))
            norm = NormParameters(
                gain: store.declare("gain", shape: [shape.width], initializer: .constant(1)),
                bias: store.declare("shift", shape: [shape.width], initializer: .constant(0)),
                epsilon: 1e-5)
            let builder = ParameterBuilder(store)
            recurrent = Dictionary(
                uniqueKeysWithValues: RecurrentCell.allCases.map { cell in
                    let layer = RecurrentLayer(
                        cell: cell, inputWidth: shape.width, width: shape.width,
                        builder[cell.rawValue])
                    return (cell, layer)
                })
            simpleUnit = SimpleRecurrentUnit(width: shape.width, builder["ssru"])
            store.initialize(seed: 1)
            store.updateComputeCopy(precision)
        }
    }
}

extension OperationBench.Shape {
    /// Random activations `[R, columns]`.
    func activations(_ columns: Int, _ context: Context) -> Tensor {
        var random = RandomSource(seed: 2)
        return context.tensor(
            (0..<rows * columns).map { _ in random.nextUniform() - 0.5 }, rows, columns)
    }

    /// Rows that belong to sentences of n tokens.
    var segments: AttentionSegments {
        AttentionSegments(queryOffsets: sentenceOffsets, keyOffsets: sentenceOffsets)
    }

    /// The same sentences, token by token.
    var steps: TimeSteps { TimeSteps(sentenceOffsets: sentenceOffsets, rows: rows) }

    private var sentenceOffsets: [Int] { Array(stride(from: 0, through: rows, by: sentence)) }

    /// One token for every row.
    var tokens: [Int32] { (0..<rows).map { Int32($0 * 7919 % vocabulary) } }

    /// Bytes of `count` activations of width d for every row.
    func activationBytes(_ count: Int) -> Double { Double(count * rows * width * elementBytes) }
}
