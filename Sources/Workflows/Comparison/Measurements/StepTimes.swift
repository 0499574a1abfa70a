import Basics
public import Models
public import Tensors
import Text

/// How long a forward and a backward pass take, by the length of the sentences, when a batch always
/// has as many tokens.
///
/// A recurrence has to make its steps one after the other, and with longer sentences each does less;
/// attention does all positions at once, but compares every one with every other (Vaswani et al.
/// 2017, table 1).
public struct StepTimes: Sendable {
    /// The time at a length.
    public struct Point: Sendable, Codable {
        /// Tokens of every sentence, on both sides.
        public let length: Int
        /// Tokens of the batch, on either side.
        public let tokens: Int
        /// Seconds of a forward and a backward pass on one core, the quickest of several.
        public let seconds: Double
    }

    /// Passes at every length, of which the quickest counts.
    private static let repetitions = 3

    private let lengths: [Int]
    private let tokens: Int
    private let precision: Precision

    /// What to measure.
    ///
    /// - Parameters:
    ///   - lengths: The lengths of sentences.
    ///   - tokens: Tokens of a batch on either side, or as many whole sentences as go into them.
    ///   - precision: The type of products and activations.
    public init(lengths: [Int], tokens: Int, precision: Precision) {
        self.lengths = lengths
        self.tokens = tokens
        self.precision = precision
    }

    /// Measures a model of these sizes, with random weights.
    public func measure(_ configuration: any ModelConfiguration) -> [Point] {
        var configuration = configuration
        configuration.maximumLength = max(configuration.maximumLength, lengths.max() ?? 0)
        let model = configuration.makeModel(seed: 1)
        model.prepare(for: precision)
        let gradients = ParameterVector(for: model.parameters)
        return lengths.map { length in
            // Memory and compiled products of other lengths do not count for this one.
            let context = Context(precision: precision)
            let batch = Self.batch(length: length, count: max(1, tokens / length), model)
            let seconds = (0...Self.repetitions).map { repetition in
                let start = ContinuousClock.now
                _ = context.backpropagate(
                    into: gradients, dropout: RandomSource(seed: 1, path: repetition)
                ) { model.loss(of: batch, smoothing: 0.1, context) }
                return start.duration(to: .now).seconds
            }
            // The first makes memory and compiled products.
            return Point(
                length: length, tokens: batch.source.tokenCount,
                seconds: seconds.dropFirst().min() ?? seconds[0])
        }
    }

    /// Sentences of random tokens.
    private static func batch(
        length: Int, count: Int, _ model: any SequenceToSequenceModel
    ) -> Batch {
        let embeddings = model.configuration.embeddings
        let special = model.specialTokens
        var random = RandomSource(seed: 1, path: length)
        func sentence(_ vocabulary: Int) -> ArraySlice<Int32> {
            let words = (0..<length - 1).map { _ in Int32(random.next(below: vocabulary)) }
            return words + [special.end]
        }
        let sources = (0..<count).map { _ in sentence(embeddings.sourceVocabularySize) }
        let targets = (0..<count).map { _ in sentence(embeddings.targetVocabularySize) }
        return Batch(Array(0..<count), sources: sources, targets: targets, special)
    }
}
