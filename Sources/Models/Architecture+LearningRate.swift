extension Architecture {
    /// The width at which the rates were found.
    private static let referenceWidth = 128.0

    /// The highest learning rate to begin with for a model of that width. It falls with the root of
    /// the width, as in equation 3 of Vaswani et al. (2017).
    public func learningRate(width: Int) -> Double {
        referenceLearningRate * (Self.referenceWidth / Double(width)).squareRoot()
    }

    /// The rates with the lowest validation loss of a few, rounded down, after some hundred updates on
    /// the embedded corpus.
    ///
    /// They were found with gradients clipped to norm 1. States of plain recurrent cells have nothing
    /// but that to bound what flows back through them (Pascanu et al. 2013): they get less than those
    /// with gates.
    private var referenceLearningRate: Double {
        switch self {
        case .rnn: 5e-3
        case .gru, .lstm, .additiveAttention, .ntm: 1e-2
        case .transformer: 2e-3
        }
    }
}
