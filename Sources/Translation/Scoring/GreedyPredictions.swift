import Basics
import Models
import Tensors
import Text

extension Translator {
    /// What greedy search would say next at every place of given translations, after the tokens that the
    /// translation itself has before it (teacher forcing), whatever a shortlist says. Greedy search
    /// says these tokens itself up to the first that is another than the translation's.
    ///
    /// - Parameters:
    ///   - pairs: The pairs.
    ///   - progress: Takes how many pairs are done; on any thread.
    /// - Returns: `[pairs][target tokens]`; nil where no token is possible.
    /// - Throws: `CalqueError` when a side is empty or too long or the model's numbers are not finite,
    ///   and `CancellationError` when the task is cancelled.
    package func forcedPredictions(
        of pairs: [EncodedPair], progress: (@Sendable (_ done: Int) -> Void)? = nil
    ) async throws -> [[Int32?]] {
        for (index, pair) in pairs.enumerated() { try model.requireFitting(pair, index) }
        let options = tokenTranslator.withoutUnknown(.greedy).adapted(to: model)
        let work = BatchWork(
            "forced predictions", limits: logitLimits, length: \EncodedPair.longerCount
        ) { [model] pairs, context in
            let batch = Batch(pairs, model.specialTokens)
            let next = NextTokens(
                StepLogits(model.logits(of: batch, record: nil, context)), count: 1,
                forbidden: options.suppressedTokens, rules: options.historyRules,
                histories: pairs.flatMap(\.targetPrefixes), context)
            return pairs.indices.map { pair -> [Int32?]? in
                let rows = batch.target.range(of: pair)
                return rows.allSatisfy(next.isFinite) ? rows.map { next.best($0)?.id } : nil
            }
        }
        let found = try await tokenTranslator.queue.submit(pairs, to: work, progress: progress)
            .value
        return try found.enumerated().map { index, tokens in
            guard let tokens else {
                throw CalqueError.notFinite("predicts the pair at index \(index)")
            }
            return tokens
        }
    }

    /// Logits are as many as tokens times the vocabulary.
    private var logitLimits: BatchLimits {
        let most = max(1, Self.mostLogits / max(1, model.targetVocabularySize))
        return BatchLimits(tokens: min(limits.tokens, most), sentences: limits.sentences)
    }

    /// The most logits of a batch, but for a single long sentence: 64 MiB.
    private static let mostLogits = 1 << 24

    /// What greedy search finds for sources, as token ids with the end token, where the search got to one;
    /// over all tokens, as in ``forcedPredictions(of:progress:)``.
    ///
    /// - Parameters:
    ///   - sources: Token ids of sentences, the end token's last.
    ///   - progress: Takes how many are done; on any thread.
    /// - Throws: As ``forcedPredictions(of:progress:)``.
    package func greedyTokens(
        of sources: [[Int32]], progress: (@Sendable (_ done: Int) -> Void)? = nil
    ) async throws -> [[Int32]] {
        for (index, source) in sources.enumerated() {
            try model.requireFittingSource(source, index)
        }
        let sentences = sources.enumerated().map { index, source in
            SentenceRequest(
                sentence: SearchSentence(source: source, place: .init(line: index)))
        }
        let end = model.specialTokens.end
        var options = SearchOptions.greedy
        options.usesShortlist = false
        return try await tokenTranslator.submit(sentences, options, progress: progress).value.map {
            let found = $0.results[0]
            return found.isCutOff ? found.tokens : found.tokens + [end]
        }
    }
}

extension EncodedPair {
    /// What stands before every token of the target.
    fileprivate var targetPrefixes: [[Int32]] { target.indices.map { Array(target[..<$0]) } }
}
