import Basics
public import Models
public import Tensors

/// Draws every token at random: see ``SearchOptions/Sampling``.
///
/// What is suppressed is impossible; the probabilities of what is left are scaled up. The
/// log-probabilities in the result are the model's own, before temperature and the like.
public struct SamplingSearch: Search {
    private let options: SearchOptions
    private let sampling: SearchOptions.Sampling

    /// Sampling with the lengths, tokens and penalties of `options`.
    public init(_ options: SearchOptions, _ sampling: SearchOptions.Sampling) {
        self.options = options
        self.sampling = sampling
    }

    /// See ``Search/translations(of:with:_:)``.
    public func translations<Model: TranslationModel>(
        of batch: SearchBatch, with model: Model, _ context: Context
    ) -> [[SearchResult]] {
        guard !batch.sentences.isEmpty else { return [] }
        let options = self.options.adapted(to: model)
        let rules = options.historyRules
        var drafts = Drafts(batch, options, for: model)
        var sampler = TokenSampler(sampling, vocabularySize: model.targetVocabularySize)
        var random = batch.sentences.map { sampling.randomSource(at: $0.place) }
        var state = model.encode(batch.source, context)
        while !drafts.areFinished {
            let next = NextTokens(
                model.step(drafts.latestTokens, &state, context), count: sampling.topK ?? 1,
                forbidden: [], rules: rules + [ForbiddenTokens(tokens: drafts.forbiddenTokens)],
                histories: drafts.histories, context)
            drafts.extend(by: next) { row, sentence in
                sampler.draw(from: next, row, using: &random[sentence], context)
            } among: { ranking, sentence in
                sampler.draw(from: ranking, using: &random[sentence])
            }
            drafts.dropFinished(from: &state)
        }
        return drafts.results
    }
}

extension SearchOptions.Sampling {
    /// The random numbers of a sentence.
    fileprivate func randomSource(at place: SearchSentence.Place) -> RandomSource {
        RandomSource(seed: seed, path: place.line, place.part)
    }
}
