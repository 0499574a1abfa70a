import Foundation
import Models

/// The highest learning rate of every contender.
public struct LearningRates: Sendable, Equatable {
    /// The width to which the defaults belong.
    private static let referenceWidth = 128.0

    /// Given ones, which go before the defaults.
    public var given: [Contender: Double]

    /// The defaults, but for given ones.
    public init(given: [Contender: Double] = [:]) {
        self.given = given
    }

    /// The rate for a model of that width: the given one, or the default, which falls with the root
    /// of the width as in equation 3 of Vaswani et al. (2017).
    public func peak(of contender: Contender, width: Int) -> Double {
        given[contender]
            ?? Self.reference(contender) * (Self.referenceWidth / Double(width)).squareRoot()
    }

    /// At the reference width: the rates with the lowest validation loss of a few, rounded down, after
    /// some hundred updates on the embedded corpus.
    ///
    /// States of plain recurrent cells have nothing that bounds what flows back through them but the
    /// clipping of gradients (Pascanu et al. 2013): they get less than those with gates.
    private static func reference(_ contender: Contender) -> Double {
        switch contender {
        case .architecture(.rnn): 5e-3
        case .architecture(.gru), .architecture(.lstm), .architecture(.additiveAttention),
            .architecture(.ntm):
            1e-2
        case .architecture(.transformer), .transformerWithLearnedPositions: 2e-3
        }
    }
}
