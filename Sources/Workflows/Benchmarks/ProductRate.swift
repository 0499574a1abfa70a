import Basics
package import Tensors
/// How fast this machine multiplies matrices when it does nothing else.
package enum ProductRate {
    /// Rows, outputs and inputs of products such as large models have; the fastest tells the
    /// machine's limit.
    private static let shapes = [(1024, 1024, 1024), (2048, 2048, 512), (2048, 512, 2048)]
    private static let seconds = 0.4

    /// Operations a second of all workers together, each with products of its own.
    package static func measure(on pool: WorkerPool, _ precision: Precision) throws -> Double {
        try shapes.map { try rate($0, on: pool, precision) }.max() ?? 0
    }

    private static func rate(
        _ shape: (rows: Int, outputs: Int, inputs: Int), on pool: WorkerPool, _ precision: Precision
    ) throws -> Double {
        let store = ParameterStore()
        let weight = store.declare(
            "weight", shape: [shape.outputs, shape.inputs], initializer: .constant(0.5),
            isQuantizable: true)
        var random = RandomSource(seed: 1)
        store.initialize(using: &random)
        store.updateComputeCopy(precision)
        let operations = 2 * Double(shape.rows * shape.outputs * shape.inputs)
        return try pool.run { _, context in
            let x = context.tensor(
                [Float](repeating: 0.5, count: shape.rows * shape.inputs), shape.rows, shape.inputs)
            let each = Stopwatch.secondsPerCall(for: seconds) {
                _ = context.linear(x, weight: weight, bias: nil)
            }
            return operations / each
        }.reduce(0, +)
    }
}

/// Measures time.
enum Stopwatch {
    /// Mean seconds of a call, after two that do not count, over at least `seconds`.
    static func secondsPerCall(for seconds: Double, _ body: () -> Void) -> Double {
        for _ in 0..<2 { body() }
        let start = ContinuousClock.now
        var calls = 0
        var elapsed = 0.0
        while elapsed < seconds {
            body()
            calls += 1
            elapsed = start.duration(to: .now).seconds
        }
        return elapsed / Double(calls)
    }
}
