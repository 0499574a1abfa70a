public import Text
public import Training
import Translation

extension TranslationTokenizer {
    /// What translates a validation set for a trainer.
    ///
    /// - Parameter beam: Hypotheses kept of every sentence; 1 is greedy search.
    public func validationTranslator(beam: Int) -> Trainer.Translate {
        var options = SearchOptions()
        options.beamSize = beam
        return { [options] sources, model, pool in
            try TokenTranslator(model, on: pool).translate(sources, options).map {
                decodeTarget($0[0].tokens)
            }
        }
    }
}
