import Foundation

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

    /// An optimiser that has not taken a step.
    public init(_ store: ParameterStore, _ options: AdamOptions) {
        self.store = store
        self.options = options
        moment1 = ParameterVector(for: store)
        moment2 = ParameterVector(for: store)
        average = options.averageDecay > 0 ? ParameterVector(for: store) : nil
        average?.copy(from: store)
    }

    /// Takes one step.
    ///
    /// - Parameters:
    ///   - sum: The gradients of all workers.
    ///   - scale: Factor of the sum: one over the number of tokens makes it the gradient of the mean
    ///     loss.
    ///   - learningRate: The schedule's learning rate of this update.
    ///   - pool: The workers, each of which takes an equal part of the weights.
    /// - Returns: The norm of the scaled gradient, before clipping. When it is not finite no weight
    ///   was changed.
    public func step(
        _ sum: GradientSum, scale: Double, learningRate: Double, on pool: WorkerPool
    ) throws -> Double {
        let norm = scale * sum.norm
        guard norm.isFinite else { return norm }
        stepCount += 1
        let clipped = options.clipNorm > 0 && norm > options.clipNorm ? options.clipNorm / norm : 1
        let step = kernelStep(learningRate, gradientScale: scale * clipped)
        let ranges = pool.equalRanges(of: store.count)
        try pool.run { [store, moment1, moment2, average, gradient = sum.total] worker, _ in
            step.apply(
                to: store, gradient: gradient, moment1: moment1, moment2: moment2,
                average: average, in: ranges[worker])
        }
        // A part may end within a row, whose scale depends on the next one's weights, too.
        if store.isRounded {
            try pool.run { [store] worker, context in
                store.roundComputeCopy(context.precision, in: ranges[worker])
            }
        }
        return norm
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
