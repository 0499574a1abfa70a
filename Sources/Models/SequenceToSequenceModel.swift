public import Tensors
public import Text

/// A translation model with weights of its own, which can be trained and saved.
///
/// `Training` knows models only through this.
public protocol SequenceToSequenceModel: TranslationModel {
    /// The weights, by name.
    var parameters: ParameterStore { get }

    /// What `config.json` says of the model.
    var configurationObject: [String: Any] { get }
    /// How a file of weights may differ from the names in `parameters`.
    var loadingRules: ParameterStore.LoadingRules { get }

    /// The sum of the losses of all target tokens (teacher forcing: every token is predicted from
    /// the right ones before it). With a tape in the context the gradients are recorded.
    func loss(of batch: Batch, smoothing: Float, _ context: Context) -> LossSums
}

extension SequenceToSequenceModel {
    /// See `ParameterStore.updateComputeCopy`.
    public func prepare(for precision: Precision) { parameters.updateComputeCopy(precision) }
}
