import Basics
import Foundation
package import Layers
package import Models
package import Tensors
package import Text
package import Translation

/// A model whose logits, and attention if it has any, are a function of source and prefix, so that
/// a test knows every probability.
package struct ToyModel: TranslationModel {
    /// Numbers of a source and what is said so far.
    package typealias Function = @Sendable (_ source: [Int32], _ prefix: [Int32]) -> [Float]

    /// What the decoder carries.
    package struct State: DecoderState {
        /// The source of every hypothesis.
        package var sources: [[Int32]]
        /// Tokens fed so far, the start token first.
        package var fed: [[Int32]]

        /// See `DecoderState`.
        package var hypotheses: Int { sources.count }

        /// See `DecoderState`.
        package mutating func select(rows: [Int32]) {
            sources = rows.map { sources[Int($0)] }
            fed = rows.map { fed[Int($0)] }
        }
    }

    /// See `TranslationModel`.
    package var maximumLength = 1000
    /// See `TranslationModel`.
    package var sourceVocabularySize: Int { targetVocabularySize }
    /// See `TranslationModel`.
    package var targetVocabularySize: Int
    /// See `TranslationModel`.
    package var specialTokens: SpecialTokens
    /// See `TranslationModel`.
    package var generation = GenerationSettings()
    /// The attention to every source token when the next token is predicted.
    package var attention: Function?
    /// See `TranslationModel`.
    package var hasAttention: Bool { attention != nil }
    /// Told of every batch before it is encoded.
    package var willEncode: (@Sendable (_ sentences: [[Int32]]) -> Void)?
    /// The target tokens that a sentence may have; nil for all.
    package var lists: (@Sendable (_ source: [Int32]) -> [Int32])?
    /// The logits of the next token.
    package let logits: Function

    /// A model of so many target tokens. The last one is padding and, unless another is, the start.
    package init(vocabulary: Int, end: Int32 = 0, start: Int32? = nil, logits: @escaping Function) {
        targetVocabularySize = vocabulary
        let start = start ?? Int32(vocabulary - 1)
        specialTokens = SpecialTokens(start: start, end: end, padding: start)
        self.logits = logits
    }

    /// A model of the tokens of a vocabulary.
    package init(_ vocabulary: Vocabulary, logits: @escaping Function) {
        self.init(
            vocabulary: vocabulary.count, end: vocabulary.endID, start: vocabulary.paddingID,
            logits: logits)
    }

    /// Whether it was made with lists.
    package var hasShortlist: Bool { lists != nil }

    /// See `TranslationModel`.
    package func candidates(for source: [Int32]) -> [Int32]? { lists?(source) }

    /// Has nothing to prepare.
    package func prepare(for precision: Precision) {}

    /// log P of every target token.
    package func logProbabilities(of batch: Batch, _ context: Context) -> [Float] {
        (0..<batch.target.count).flatMap { pair in
            let prefix = Array(batch.target[pair].dropFirst())
            return batch.target.range(of: pair).enumerated().map { place, row in
                let values = logits(Array(batch.source[pair]), Array(prefix.prefix(place)))
                return Float(logSoftmax(values)[Int(batch.labels[row])])
            }
        }
    }

    /// Zeros: nothing reads them.
    package func logits(of batch: Batch, record: AttentionRecord?, _ context: Context) -> Tensor {
        context.tensor(batch.target.rows, targetVocabularySize)
    }

    /// The attention of every sentence, if there is any.
    package func recordAttention(of batch: Batch, in record: AttentionRecord, _ context: Context) {
        guard let attention else { return }
        let rows = (0..<batch.target.count).map { pair in
            let prefix = Array(batch.target[pair].dropFirst())
            return (0...prefix.count).flatMap {
                attention(Array(batch.source[pair]), Array(prefix.prefix($0)))
            }
        }
        record.append(layer(rows))
    }

    /// Remembers the sources.
    package func encode(_ source: PackedSentences, _ context: Context) -> State {
        let sources = (0..<source.count).map { Array(source[$0]) }
        willEncode?(sources)
        return State(sources: sources, fed: Array(repeating: [], count: source.count))
    }

    /// The logits of every hypothesis, and filler.
    package func step(
        _ tokens: [Int32], _ state: inout State, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        precondition(tokens.count == state.hypotheses)
        for (row, token) in tokens.enumerated() { state.fed[row].append(token) }
        // Filler after the hypotheses, as real models have it.
        let filler = Array(repeating: Float(7), count: 3 * targetVocabularySize)
        if let attention, let record {
            let rows = zip(state.sources, state.fed).map { attention($0, Array($1.dropFirst())) }
            record.append(layer(rows))
        }
        let values = zip(state.sources, state.fed).flatMap { source, fed in
            precondition(fed[0] == specialTokens.start && fed.count <= maximumLength)
            return logits(source, Array(fed.dropFirst()))
        }
        return context.tensor(values + filler, tokens.count + 3, targetVocabularySize)
    }

    /// Two heads, whose mean is the attention of every sentence.
    private func layer(_ rows: [[Float]]) -> AttentionRecord.Layer {
        AttentionRecord.Layer(
            heads: 2,
            pairOffsets: rows.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) },
            weights: rows.flatMap { row in row.map { $0 * 0.5 } + row.map { $0 * 1.5 } })
    }
}

extension ToyModel {
    /// Logits drawn at random, for every source and prefix anew.
    package static func random(vocabulary: Int, seed: UInt64) -> ToyModel {
        ToyModel(vocabulary: vocabulary) { source, prefix in
            let place = (source + [-1] + prefix).reduce(seed) {
                ($0 ^ UInt64(truncatingIfNeeded: $1 + 2)) &* 0x9E37_79B9_7F4A_7C15
            }
            var random = RandomSource(seed: place)
            return (0..<vocabulary).map { _ in 1.5 * random.nextNormal() }
        }
    }

    /// Says the same whatever it reads.
    package static func saying(_ tokens: [Int32], _ vocabulary: Vocabulary) -> ToyModel {
        ToyModel(vocabulary) { _, prefix in
            var logits = [Float](repeating: 0, count: vocabulary.count)
            let next = prefix.count < tokens.count ? tokens[prefix.count] : vocabulary.endID
            logits[Int(next)] = 12
            return logits
        }
    }

    /// Repeats the source, end token and all.
    package static func copying(_ vocabulary: Vocabulary) -> ToyModel {
        copying(
            vocabulary: vocabulary.count, end: vocabulary.endID, start: vocabulary.paddingID)
    }

    /// Repeats the source, end token and all.
    package static func copying(vocabulary: Int, end: Int32, start: Int32) -> ToyModel {
        ToyModel(vocabulary: vocabulary, end: end, start: start) { source, prefix in
            var logits = [Float](repeating: 0, count: vocabulary)
            let next = prefix.count < source.count ? source[prefix.count] : end
            logits[Int(next)] = 12
            return logits
        }
    }

    /// The same logits everywhere.
    package static func constant(_ logits: [Float], end: Int32 = 0) -> ToyModel {
        ToyModel(vocabulary: logits.count, end: end) { _, _ in logits }
    }

    /// log P of each token of a translation and of its end.
    package func tokenLogProbabilities(of tokens: [Int32], source: [Int32]) -> [Double] {
        (tokens + [specialTokens.end]).enumerated().map { place, token in
            logSoftmax(logits(source, Array(tokens.prefix(place))))[Int(token)]
        }
    }

    /// The best six of all translations that ``SearchOptions/exhaustive(_:)`` can find.
    ///
    /// - Parameter score: What a translation is ranked by; nil if it is none.
    package func best(
        _ score: (_ tokens: [Int32]) -> Double?
    ) -> [(tokens: [Int32], score: Double)] {
        let scored = allTranslations.compactMap { tokens in score(tokens).map { (tokens, $0) } }
        return Array(scored.sorted { $0.1 > $1.1 }.prefix(6))
    }

    /// Every translation of up to four tokens.
    private var allTranslations: [[Int32]] {
        let tokens = (0..<Int32(targetVocabularySize)).filter { $0 != specialTokens.end }
        var all: [[Int32]] = [[]]
        var longest = all
        for _ in 0..<4 {
            longest = longest.flatMap { prefix in tokens.map { prefix + [$0] } }
            all += longest
        }
        return all
    }
}

extension Translator {
    /// A translator that repeats what it is given.
    package static func copying(
        maximumLength: Int = 1000, workers: Int = 2, limits: BatchLimits = .init(),
        willEncode: (@Sendable ([[Int32]]) -> Void)? = nil
    ) throws -> Translator {
        let tokenizer = try characterTokenizer()
        var model = ToyModel.copying(tokenizer.target.vocabulary)
        model.maximumLength = maximumLength
        model.willEncode = willEncode
        return Translator(
            model, tokenizer, workers: workers, precision: .float32, limits: limits)
    }
}

extension TransformerConfiguration {
    /// A tiny model; the last token of its vocabulary is padding.
    package static func tiny(vocabularySize: Int) -> TransformerConfiguration {
        var configuration = TransformerConfiguration(
            vocabularySize: vocabularySize,
            specialTokens: SpecialTokens(padding: Int32(vocabularySize - 1)))
        configuration.apply(.tiny)
        return configuration
    }
}

/// log softmax in float64.
package func logSoftmax(_ logits: [Float]) -> [Double] {
    let values = logits.map(Double.init)
    let largest = values.max() ?? 0
    let sum = values.reduce(0) { $0 + exp($1 - largest) }
    return values.map { $0 - largest - log(sum) }
}

extension SearchOptions {
    /// The default options, changed.
    package static func with(_ change: (inout SearchOptions) -> Void) -> SearchOptions {
        var options = SearchOptions()
        change(&options)
        return options
    }

    /// Options for the six best of all translations of up to four tokens: a beam in which every
    /// hypothesis of a vocabulary of four has room.
    package static func exhaustive(_ change: (inout SearchOptions) -> Void = { _ in })
        -> SearchOptions
    {
        .with {
            $0.beamSize = 256
            $0.nBest = 6
            $0.maximumLengthRatio = 0
            $0.maximumLengthOffset = 4
            change(&$0)
        }
    }
}

extension SearchOptions.Sampling {
    /// The model's own distribution, changed.
    package static func with(seed: UInt64 = 1, _ change: (inout Self) -> Void = { _ in }) -> Self {
        var sampling = Self(seed: seed)
        change(&sampling)
        return sampling
    }
}

extension Search {
    /// The translations of sentences in one batch.
    package func callAsFunction(_ sources: [[Int32]], _ model: ToyModel) -> [[SearchResult]] {
        callAsFunction(sources, with: model)
    }

    /// The translations of sentences in one batch.
    package func callAsFunction(
        _ sources: [[Int32]], prefixes: [[Int32]]? = nil, with model: some TranslationModel
    ) -> [[SearchResult]] {
        let sentences = sources.enumerated().map { index, source in
            SearchSentence(
                source: source, targetPrefix: prefixes?[index] ?? [], place: .init(line: index))
        }
        return translations(
            of: SearchBatch(
                sentences, padding: model.specialTokens.padding, for: .float32), with: model,
            Context(precision: .float32))
    }
}
