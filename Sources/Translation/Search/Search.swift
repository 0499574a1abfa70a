public import Models
public import Tensors
public import Text

/// A way to find translations. It knows a model only by its protocol: it encodes, then feeds every
/// hypothesis its latest token and is told how probable the next ones are.
public protocol Search: Sendable {
    /// The translations of every sentence, best first: one or more.
    ///
    /// A sentence's translations do not depend on the other sentences.
    ///
    /// - Parameters:
    ///   - source: Sentences, each with its end token, none longer than the model's maximum.
    ///   - model: The model that translates.
    ///   - context: Where the model runs, without a tape.
    func translations<Model: SequenceToSequenceModel>(
        of source: PackedSentences, with model: Model, _ context: Context
    ) -> [[SearchResult]]
}

extension SearchOptions {
    /// The search that these options ask for.
    public var search: any Search {
        beamSize == 1 ? GreedySearch(self) : BeamSearch(self)
    }

    /// The most tokens that the translation of each sentence may have.
    func maximumLengths(
        for source: PackedSentences, with model: some SequenceToSequenceModel
    ) -> [Int] {
        (0..<source.count).map {
            maximumLength(
                sourceCount: source.range(of: $0).count, modelMaximum: model.maximumLength)
        }
    }
}
