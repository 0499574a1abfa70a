import Layers
import Models
import Tensors

/// The moving average of the weights, which is validated and saved in their place.
struct AveragedWeights {
    private let model: any SequenceToSequenceModel
    private let optimizer: Adam
    private let precision: Precision
    private let ranks: RankAgreement

    /// The average that an optimiser keeps, if it keeps one.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - optimizer: The optimiser of its weights.
    ///   - precision: The type that the model is made ready for.
    ///   - ranks: Each has a share of the average.
    init(
        of model: any SequenceToSequenceModel, _ optimizer: Adam, precision: Precision,
        across ranks: RankAgreement
    ) {
        self.model = model
        self.optimizer = optimizer
        self.precision = precision
        self.ranks = ranks
    }

    /// Runs `body` with the average in the place of the weights, where there is one.
    ///
    /// - Parameter body: Is handed the weights themselves then.
    /// - Throws: What `body` throws; or `CalqueError` when another rank does not answer.
    func using<Result>(_ body: (_ weights: ParameterVector?) throws -> Result) throws -> Result {
        defer { optimizer.forgetOtherShares() }
        guard let average = optimizer.average else { return try body(nil) }
        try ranks.allGather(average)
        let store = model.parameters
        let weights = ParameterVector(for: store)
        weights.copy(from: store)
        average.copy(to: store)
        model.prepare(for: precision)
        defer {
            weights.copy(to: store)
            model.prepare(for: precision)
        }
        return try body(weights)
    }
}
