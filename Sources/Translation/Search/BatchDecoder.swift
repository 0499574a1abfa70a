import Layers
import Models
import Tensors

/// A model that decodes the sentences of a batch for a search, step by step.
///
/// Where the model has a shortlist, each sentence chooses from its own tokens. The output layer is
/// computed for the tokens of all sentences together, and every row of it is then reduced to those of
/// its sentence, in order. So what a sentence is given depends, to the last bit, on no other.
struct BatchDecoder<Model: TranslationModel> {
    private let model: Model
    private var state: Model.State
    /// What every sentence may have; none where all may have all tokens.
    private let choices: [Choice]

    /// What a sentence may have.
    private struct Choice {
        /// The tokens, ascending.
        let tokens: [Int32]
        /// Their columns in what the model computes.
        let columns: [Int32]
    }

    /// Has the model read the sentences.
    init(
        _ batch: SearchBatch, _ options: SearchOptions, by model: Model, _ context: Context
    ) {
        let candidates = batch.candidates(options, by: model)
        self.model = model
        state = model.encode(batch.source, outputs: candidates?.union, context)
        let outputs = state.outputs
        choices = (candidates ?? []).map {
            Choice(tokens: $0, columns: outputs.map($0.places(in:)) ?? $0)
        }
    }

    /// Feeds every hypothesis its latest token and predicts the next.
    ///
    /// - Parameters:
    ///   - tokens: One for every hypothesis.
    ///   - sentences: The sentence of every hypothesis, by its place in the batch.
    ///   - record: Gets the encoder-decoder attention.
    mutating func step(
        _ tokens: [Int32], of sentences: [Int], record: AttentionRecord? = nil, _ context: Context
    ) -> StepLogits {
        let logits = model.step(tokens, &state, record: record, context)
        guard !choices.isEmpty else { return StepLogits(logits) }
        let choices = sentences.map { self.choices[$0] }
        return StepLogits(
            context.gatherColumns(logits, choices.map { $0.columns }),
            of: choices.map { $0.tokens })
    }

    /// Keeps hypotheses `rows`, in that order; one may be kept several times.
    mutating func select(rows: [Int32]) { state.select(rows: rows) }
}

// MARK: Candidates

extension SearchBatch {
    /// The tokens that each sentence may have by the model's shortlist; nil where that is not asked
    /// for, or the model has none.
    fileprivate func candidates(
        _ options: SearchOptions, by model: some TranslationModel
    ) -> [[Int32]]? {
        guard options.usesShortlist else { return nil }
        let candidates = sentences.compactMap { $0.candidates(by: model) }
        return candidates.count == sentences.count ? candidates : nil
    }
}

extension SearchSentence {
    /// Those of the shortlist, what the translation has to begin with and to have in it, and the end,
    /// which no list need have.
    fileprivate func candidates(by model: some TranslationModel) -> [Int32]? {
        guard let listed = model.candidates(for: source) else { return nil }
        let needed =
            targetPrefix + (completion?.tokens ?? []) + (constraints?.tokens ?? [])
            + [model.specialTokens.end]
        let missing = needed.filter { listed.place(of: $0) == nil }
        return missing.isEmpty ? listed : Set(listed).union(missing).sorted()
    }
}

extension [[Int32]] {
    /// The numbers of all lists, ascending and each once. The lists are ascending.
    fileprivate var union: [Int32] {
        if count == 1 { return self[0] }
        let end = compactMap(\.last).max().map { Int($0) + 1 } ?? 0
        var isThere = [Bool](repeating: false, count: end)
        for list in self {
            for number in list { isThere[Int(number)] = true }
        }
        return isThere.indices.filter { isThere[$0] }.map(Int32.init)
    }
}

extension [Int32] {
    /// The places of these ascending numbers among others, which are ascending and have them all.
    fileprivate func places(in others: [Int32]) -> [Int32] {
        var place = 0
        return map { number in
            while others[place] != number { place += 1 }
            return Int32(place)
        }
    }
}
