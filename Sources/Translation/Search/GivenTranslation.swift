import Layers
package import Models
package import Tensors

/// What a search would say of a translation that is given: the model's log-probabilities, and the
/// score that the options make of them.
package struct GivenTranslation: Sendable, Equatable {
    /// A token of it.
    package struct Token: Sendable, Equatable {
        /// The token.
        package let id: Int32
        /// log P of it given the source and the tokens before it, as the model gives it.
        package let logProbability: Float
        /// The same under the rules; −∞ where they forbid it.
        package let score: Float
        /// Its place among all tokens that may come there, from 1; nil where it may not.
        package let rank: Int?
    }

    /// The tokens, the end token last.
    package let tokens: [Token]
    /// What it is ranked by (``SearchResult/score``); −∞ where the options exclude it.
    package let score: Double
}

extension GivenTranslation {
    /// Steps a model through a translation as a search does through what it finds.
    ///
    /// - Parameters:
    ///   - tokens: The translation, its end token last.
    ///   - sentence: The source, without a target prefix.
    ///   - options: How the search ranks.
    package init(
        _ tokens: [Int32], of sentence: SearchSentence, by model: some TranslationModel,
        _ options: SearchOptions, _ context: Context
    ) {
        let options = options.adapted(to: model)
        let batch = SearchBatch(
            [sentence], padding: model.specialTokens.padding,
            for: context.precision)
        let longest = batch.maximumLengths(options, for: model)[0]
        var decoder = BatchDecoder(batch, options, by: model, context)
        var coverage = Coverage()
        self.tokens = tokens.indices.map { length in
            let latest = length == 0 ? model.specialTokens.start : tokens[length - 1]
            let record = options.coveragePenalty > 0 ? AttentionRecord() : nil
            let logits = decoder.step([latest], of: [0], record: record, context)
            if let layer = record?.layers.last {
                coverage = coverage.adding(layer.meanOverHeads(of: 0))
            }
            let next = NextTokens(
                logits, count: 1,
                forbidden: options.forbiddenTokens(at: length, end: model.specialTokens.end),
                rules: options.historyRules, histories: [Array(tokens[..<length])], context)
            return Token(tokens[length], among: next, room: longest - length, model)
        }
        let sum = self.tokens.reduce(0) { $0 + Double($1.score) }
        score =
            options.lengthPenalty.score(logProbability: sum, length: tokens.count)
            + coverage.penalty(options.coveragePenalty)
    }
}

extension GivenTranslation.Token {
    /// - Parameter room: How many tokens may still come. Where none may, the end is all that is
    ///   left, whatever forbids it.
    fileprivate init(
        _ id: Int32, among next: NextTokens, room: Int, _ model: some TranslationModel
    ) {
        let token = room > 0 ? next.token(id, row: 0) : next.forcedToken(id, row: 0)
        let isPossible =
            room > 0 ? next.isPossible(token) : room == 0 && id == model.specialTokens.end
        self.init(
            id: id, logProbability: token.logProbability,
            score: isPossible ? token.score : -.infinity,
            rank: isPossible ? (room > 0 ? next.rank(of: token, row: 0) : 1) : nil)
    }
}
