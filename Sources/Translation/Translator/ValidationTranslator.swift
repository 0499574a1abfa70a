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
            try TokenTranslator(model, on: pool).translate(sources, options).map {
                decodeTarget($0[0].tokens)
            }
        }
    }
}
