import Models
import Tensors
import Text
import Translation

/// What source words do to the log-probability of one translation.
struct SourceInfluence: Sendable {
    /// log P of every target token.
    let tokenLogProbabilities: [Double]
    /// ∂ log P/∂x_j · (x_j − x̄_j) of every source token.
    let gradientTimesInput: [Double]
    /// log P of the translation without each source word.
    var withoutWord: [Double] = []

    var isFinite: Bool {
        [tokenLogProbabilities, gradientTimesInput, withoutWord].allSatisfy {
            $0.allSatisfy(\.isFinite)
        }
    }
}

/// Asks a model of any architecture how the probability of a translation depends on its source.
struct SourceProbe: Sendable {
    let model: any SequenceToSequenceModel
    let pair: EncodedPair

    /// The gradient of log P with respect to what enters the encoder, times what of that is the
    /// tokens' own.
    func gradient(_ worker: Context) -> SourceInfluence {
        let context = Self.float32(worker)
        let batch = batch(of: 1)
        // Made before the tape, so that the gradient stays with it.
        let embedded = model.embed(batch.source, context)  // [source.rows, embedding width]
        let nothing = padding(like: batch.source, context)  // [source.rows, embedding width]
        var tape: Tape?
        var probabilities: [Float] = []
        context.backpropagate(into: ParameterVector(for: model.parameters), dropout: nil) {
            tape = context.tape
            let output = model.activations(
                of: batch, embeddedSource: embedded, record: nil, context
            ).output  // [target.rows, output width]
            probabilities = model.output.logProbabilities(output, labels: batch.labels, context)
        }
        let gradient = tape?.gradient(of: embedded)?.array() ?? []
        let (own, none) = (embedded.array(), nothing.array())
        let width = embedded.columns
        let products = pair.source.indices.map { token in
            (token * width..<(token + 1) * width).reduce(0.0) { sum, place in
                // The gradient is that of the loss, −log P.
                let slope = gradient.isEmpty ? 0 : -Double(gradient[place])
                return sum + slope * (Double(own[place]) - Double(none[place]))
            }
        }
        return SourceInfluence(
            tokenLogProbabilities: probabilities.prefix(pair.target.count).map(Double.init),
            gradientTimesInput: products)
    }

    /// log P of the translation without each of some source words.
    ///
    /// - Parameter words: The tokens of each.
    func logProbabilities(without words: [Range<Int>], _ worker: Context) -> [Double] {
        let context = Self.float32(worker)
        let batch = batch(of: words.count)
        let embedded = model.embed(batch.source, context)  // [source.rows, embedding width]
        let nothing = padding(like: batch.source, context)  // [source.rows, embedding width]
        for (sentence, word) in words.enumerated() {
            let row = batch.source.offsets[sentence] + word.lowerBound
            embedded.copyRows(at: row, from: nothing, rows: row, count: word.count)
        }
        let output = model.activations(
            of: batch, embeddedSource: embedded, record: nil, context
        ).output  // [target.rows, output width]
        let values = model.output.logProbabilities(output, labels: batch.labels, context)
        return words.indices.map { sentence in
            values[batch.target.range(of: sentence)].reduce(0) { $0 + Double($1) }
        }
    }

    /// The pair, several times.
    private func batch(of count: Int) -> Batch {
        Batch(
            Array(0..<count), sources: Array(repeating: pair.source[...], count: count),
            targets: Array(repeating: pair.target[...], count: count), model.specialTokens)
    }

    /// What would enter the encoder if all tokens were padding.
    private func padding(like source: PackedSentences, _ context: Context) -> Tensor {
        let token = model.specialTokens.padding
        let sentences = source.lengths.map { [Int32](repeating: token, count: $0) }
        return model.embed(PackedSentences(sentences, fillerID: token), context)
    }

    /// A context of the worker's thread in which there are gradients, and no rounding.
    private static func float32(_ worker: Context) -> Context {
        worker.precision == .float32 ? worker : Context(precision: .float32)
    }
}
