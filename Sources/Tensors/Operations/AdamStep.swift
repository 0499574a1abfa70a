internal import CKernels

/// One step of Adam (Kingma & Ba 2015) or, with decay, AdamW (Loshchilov & Hutter 2019) over a
/// range of a model's weights.
public struct AdamStep: Sendable {
    /// Learning rate divided by 1 − β₁ᵗ.
    public var stepSize: Float
    /// Decay of the first moment.
    public var beta1: Float
    /// Decay of the second moment.
    public var beta2: Float
    /// Added to the root of the second moment.
    public var epsilon: Float
    /// √(1 − β₂ᵗ).
    public var rootCorrection: Float
    /// Factor of the gradient: one over the tokens of the update, and clipping.
    public var gradientScale: Float
    /// Share of every matrix's weights that is taken away: learning rate × weight decay.
    public var decay: Float
    /// Decay of the moving average of the weights.
    public var averageDecay: Float

    /// A step of its factors.
    public init(
        stepSize: Float, beta1: Float, beta2: Float, epsilon: Float, rootCorrection: Float,
        gradientScale: Float, decay: Float, averageDecay: Float
    ) {
        self.stepSize = stepSize
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.rootCorrection = rootCorrection
        self.gradientScale = gradientScale
        self.decay = decay
        self.averageDecay = averageDecay
    }

    /// Applies the step to the trainable weights whose index lies in `range`, and writes their copy
    /// for products. Only matrices decay: gains and biases have no scale to keep small.
    public func apply(
        to store: ParameterStore, gradient: ParameterVector, moment1: ParameterVector,
        moment2: ParameterVector, average: ParameterVector?, in range: Range<Int>
    ) {
        for entry in store.entries where entry.isTrainable {
            let parameter = entry.parameter
            let part = range.clamped(to: parameter.offset..<parameter.offset + parameter.count)
            guard !part.isEmpty else { continue }
            var kernel = ck_adam(
                step_size: stepSize, beta1: beta1, beta2: beta2, epsilon: epsilon,
                root_correction: rootCorrection, gradient_scale: gradientScale,
                decay: parameter.shape.count > 1 ? decay : 0, average_decay: averageDecay)
            let start = part.lowerBound
            ck_adam_update(
                &kernel, store.values + start, moment1.values + start, moment2.values + start,
                gradient.values + start, average.map { $0.values + start },
                store.computeCopy.map { $0 + start }, Int64(part.count))
        }
    }
}
