public import Models

/// The speed of training by size, of which one is measured.
public enum TrainingSpeeds {
    private static let warmUpUpdates = 2
    private static let measuredUpdates = 3
    private static let updateTokens = 2048

    /// Tokens a second of every size: of the longer side of every pair, end tokens included.
    ///
    /// The size that is `measured` makes a few updates; for the others the arithmetic of their matrix
    /// products tells, which estimates larger models a little too low.
    ///
    /// - Parameters:
    ///   - measured: The size that is measured.
    ///   - configurations: What each size means.
    ///   - data: The training pairs.
    ///   - options: Workers and precision.
    public static func measure(
        _ measured: ModelSize, of configurations: [ModelSize: any ModelConfiguration],
        on data: TrainingData, options: TrainingOptions
    ) throws -> [ModelSize: Double] {
        guard let reference = configurations[measured] else {
            preconditionFailure("no configuration of size \(measured.rawValue) to be measured")
        }
        var options = options
        options.updateTokens = updateTokens
        let updates = try TrainingBenchmark(
            reference.makeModel(seed: options.seed), data: data, options: options
        ).run(updates: measuredUpdates, warmUp: warmUpUpdates)
        let batches = updates.flatMap(\.batches)
        let tokens = max(
            batches.reduce(0) { $0 + $1.source.tokenCount },
            batches.reduce(0) { $0 + $1.labelCount })
        let speed = Double(tokens) / updates.reduce(0) { $0 + $1.seconds }
        func operations(_ configuration: any ModelConfiguration) -> Double {
            batches.reduce(0) { $0 + configuration.productOperations(of: $1) }
        }
        return configurations.mapValues { speed * operations(reference) / operations($0) }
    }
}
