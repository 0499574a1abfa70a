import Basics
import Models
import Text
public import Translation

/// Why a model prefers one translation of a sentence to another: the difference of their
/// log-probabilities, by source word,
///
///     D(x) = log P(first | x) − log P(second | x)
///
/// A word that is taken away becomes padding at its place: of its embedding nothing is left but its
/// position, since the vector of padding is zero. x_j is what enters the encoder for token j, x̄_j
/// what would for padding in its place. Two measures follow:
///
/// - **Occlusion** of a word, D(x) − D(x with x̄_j for all of its tokens j): what is lost without
///   it (representation erasure, Li, Monroe & Jurafsky 2016).
/// - **Gradient × input**, Σ_j ∂D/∂x_j · (x_j − x̄_j) over the word's tokens: what occlusion would
///   be if D were a straight line (Simonyan et al. 2014; Denil et al. 2014; Shrikumar et al. 2016).
///   x_j − x̄_j is the token's own embedding, without its position.
///
/// Above zero, a word speaks for the first translation; below, for the second. The words' sums are
/// not D: it is no straight line, and what both leave unsaid (positions, what was said before)
/// counts, too.
///
/// Everything is computed in float32, whatever the precision of the workers.
public struct InspectedContrast: Sendable, Equatable, Codable {
    /// One of the two translations.
    public struct Translation: Sendable, Equatable, Codable {
        /// The translation.
        public let text: InspectedText
        /// log P of every token given the source and the tokens before it, in nats. `[tokens]`
        public let tokenLogProbabilities: [Double]
        /// The places among ``InspectedText/words`` of those that the other translation does not
        /// have there.
        public let differingWords: [Int]

        /// log P of the translation, its end included, in nats.
        public let logProbability: Double

        /// The words that the other translation does not have, with spaces between.
        public var difference: String {
            differingWords.map { text.words[$0].text }.joined(separator: " ")
        }
    }

    /// What every source word contributes to the difference.
    public struct Attribution: Sendable, Equatable, Codable {
        /// In nats. `[source words]`
        public let raw: [Double]
        /// Divided by the sum of their sizes, so that the sizes' sum is 1; all 0 where nothing
        /// contributes. `[source words]`
        public let normalised: [Double]

        /// What words contribute, in nats.
        init(_ raw: [Double]) {
            self.raw = raw
            let sum = raw.reduce(0) { $0 + abs($1) }
            normalised = sum > 0 ? raw.map { $0 / sum } : raw.map { _ in 0 }
        }
    }

    /// The source. A language token is a word of it, and the end is.
    public let source: InspectedText
    /// The translation whose words count above zero.
    public let first: Translation
    /// The translation whose words count below zero.
    public let second: Translation
    /// By the gradient.
    public let gradientTimesInput: Attribution
    /// The same for every source token, in nats. `[source tokens]`
    public let gradientTimesInputByPiece: [Double]
    /// By taking each word away.
    public let occlusion: Attribution
    /// D: log P(first) − log P(second), in nats.
    public let difference: Double
}

extension Translator {
    /// Why the model prefers one translation of a line to another, by source word.
    ///
    /// It takes a gradient for each translation, for which there has to be memory as large as the
    /// model's weights in float32, and a pass for every word.
    ///
    /// - Parameters:
    ///   - source: A line, as one sentence.
    ///   - first: A translation.
    ///   - second: Another one.
    /// - Throws: `CalqueError` when a side is empty or too long, the model has no weights of its
    ///   own in float32, or its numbers are not finite.
    public func inspectContrast(
        of source: String, between first: String, and second: String
    ) async throws -> InspectedContrast {
        try await inspectContrast(
            between: try await pair(of: source, to: first),
            and: try await pair(of: source, to: second))
    }

    /// - Parameters:
    ///   - first: The line with a translation.
    ///   - second: The same line with another one.
    func inspectContrast(
        between first: EncodedPair, and second: EncodedPair
    ) async throws -> InspectedContrast {
        let model = try modelInFloat32
        let words = InspectedText(first.source, tokenizer.source).words.map(\.pieces)
        let pairs = [first, second]
        var influences: [SourceInfluence] = []
        for pair in pairs {
            influences.append(try await influence(of: words, on: pair, in: model))
        }
        guard influences.allSatisfy(\.isFinite) else { throw CalqueError.notFinite("scores") }
        return InspectedContrast(pairs, influences, tokenizer)
    }

    /// The model, if it has gradients in float32, whatever its products are computed in.
    private var modelInFloat32: any SequenceToSequenceModel {
        get throws {
            let model = try singleModel(for: "gradients")
            guard !model.parameters.isQuantizedOnly else {
                throw CalqueError(
                    "The model's weights are in eight bits alone, and these have no gradient. Load "
                        + "it in float32 or bfloat16, or ask the model that it was converted from.",
                    kind: .configuration)
            }
            return model
        }
    }

    /// What source words do to the probability of a translation: the gradient in one turn, and what
    /// is taken away in as many as there are batches of it.
    private func influence(
        of words: [Range<Int>], on pair: EncodedPair, in model: any SequenceToSequenceModel
    ) async throws -> SourceInfluence {
        let probe = SourceProbe(model: model, pair: pair)
        var influence = try await onWorker(over: pair) { probe.gradient($0) }
        let perTurn = max(1, limits.tokens / max(pair.source.count, pair.target.count))
        for start in stride(from: 0, to: words.count, by: perTurn) {
            let taken = Array(words[start..<min(start + perTurn, words.count)])
            influence.withoutWord += try await onWorker(over: pair) {
                probe.logProbabilities(without: taken, $0)
            }
        }
        return influence
    }
}

extension InspectedContrast {
    /// - Parameters:
    ///   - pairs: The source with the first translation and with the second.
    ///   - influences: Of the source's words on each.
    fileprivate init(
        _ pairs: [EncodedPair], _ influences: [SourceInfluence], _ tokenizer: TranslationTokenizer
    ) {
        source = InspectedText(pairs[0].source, tokenizer.source)
        let texts = pairs.map { InspectedText($0.target, tokenizer.target) }
        let differing = Self.differingWords(texts[0], texts[1])
        first = Translation(texts[0], influences[0], differing.first)
        second = Translation(texts[1], influences[1], differing.second)
        let byPiece = zip(influences[0].gradientTimesInput, influences[1].gradientTimesInput)
            .map { $0 - $1 }
        gradientTimesInputByPiece = byPiece
        gradientTimesInput = Attribution(
            source.words.map { word in byPiece[word.pieces].reduce(0, +) })
        let difference = first.logProbability - second.logProbability
        self.difference = difference
        occlusion = Attribution(
            zip(influences[0].withoutWord, influences[1].withoutWord).map {
                difference - ($0 - $1)
            })
    }

    /// The words of each text that are not in the longest sequence that both have.
    private static func differingWords(
        _ first: InspectedText, _ second: InspectedText
    ) -> (first: [Int], second: [Int]) {
        let changes = second.words.map(\.text).difference(from: first.words.map(\.text))
        func places(_ changes: [CollectionDifference<String>.Change]) -> [Int] {
            changes.map { change in
                switch change {
                case .insert(let place, _, _), .remove(let place, _, _): place
                }
            }.sorted()
        }
        return (places(changes.removals), places(changes.insertions))
    }
}

extension InspectedContrast.Translation {
    fileprivate init(_ text: InspectedText, _ influence: SourceInfluence, _ differing: [Int]) {
        self.text = text
        tokenLogProbabilities = influence.tokenLogProbabilities
        logProbability = influence.tokenLogProbabilities.reduce(0, +)
        differingWords = differing
    }
}
