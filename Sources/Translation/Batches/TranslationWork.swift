import Models
import Tensors

/// A sentence that somebody wants translated.
struct SentenceRequest: Sendable {
    /// The sentence.
    let sentence: SearchSentence
    /// Of which of its translations the attention is wanted, too.
    var attention = AttentionWanted.none

    enum AttentionWanted {
        case none, ofBest, ofAll
    }
}

/// What a search found of a sentence.
struct FoundTranslations: Sendable {
    /// The translations, best first.
    let results: [SearchResult]
    /// The attention of the translations of which it is wanted, in their order:
    /// `[translations][target tokens][source tokens]`.
    let attention: Result<[[[Float]]], any Error>
}

/// Searches for translations, and then reads what the model looked at while it predicts them.
struct TranslationWork: Sendable {
    let model: any TranslationModel
    let options: SearchOptions
    /// By which attention.
    let selection: AttentionSelection
    /// A head that is switched off meanwhile.
    let switchedOff: SwitchedOffHead?
    let limits: BatchLimits

    /// The work for a queue.
    var batchWork: BatchWork<SentenceRequest, FoundTranslations> {
        let search = options.search
        return BatchWork(
            Name(options: options, selection: selection, switchedOff: switchedOff), limits: limits,
            length: \.sentence.source.count
        ) { requests, context in
            let batch = SearchBatch(
                requests.map(\.sentence), padding: model.specialTokens.padding,
                for: context.precision)
            return context.without(switchedOff) {
                // With terms it is another search, which keeps no attention.
                if let search = search as? GreedySearch, !batch.hasConstraints,
                    requests.contains(where: { $0.attention != .none })
                {
                    return attended(requests, batch, by: search, context)
                }
                return attend(
                    requests, search.translations(of: batch, with: model, context), context)
            }
        }
    }

    private struct Name: Hashable {
        let options: SearchOptions
        let selection: AttentionSelection
        let switchedOff: SwitchedOffHead?
    }

    /// Searches, and keeps the attention as it goes.
    private func attended(
        _ requests: [SentenceRequest], _ batch: SearchBatch, by search: GreedySearch,
        _ context: Context
    ) -> [FoundTranslations] {
        let kept = KeptAttention(of: requests, selection, in: model)
        let results = search.translations(
            of: batch, with: model, record: nil, keeping: kept, context)
        return zip(results, kept.attention).map { results, attention in
            FoundTranslations(
                results: results, attention: attention.map { $0.map { [$0] } } ?? .success([]))
        }
    }

    /// Reads the attention where it is wanted.
    private func attend(
        _ requests: [SentenceRequest], _ results: [[SearchResult]], _ context: Context
    ) -> [FoundTranslations] {
        let pairs = zip(requests, results).map { request, results in
            chosen(results, request.attention).map {
                EncodedPair(request.sentence.source, $0, of: model)
            }
        }
        var attention = attention(in: pairs.flatMap { $0 }, context)[...]
        return zip(results, pairs).map { results, pairs in
            defer { attention = attention.dropFirst(pairs.count) }
            return FoundTranslations(
                results: results,
                attention: Result { try attention.prefix(pairs.count).map { try $0.get() } })
        }
    }

    private func chosen(
        _ results: [SearchResult], _ wanted: SentenceRequest.AttentionWanted
    ) -> ArraySlice<SearchResult> {
        switch wanted {
        case .none: []
        case .ofBest: results.prefix(1)
        case .ofAll: results[...]
        }
    }

    /// The attention in every pair. There may be more pairs than sentences: as many as translations.
    private func attention(
        in pairs: [EncodedPair], _ context: Context
    ) -> [Result<[[Float]], any Error>] {
        let batches = limits.batches(of: pairs.map(\.longerCount), workers: 1)
        var weights = [Result<[[Float]], any Error>?](repeating: nil, count: pairs.count)
        for batch in batches {
            let attention = model.attention(in: batch.map { pairs[$0] }, context)
            for (place, attention) in zip(batch, attention) {
                weights[place] = Result { try attention.weights(selection) }
            }
        }
        return weights.compactMap { $0 }
    }
}
