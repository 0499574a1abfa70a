import Foundation
import Layers
import Models
import Tensors
import Text
import Translation

/// What is read between the layers of a Transformer in one pass over a pair, as token ids.
struct LayerReading: Sendable {
    /// What a layer would say at a position.
    struct Prediction: Sendable {
        let best: [(token: Int32, probability: Double)]
        let final: (rank: Int, probability: Double)
        let target: (rank: Int, probability: Double)
    }

    /// `[layers + 1][target tokens]`
    let predictions: [[Prediction]]
    let sublayers: [InspectedLayers.Sublayer]

    /// Reads what the model computes while it predicts the pair's target.
    init(of pair: EncodedPair, by model: Transformer, _ context: Context) {
        let record = AttentionRecord(.sublayers)
        let batch = Batch(
            [0], sources: [pair.source[...]], targets: [pair.target[...]], model.specialTokens)
        model.recordAttention(of: batch, in: record, context)
        let width = model.configuration.width
        let layers = record.decoderStates.map { state in
            let x = context.tensor(state, batch.target.rows, width)  // [target.rows, d]
            return LayerLogits(
                model.logits(ofDecoderState: x, context), count: pair.target.count,
                never: model.suppressedTokens, context)
        }
        let said = layers.last?.best.map { $0.first ?? 0 } ?? []
        predictions = layers.map { logits in
            pair.target.indices.map { position in
                Prediction(
                    best: logits.best[position].map {
                        ($0, logits.probability(of: $0, at: position))
                    },
                    final: logits.place(of: said[position], at: position),
                    target: logits.place(of: pair.target[position], at: position))
            }
        }
        sublayers = Self.sublayers(record.sublayers, width: width) { stack in
            stack == .encoder ? pair.source.count : pair.target.count
        }
    }

    var isFinite: Bool {
        predictions.allSatisfy { layer in
            layer.allSatisfy { prediction in
                (prediction.best.map(\.probability) + [prediction.target.probability])
                    .allSatisfy(\.isFinite)
            }
        }
            && sublayers.allSatisfy {
                $0.residualNorm.isFinite && $0.addedNorm.isFinite && $0.cosine.isFinite
            }
    }

    /// - Parameter count: The tokens of a stack; rows after them are filler.
    private static func sublayers(
        _ records: [AttentionRecord.Sublayer], width: Int,
        count: (AttentionRecord.Stack) -> Int
    ) -> [InspectedLayers.Sublayer] {
        // A stack's layers follow each other, and each begins with what the first began with: its
        // self-attention, unless that is taken out for study.
        var firsts: [AttentionRecord.Stack: InspectedLayers.SublayerKind] = [:]
        var counts: [AttentionRecord.Stack: Int] = [:]
        return records.map { record in
            let (stack, kind) = record.kind.place
            let first = firsts[stack, default: kind]
            firsts[stack] = first
            if kind == first { counts[stack, default: 0] += 1 }
            let layer = counts[stack, default: 1] - 1
            let rows = (0..<count(stack)).map { $0 * width..<($0 + 1) * width }
            return InspectedLayers.Sublayer(
                stack, layer, kind,
                rows.map { (residual: record.residual[$0], added: record.added[$0]) })
        }
    }
}

extension InspectedLayers.Sublayer {
    /// - Parameter rows: x and Sublayer(x) of every token.
    fileprivate init(
        _ stack: AttentionRecord.Stack, _ layer: Int, _ kind: InspectedLayers.SublayerKind,
        _ rows: [(residual: ArraySlice<Float>, added: ArraySlice<Float>)]
    ) {
        self.stack = stack
        self.layer = layer
        self.kind = kind
        residualNorm = rows.map(\.residual.norm).mean
        addedNorm = rows.map(\.added.norm).mean
        cosine = rows.map { $0.residual.cosine(with: $0.added) }.mean
        ratio = residualNorm > 0 ? addedNorm / residualNorm : 0
    }
}

/// What a layer makes of every token of the vocabulary, at all positions.
private struct LayerLogits {
    private static let bestCount = 5

    /// The most probable tokens at each position, the best first.
    let best: [[Int32]]
    private let logits: [Float]
    /// log Σ exp of the logits at each position.
    private let logSums: [Double]
    private let classes: Int
    private let never: Set<Int32>

    /// - Parameters:
    ///   - logits: `[rows, classes]`.
    ///   - count: The rows that are positions; those after them are filler.
    ///   - never: Tokens that the model never says.
    init(_ logits: Tensor, count: Int, never: Set<Int32>, _ context: Context) {
        let classes = logits.columns
        let values = logits.array()
        let k = min(classes, Self.bestCount + never.count)
        let top = context.logSoftmaxTopK(logits, k: k)
        best = (0..<count).map { row in
            Array(
                top.indices[row * k..<(row + 1) * k].filter { !never.contains($0) }
                    .prefix(Self.bestCount))
        }
        logSums = (0..<count).map { row in
            Double(values[row * classes + Int(top.indices[row * k])])
                - Double(top.logProbabilities[row * k])
        }
        self.logits = values
        self.classes = classes
        self.never = never
    }

    func probability(of token: Int32, at position: Int) -> Double {
        exp(Double(logit(of: token, at: position)) - logSums[position])
    }

    /// The rank of a token among those that the model may say, and its probability.
    func place(of token: Int32, at position: Int) -> (rank: Int, probability: Double) {
        let own = logit(of: token, at: position)
        let before = (0..<Int32(classes)).count { other in
            let logit = logit(of: other, at: position)
            // Of equal ones, the first is the better, as in search.
            return (logit > own || (logit == own && other < token)) && !never.contains(other)
        }
        return (before + 1, probability(of: token, at: position))
    }

    private func logit(of token: Int32, at position: Int) -> Float {
        logits[position * classes + Int(token)]
    }
}

extension AttentionRecord.Sublayer.Kind {
    /// The half that it is in, and what it does.
    fileprivate var place: (AttentionRecord.Stack, InspectedLayers.SublayerKind) {
        switch self {
        case .attention(.encoder): (.encoder, .selfAttention)
        case .attention(.decoder): (.decoder, .selfAttention)
        case .recurrentUnit: (.decoder, .recurrentUnit)
        case .attention(.encoderDecoder): (.decoder, .encoderDecoderAttention)
        case .feedForward(let stack): (stack, .feedForward)
        }
    }
}

extension ArraySlice<Float> {
    /// The Euclidean norm.
    fileprivate var norm: Double { dot(self).squareRoot() }

    /// The cosine of the angle between two vectors; 0 where one has no direction.
    fileprivate func cosine(with other: Self) -> Double {
        let size = norm * other.norm
        return size > 0 ? dot(other) / size : 0
    }

    private func dot(_ other: Self) -> Double {
        zip(self, other).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
}

extension [Double] {
    fileprivate var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
