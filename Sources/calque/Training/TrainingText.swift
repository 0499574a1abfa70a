import CalqueKit

extension ParallelCorpus {
    /// The corpus as a validation set: as it is, but for pairs that the model cannot take, and a
    /// word on these.
    ///
    /// - Parameter maximumLength: The positions of the model.
    /// - Throws: `CalqueError` when a file cannot be read or nothing is left.
    func validationSet(
        _ tokenizer: TranslationTokenizer, maximumLength: Int
    ) throws -> Trainer.ValidationSet {
        var filters = CorpusFilters()
        filters.maximumTokens = maximumLength - 1
        filters.maximumLengthRatio = nil
        let (pairs, report) = try encoded(with: tokenizer, filters: filters, keepsText: true)
        StandardError.writeLine("validation text: \(report)")
        func lines(_ text: PackedText?) -> [String] { (0..<pairs.count).map { text?[$0] ?? "" } }
        return Trainer.ValidationSet(
            corpus: pairs, sources: lines(pairs.sourceText), references: lines(pairs.targetText))
    }
}

extension TranslationTokenizer {
    /// What translates a validation set.
    ///
    /// - Parameter beam: Hypotheses kept of every sentence; 1 is greedy search.
    func validationTranslator(beam: Int) -> Trainer.Translate {
        var options = SearchOptions()
        options.beamSize = beam
        return { [options] sources, model, pool in
            try TokenTranslator(model, on: pool).translate(sources, options).map {
                decodeTarget($0[0].tokens)
            }
        }
    }
}
