import Basics
import Foundation
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
        translations(of: batch, with: model, record: nil, context)
    }
}

extension SamplingSearch: RecordingSearch {
    /// See ``RecordingSearch/translations(of:with:record:_:)``.
    package func translations<Model: TranslationModel>(
        of batch: SearchBatch, with model: Model, record: SearchRecord?, _ context: Context
    ) -> [[SearchResult]] {
        guard !batch.sentences.isEmpty else { return [] }
        precondition(!batch.hasConstraints, "constraints of what is drawn at random")
        let options = self.options.adapted(to: model)
        let rules = options.historyRules
        let breadth = max(sampling.topK ?? 1, record?.breadth ?? 1)
        var hypotheses = SingleHypotheses(batch, options, for: model, record)
        var sampler = TokenSampler(sampling, vocabularySize: model.targetVocabularySize)
        var random = batch.sentences.map { sampling.randomSource(at: $0.place) }
        var decoder = BatchDecoder(batch, options, by: model, context)
        while !hypotheses.areFinished {
            let next = NextTokens(
                decoder.step(hypotheses.latestTokens, of: hypotheses.sentences, context),
                count: breadth, forbidden: [],
                rules: rules + [ForbiddenTokens(tokens: hypotheses.forbiddenTokens)],
                histories: hypotheses.histories, context)
            hypotheses.extend(by: next) { row, sentence in
                sampler.draw(from: next, row, using: &random[sentence], context)
            } among: { ranking, sentence in
                sampler.draw(from: ranking, using: &random[sentence])
            }
            if let record {
                hypotheses.note(next, in: record) {
                    sampler.probabilities(from: next, $0, context)
                }
            }
            hypotheses.dropFinished(from: &decoder)
        }
        return hypotheses.results
    }
}

extension SearchOptions.Sampling {
    /// The random numbers of a sentence.
    fileprivate func randomSource(at place: SearchSentence.Place) -> RandomSource {
        RandomSource(seed: seed, path: place.line, place.part)
    }
}

extension SearchOptions {
    /// How tokens are drawn: from the model's distribution, with its shape and its tail changed.
    ///
    /// The changes are made in the order of the fields, as in `transformers`, after what the other
    /// options forbid or penalize.
    ///
    /// The random numbers of a sentence follow from ``seed`` and the sentence's place in the
    /// request (its line, for text), and from nothing else: the other sentences, batches and workers
    /// do not matter, as far as the model's logits do not depend on them in their last bits.
    public struct Sampling: Sendable, Hashable, Codable {
        /// T: probabilities are softmax(log p / T). Above 1 the rare become more likely, below 1
        /// less; towards 0 it is greedy search. From 0.001 to 1000.
        public var temperature = 1.0

        /// k: only the k most probable tokens are drawn from (Fan et al. 2018, "Hierarchical Neural
        /// Story Generation", section 5.4). nil is all of them.
        public var topK: Int?

        /// p: only the nucleus is drawn from, the fewest most probable tokens that together have a
        /// probability of at least p (Holtzman et al. 2020, "The Curious Case of Neural Text
        /// Degeneration", section 3.1). 1 is all of them.
        public var topP = 1.0

        /// Decides all random numbers.
        public var seed: UInt64

        /// The model's own distribution.
        public init(seed: UInt64) {
            self.seed = seed
        }
    }
}

/// Draws a token from what may come next, with one random number.
struct TokenSampler {
    private let sampling: SearchOptions.Sampling
    private let vocabularySize: Int
    /// Room for the weights of a row. `[columns]`
    private var weights: [Float] = []

    init(_ sampling: SearchOptions.Sampling, vocabularySize: Int) {
        self.sampling = sampling
        self.vocabularySize = vocabularySize
    }

    /// A token of a row, or nil where none is possible.
    ///
    /// - Parameter next: What comes next; for top-k sampling, the k best ranked at least.
    mutating func draw(
        from next: NextTokens, _ row: Int, using random: inout RandomSource, _ context: Context
    ) -> NextTokens.Token? {
        if let k = sampling.topK {
            return draw(from: next.ranking(row, atMost: k), using: &random)
        }
        let number = random.nextDouble()
        guard let best = next.best(row) else { return nil }
        let total = weigh(next, row, best: best, context)
        guard sampling.topP < 1 else {
            return next.token(row, column: weights.place(of: number * total))
        }
        let ranking = placesNearNucleus(total)
        let nucleus = ranking.map { Double(weights[$0]) }.nucleus(sampling.topP, of: total)
        return next.token(row, column: ranking[nucleus.place(of: number)])
    }

    /// Finds the weights of a row, and returns their sum.
    private mutating func weigh(
        _ next: NextTokens, _ row: Int, best: NextTokens.Token, _ context: Context
    ) -> Double {
        if weights.count != next.columnCount {
            weights = [Float](repeating: 0, count: next.columnCount)
        }
        return next.weights(
            row, best: best, temperature: Float(sampling.temperature), into: &weights, context)
    }

    /// One of some tokens, the best first, or nil where there is none.
    func draw(
        from ranking: [NextTokens.Token], using random: inout RandomSource
    ) -> NextTokens.Token? {
        let number = random.nextDouble()
        return ranking.isEmpty ? nil : ranking[probabilities(of: ranking).place(of: number)]
    }

    /// The probability with which every token of a row is drawn. `[vocabulary]`
    ///
    /// - Parameter next: What comes next; for top-k sampling, the k best ranked at least.
    mutating func probabilities(
        from next: NextTokens, _ row: Int, _ context: Context
    ) -> [Double] {
        var all = [Double](repeating: 0, count: vocabularySize)
        if let k = sampling.topK {
            let ranking = next.ranking(row, atMost: k)
            for (token, probability) in zip(ranking, probabilities(of: ranking)) {
                all[Int(token.id)] = probability
            }
            return all
        }
        guard let best = next.best(row) else { return all }
        let total = weigh(next, row, best: best, context)
        guard sampling.topP < 1 else {
            for (id, weight) in zip(next.ids(row), weights) {
                all[Int(id)] = Double(weight) / total
            }
            return all
        }
        let ranking = placesNearNucleus(total)
        let nucleus = ranking.map { Double(weights[$0]) }.nucleus(sampling.topP, of: total)
        for (column, probability) in zip(ranking, nucleus) {
            all[Int(next.token(row, column: column).id)] = probability
        }
        return all
    }

    /// The probabilities of the first of some tokens, the best first: of those in the nucleus.
    private func probabilities(of ranking: [NextTokens.Token]) -> [Double] {
        guard let best = ranking.first else { return [] }
        return ranking.map { exp(Double($0.score - best.score) / sampling.temperature) }
            .nucleus(sampling.topP)
    }

    /// The nucleus and some more, by falling weight: the tokens of probability (1 − p) / V and
    /// more. All that are below it have less than 1 − p together, so that none of them is needed to
    /// reach p; what has to be sorted is a small part of the vocabulary.
    private func placesNearNucleus(_ total: Double) -> [Int] {
        let least = Float(total * (1 - sampling.topP) / Double(weights.count))
        return weights.indices.filter { weights[$0] >= least }
            .sorted { (weights[$1], $0) < (weights[$0], $1) }
    }
}

extension [Double] {
    /// The first of these falling weights that together have a share of at least `p` of the total,
    /// scaled so that their own sum is 1.
    ///
    /// - Parameter total: nil for the sum of these.
    fileprivate func nucleus(_ p: Double, of total: Double? = nil) -> [Double] {
        let wanted = p * (total ?? reduce(0, +))
        var sum = 0.0
        let end = firstIndex {
            sum += $0
            return sum >= wanted
        }
        return prefix(through: end ?? endIndex - 1).map { $0 / sum }
    }
}

extension Array where Element: BinaryFloatingPoint {
    /// Where `number` falls when the weights are laid out one after the other; the last place with
    /// a weight when rounding puts it after them all.
    fileprivate func place(of number: Double) -> Int {
        var rest = number
        var last = 0
        for (place, weight) in enumerated() where weight > 0 {
            rest -= Double(weight)
            if rest < 0 { return place }
            last = place
        }
        return last
    }
}
