public import Models
public import Tensors
public import Text

extension TranslationTokenizer {
    /// What translates tokenized sources with a model as it is, which is how a trainer validates.
    ///
    /// - Parameter beam: Hypotheses kept of every sentence; 1 is greedy search.
    public func validationTranslator(
        beam: Int
    ) -> @Sendable ([[Int32]], any SequenceToSequenceModel, WorkerPool) throws -> [String] {
        var options = SearchOptions()
        options.beamSize = beam
        return { [options] sources, model, pool in
            let unknownToken = target.vocabulary.unknownID
            return try TokenTranslator(model, on: pool, unknownToken: unknownToken)
                .translate(sources, options).map { decodeTarget($0[0].tokens) }
        }
    }
}
