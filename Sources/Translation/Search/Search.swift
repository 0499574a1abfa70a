public import Models
public import Tensors

/// A way to find translations. It knows a model only by its protocol: it encodes, then feeds every
/// hypothesis its latest token and is told how probable the next ones are.
public protocol Search: Sendable {
    /// The translations of every sentence, best first: one or more.
    ///
    /// A sentence's translations do not depend on the other sentences.
    ///
    /// - Parameters:
    ///   - batch: Sentences, none longer than the model's maximum, whose target prefixes fit in the
    ///     longest translation.
    ///   - model: The model that translates.
    ///   - context: Where the model runs, without a tape.
    func translations<Model: TranslationModel>(
        of batch: SearchBatch, with model: Model, _ context: Context
    ) -> [[SearchResult]]
}
