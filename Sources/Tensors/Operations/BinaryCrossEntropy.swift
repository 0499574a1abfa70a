import Foundation
internal import CKernels

/// The loss of some bits, as sums, so that shares of a batch can be added up.
public struct BitLossSums: Sendable {
    /// Binary cross-entropy in nats.
    public var loss = 0.0
    /// The number of bits.
    public var bits = 0
    /// Bits whose more probable value is not the right one.
    public var wrongBits = 0

    /// No bits.
    public init() {}

    /// Adds the sums of other bits.
    public static func += (total: inout BitLossSums, other: BitLossSums) {
        total.loss += other.loss
        total.bits += other.bits
        total.wrongBits += other.wrongBits
    }

    /// Binary cross-entropy in bits, as the papers of neural memories report it.
    public var lossInBits: Double { loss / log(2) }
}

extension Context {
    /// The binary cross-entropy of independent bits, whose probability of being 1 is the logistic
    /// function of a logit. With a tape the gradient (of the sum of the losses) goes out at once.
    ///
    /// - Parameters:
    ///   - logits: `[rows, bits]`, float32.
    ///   - targets: 0 or 1 for each logit, row by row.
    public func binaryCrossEntropy(_ logits: Tensor, targets: [Float]) -> BitLossSums {
        precondition(
            targets.count == logits.count, "\(targets.count) targets for logits \(logits.shape)")
        let gradient = tape?.emptyTensor(like: logits.key)
        let result = ck_binary_cross_entropy(
            logits.floats.baseAddress, targets, gradient?.floats.baseAddress, Int64(logits.count))
        if let tape, let gradient { tape.accumulate(logits.key, giving: gradient) }
        var sums = BitLossSums()
        sums.loss = result.loss
        sums.bits = logits.count
        sums.wrongBits = Int(result.wrong)
        return sums
    }
}
