import Foundation
import Ranks

public import Tensors

/// What shapes an optimiser's steps.
public struct AdamOptions: Sendable, Codable, Equatable {
    /// Decay of the mean of the gradients; the paper's 0.9 (section 5.3).
    public var beta1: Double
    /// Decay of the mean of the squared gradients; the paper's 0.98.
    public var beta2: Double
    /// Added to the root of the second moment; the paper's 1e-9.
    public var epsilon: Double
    /// Share of every matrix that a step takes away, times the learning rate (AdamW); 0 is Adam.
    public var weightDecay: Double
    /// Gradients longer than this are scaled down to it; 0 leaves them.
    public var clipNorm: Double
    /// Decay of the exponential moving average of the weights; 0 keeps none.
    public var averageDecay: Double

    /// Settings, the paper's unless said otherwise.
    public init(
        beta1: Double = 0.9, beta2: Double = 0.98, epsilon: Double = 1e-9, weightDecay: Double = 0,
        clipNorm: Double = 0, averageDecay: Double = 0
    ) {
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.clipNorm = clipNorm
        self.averageDecay = averageDecay
    }
}

/// Adam (Kingma & Ba 2015) and AdamW (Loshchilov & Hutter 2019) over all weights of a model, with
/// clipping by the gradient's norm and a moving average of the weights. The step t from weights w with
/// the gradient g and the learning rate η:
///
///     m_t = β₁ m_{t−1} + (1 − β₁) g        v_t = β₂ v_{t−1} + (1 − β₂) g²
///     w_t = w_{t−1} − η (m_t / (1 − β₁ᵗ)) / (√(v_t / (1 − β₂ᵗ)) + ε) − η λ w_{t−1}
///
/// λ is the weight decay, of matrices alone.
public final class Adam {
    /// Settings.
    public let options: AdamOptions
    /// Steps taken.
    public var stepCount = 0
    /// Mean of the gradients.
    public let moment1: ParameterVector
    /// Mean of the squared gradients.
    public let moment2: ParameterVector
    /// Moving average of the weights, when there is one.
    public let average: ParameterVector?
    let store: ParameterStore
    /// The weights that steps are taken for; nil for all.
    private let share: Range<Int>?

    /// An optimiser that has not taken a step.
    ///
    /// - Parameters:
    ///   - store: The weights.
    ///   - options: What shapes the steps.
    ///   - share: The weights that it takes steps for: moments and average of the others take no memory
    ///     (``RankExchange/share``). Nil for all.
    ///   - pool: The workers that will take the steps, each of which is the first to touch its part of moments
    ///     and average, so that it lies in memory near it. Nil where that does not matter.
    public init(
        _ store: ParameterStore, _ options: AdamOptions, share: Range<Int>? = nil,
        on pool: WorkerPool? = nil
    ) {
        self.store = store
        self.options = options
        self.share = share
        moment1 = ParameterVector(for: store, sparsely: share != nil)
        moment2 = ParameterVector(for: store, sparsely: share != nil)
        average =
            options.averageDecay > 0 ? ParameterVector(for: store, sparsely: share != nil) : nil
        if let pool { touchFirst(on: pool) }
        average?.copy(from: store, in: share)
    }

    private func touchFirst(on pool: WorkerPool) {
        let vectors = [moment1, moment2] + (average.map { [$0] } ?? [])
        let share = share ?? 0..<store.count
        let ranges = share.pieces(of: max(1, (share.count + pool.count - 1) / pool.count))
        // It does not throw.
        _ = try? pool.run { worker, _ in
            guard worker < ranges.count else { return }
            for vector in vectors { vector.reset(ranges[worker]) }
        }
    }

    /// Takes one step.
    ///
    /// - Parameters:
    ///   - sum: The gradients of all workers.
    ///   - scale: Factor of the sum: one over the number of tokens makes it the gradient of the mean
    ///     loss.
    ///   - learningRate: The schedule's learning rate of this update.
    ///   - pool: The workers, each of which takes an equal part of the weights.
    ///   - ranks: Where other ranks take the step for other weights, what brings together what all have
    ///     made.
    /// - Returns: The norm of the scaled gradient, before clipping. When it is not finite no weight
    ///   was changed.
    /// - Throws: What `ranks` throws.
    public func step(
        _ sum: GradientSum, scale: Double, learningRate: Double, on pool: WorkerPool,
        across ranks: RankExchange? = nil
    ) throws -> Double {
        let norm = scale * sum.norm
        guard norm.isFinite else { return norm }
        stepCount += 1
        let clipped = options.clipNorm > 0 && norm > options.clipNorm ? options.clipNorm / norm : 1
        let step = kernelStep(learningRate, gradientScale: scale * clipped)
        ranks?.keepWeights()
        try pool.run { [store, moment1, moment2, average] worker, _ in
            step.apply(
                to: store, gradient: sum.total, moment1: moment1, moment2: moment2,
                average: average, in: sum.ranges[worker])
        }
        try ranks?.bringWeightsTogether()
        // A part may end within a row, whose scale depends on the next one's weights, too.
        if store.isRounded {
            let ranges = store.equalRanges(for: pool.count)
            try pool.run { [store] worker, context in
                store.roundComputeCopy(context.precision, in: ranges[worker])
            }
        }
        return norm
    }

    /// Gives the memory back that moments and average of other ranks' shares have taken: after all were
    /// brought together to be written down, or were read.
    public func forgetOtherShares() {
        guard let share else { return }
        for vector in [moment1, moment2] + (average.map { [$0] } ?? []) {
            vector.forget(outside: share)
        }
    }

    private func kernelStep(_ learningRate: Double, gradientScale: Double) -> AdamStep {
        let t = Double(stepCount)
        // A young average forgets faster, or it would remember the first random weights for long.
        let averageDecay = min(options.averageDecay, (1 + t) / (10 + t))
        return AdamStep(
            stepSize: Float(learningRate / (1 - pow(options.beta1, t))),
            beta1: Float(options.beta1),
            beta2: Float(options.beta2), epsilon: Float(options.epsilon),
            rootCorrection: Float((1 - pow(options.beta2, t)).squareRoot()),
            gradientScale: Float(gradientScale), decay: Float(learningRate * options.weightDecay),
            averageDecay: Float(averageDecay))
    }
}
