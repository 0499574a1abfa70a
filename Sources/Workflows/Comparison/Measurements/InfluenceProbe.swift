import Basics
public import Models
import Tensors
import Text

/// Measures ``Influence`` with a model, for any architecture the same way: through gradients with
/// respect to the embedded source.
///
/// The Frobenius norm of a Jacobian is estimated from products of it with random signs
/// (``Tensors/Context/vectorJacobianProduct(withRespectTo:gradients:_:)``), whose squares are
/// averaged over sentences and positions. Sentences of a batch do not meet, so that one backward
/// pass serves one position in each of them.
public struct InfluenceProbe {
    private let model: any SequenceToSequenceModel
    private let batch: Batch
    private let length: Int
    private let context = Context(precision: .float32)
    private let gradients: ParameterVector

    /// A probe of a model.
    ///
    /// - Parameters:
    ///   - model: The model, with its weights, in float32.
    ///   - sentences: Which all have one length; at least one.
    public init(_ model: any SequenceToSequenceModel, _ sentences: JoinedSentences) {
        self.model = model
        batch = Batch(
            Array(sentences.sources.indices), sources: sentences.sources.map { $0[...] },
            targets: sentences.targets.map { $0[...] }, model.specialTokens)
        length = batch.source.longestCount
        gradients = ParameterVector(for: model.parameters)
    }

    /// Measures.
    ///
    /// - Parameters:
    ///   - annotations: At how many positions of every sentence annotations are looked at.
    ///   - outputs: At how many positions outputs are.
    ///   - seed: Chooses the signs.
    public func measure(
        annotations: Int = 24, outputs: Int = 12, seed: UInt64 = 1
    ) -> Influence {
        Influence(
            encoder: encoder(at: places(annotations), seed: seed),
            decoder: decoder(at: places(outputs), seed: seed))
    }

    /// Positions spread evenly over a sentence, its first and last among them.
    private func places(_ count: Int) -> [Int] {
        precondition(count > 1, "influence at \(count) positions")
        return Set((0..<count).map { (length - 1) * $0 / (count - 1) }).sorted()
    }

    private func encoder(at places: [Int], seed: UInt64) -> [Influence.Point] {
        var (earlier, later) = (MeanSquares(count: length), MeanSquares(count: length))
        for place in places {
            for squares in squares(at: place, seed: seed, of: \.annotations) {
                for (other, square) in squares.enumerated() {
                    if other <= place { earlier.add(square, at: place - other) }
                    if other >= place { later.add(square, at: other - place) }
                }
            }
        }
        return [Influence.Point](
            distances: Array(0..<length), norms: zip(earlier.roots, later.roots).map(max))
    }

    private func decoder(at places: [Int], seed: UInt64) -> [Influence.Point] {
        let norms = places.map { place in
            let squares = squares(at: place, seed: seed, of: \.output)
            let sum = squares.reduce(0) { $0 + $1.reduce(0, +) }
            return (sum / Double(squares.count)).squareRoot()
        }
        return [Influence.Point](distances: places, norms: norms)
    }

    /// For every sentence, the squared norm of the gradient of what the model says at a place with
    /// respect to each of its source embeddings, times random signs.
    private func squares(
        at place: Int, seed: UInt64, of activation: KeyPath<ModelActivations, Tensor>
    ) -> [[Double]] {
        // Made before the tape, so that the gradient stays with it.
        let embedded = model.embed(batch.source, context)
        let gradient = context.vectorJacobianProduct(
            withRespectTo: embedded, gradients: gradients
        ) {
            let output = model.activations(
                of: batch, embeddedSource: embedded, record: nil, context)[keyPath: activation]
            return (output, signs(like: output, at: place, seed: seed))
        }
        let values = gradient?.array() ?? []
        return (0..<batch.source.count).map { sentence in
            batch.source.range(of: sentence).map { row in
                values.isEmpty ? 0 : values.squaredNorm(ofRow: row, width: embedded.columns)
            }
        }
    }

    /// Random signs in the row of every sentence's place, zeros elsewhere.
    private func signs(like output: Tensor, at place: Int, seed: UInt64) -> Tensor {
        var random = RandomSource(seed: seed, path: place)
        let width = output.columns
        var values = [Float](repeating: 0, count: output.count)
        // Both sides of the batch have the same rows: all sentences have one length.
        for sentence in 0..<batch.source.count {
            let row = batch.source.offsets[sentence] + place
            for column in 0..<width { values[row * width + column] = random.nextSign() }
        }
        return context.tensor(values, output.rows, width)
    }
}

/// Means of squares, by place.
private struct MeanSquares {
    private var sums: [Double]
    private var counts: [Int]

    init(count: Int) {
        sums = Array(repeating: 0, count: count)
        counts = Array(repeating: 0, count: count)
    }

    mutating func add(_ square: Double, at place: Int) {
        sums[place] += square
        counts[place] += 1
    }

    var roots: [Double] { zip(sums, counts).map { ($0 / Double(max($1, 1))).squareRoot() } }
}

extension [Float] {
    fileprivate func squaredNorm(ofRow row: Int, width: Int) -> Double {
        self[row * width..<(row + 1) * width].reduce(0) { $0 + Double($1) * Double($1) }
    }
}

extension RandomSource {
    fileprivate mutating func nextSign() -> Float { next() & 1 == 0 ? -1 : 1 }
}
