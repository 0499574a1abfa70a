import Foundation
import Models

/// The highest learning rate of every contender.
public struct LearningRates: Sendable, Equatable {
    /// Given ones, which go before the defaults.
    public var given: [Contender: Double]

    /// The defaults, but for given ones.
    public init(given: [Contender: Double] = [:]) {
        self.given = given
    }

    /// The rate for a model of that width.
    ///
    /// The Transformer's falls with the root of the width, as in equation 3 of its paper. States of
    /// plain recurrent cells have nothing that bounds what flows back through them but the clipping
    /// of gradients (Pascanu et al. 2013): they get less.
    public func peak(of contender: Contender, width: Int) -> Double {
        if let rate = given[contender] { return rate }
        switch contender {
        case .architecture(.transformer), .transformerWithLearnedPositions:
            return 2e-3 * (128 / Double(width)).squareRoot()
        case .architecture(.rnn): return 1e-3
        case .architecture(.gru), .architecture(.lstm), .architecture(.additiveAttention),
            .architecture(.ntm):
            return 2e-3
        }
    }
}
