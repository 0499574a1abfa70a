import Foundation
internal import CKernels

/// The loss of some target tokens, as sums, so that shares of a batch can be added up.
public struct LossSums: Sendable {
    /// Label-smoothed cross-entropy in nats, and what is added to it: what is minimised.
    public var loss = 0.0
    /// −log p of the right tokens, in nats.
    public var negativeLogLikelihood = 0.0
    /// The number of tokens.
    public var tokens = 0
    /// Tokens whose most probable prediction is the right one.
    public var correct = 0
    /// −Σ A log p of a head that is guided by alignments, in nats (`Context.guide`).
    public var alignmentLoss = 0.0
    /// The number of tokens that have links.
    public var alignedTokens = 0

    /// No tokens.
    public init() {}

    /// Adds the sums of other tokens.
    public static func += (total: inout LossSums, other: LossSums) {
        total.loss += other.loss
        total.negativeLogLikelihood += other.negativeLogLikelihood
        total.tokens += other.tokens
        total.correct += other.correct
        total.alignmentLoss += other.alignmentLoss
        total.alignedTokens += other.alignedTokens
    }

    /// Adds what a guide's head has lost, times its weight.
    public mutating func add(_ guide: AttentionGuide) {
        loss += Double(guide.weight) * guide.loss
        alignmentLoss += guide.loss
        alignedTokens += guide.linkedQueries
    }

    /// exp of the mean −log p.
    public var perplexity: Double { exp(meanNegativeLogLikelihood) }
    /// The mean −log p.
    public var meanNegativeLogLikelihood: Double { negativeLogLikelihood / Double(max(tokens, 1)) }
    /// The share of tokens predicted right.
    public var accuracy: Double { Double(correct) / Double(max(tokens, 1)) }
    /// The mean label-smoothed cross-entropy, and what is added to it.
    public var meanLoss: Double { loss / Double(max(tokens, 1)) }
    /// The mean −Σ A log p of the tokens that have links; nil where none has.
    public var meanAlignmentLoss: Double? {
        alignedTokens == 0 ? nil : alignmentLoss / Double(alignedTokens)
    }
}

/// The matrix that turns the decoder's rows into logits.
public struct OutputTable: Sendable {
    /// `[classes, width]`; in the paper the embedding itself (section 3.4).
    public let weight: Parameter
    /// `[classes]`, a constant that is added to the logits.
    public let bias: Parameter?

    /// The table of a weight and a constant bias.
    public init(weight: Parameter, bias: Parameter?) {
        self.weight = weight
        self.bias = bias
    }
}

extension Context {
    /// Logits of every row: x Wᵀ + b, float32.
    ///
    /// - Parameters:
    ///   - x: `[rows, width]`.
    ///   - table: W and b.
    /// - Returns: `[rows, classes]`.
    public func logits(_ x: Tensor, _ table: OutputTable) -> Tensor {
        let logits = tensor(x.rows, table.weight.rows, elementType: .float32)
        multiply(
            MatrixView(productInput(x, of: table.weight)),
            WeightProduct(weight: table.weight, bias: table.bias, result: MatrixView(logits)))
        return logits
    }

    /// The last linear layer, softmax and label-smoothed cross-entropy (section 5.4) in one: the
    /// logits of a few rows at a time are made, turned into loss and gradient, and forgotten. With
    /// a tape the gradients (of the sum of the losses) go out at once.
    ///
    /// - Parameters:
    ///   - x: `[rows, width]`.
    ///   - table: The last linear layer.
    ///   - labels: The right class of every row; a negative one does not count.
    ///   - smoothing: ε: the share of the target distribution spread evenly over all classes.
    ///   - logProbabilities: Receives log p of the label of every row.
    public func crossEntropy(
        _ x: Tensor, _ table: OutputTable, labels: [Int32], smoothing: Float,
        logProbabilities: UnsafeMutablePointer<Float>? = nil
    ) -> LossSums {
        precondition(labels.count == x.rows, "\(labels.count) labels for \(x.shape)")
        var sums = LossSums()
        let read = productInput(x, of: table.weight)
        let blockRows = min(Self.lossBlockRows, x.rows)
        let classes = table.weight.rows
        let rowStride = Self.logitStride(classes: classes)
        let logits = tensor(blockRows, rowStride, elementType: .float32)
        let gradient = tape.map { _ in tensor(blockRows, rowStride) }
        for start in stride(from: 0, to: x.rows, by: Self.lossBlockRows) {
            let rows = start..<min(start + Self.lossBlockRows, x.rows)
            let input = MatrixView(read).rows(rows)
            multiply(
                input,
                WeightProduct(
                    weight: table.weight, bias: nil,
                    result: MatrixView(logits).rows(0..<rows.count).columns(0..<classes)))
            let block = labels.withUnsafeBufferPointer { labels in
                ck_cross_entropy(
                    elementType.kernelType, logits.floats.baseAddress,
                    table.bias?.values.baseAddress, labels.baseAddress.map { $0 + start },
                    smoothing, 1, gradient?.pointer, logProbabilities.map { $0 + start },
                    Int64(rows.count), Int64(classes), Int64(rowStride))
            }
            sums += LossSums(block)
            if let tape, let gradient {
                outputGradient(
                    tape, MatrixView(gradient).rows(0..<rows.count).columns(0..<classes), of: x.key,
                    input, rows, table)
            }
        }
        return sums
    }

    /// Rows of logits made at a time: enough for the products to run at full rate, few enough for
    /// the logits to stay in cache.
    package static var lossBlockRows: Int { 128 }

    /// Numbers from one row of logits to the next: rows that begin where a cache line does are written a tenth
    /// faster.
    package static func logitStride(classes: Int) -> Int { (classes + 15) / 16 * 16 }

    private func outputGradient(
        _ tape: Tape, _ gradient: MatrixView, of x: TensorKey, _ input: MatrixView,
        _ rows: Range<Int>, _ table: OutputTable
    ) {
        tape.accumulate(x) { xGradient, accumulates in
            // The first block makes the gradient of all rows; each block then writes its own.
            precondition(
                accumulates == (rows.lowerBound > 0), "decoder output used beside the loss")
            products.multiply(
                .plain(gradient), .plain(MatrixView(table.weight, precision)),
                into: MatrixView(xGradient).rows(rows))
        }
        products.multiply(
            .transposed(gradient), .plain(input),
            into: tape.parameterGradients.view(table.weight), ProductOptions(accumulates: true))
    }
}

extension LossSums {
    init(_ block: ck_loss) {
        loss = block.loss
        negativeLogLikelihood = block.negative_log_likelihood
        tokens = Int(block.counted)
        correct = Int(block.correct)
    }
}
