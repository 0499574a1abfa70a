public import Models
public import Tensors

/// Takes the most probable token at every step; of equally probable ones, the one with the smaller
/// id.
public struct GreedySearch: Search {
    private let options: SearchOptions

    /// The greedy search with the lengths, tokens and penalties of `options`.
    public init(_ options: SearchOptions) {
        self.options = options
    }

    /// See ``Search/translations(of:with:_:)``.
    public func translations<Model: TranslationModel>(
        of batch: SearchBatch, with model: Model, _ context: Context
    ) -> [[SearchResult]] {
        guard !batch.sentences.isEmpty else { return [] }
        let options = self.options.adapted(to: model)
        let rules = options.historyRules
        var drafts = Drafts(batch, options, for: model)
        var state = model.encode(batch.source, context)
        while !drafts.areFinished {
            let next = NextTokens(
                model.step(drafts.latestTokens, &state, context), count: 1,
                forbidden: drafts.forbiddenTokens, rules: rules, histories: drafts.histories,
                context)
            drafts.extend(by: next) {
                row, _ in
                next.best(row)
            } among: {
                ranking, _ in
                ranking.first
            }
            drafts.dropFinished(from: &state)
        }
        return drafts.results
    }
}
