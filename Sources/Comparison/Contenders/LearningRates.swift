import Models

/// The highest learning rate of every contender.
public struct LearningRates: Sendable, Equatable {
    /// Given ones, which go before those of the architectures.
    public var given: [Contender: Double]

    /// The rates of the architectures, but for given ones.
    public init(given: [Contender: Double] = [:]) {
        self.given = given
    }

    /// The rate for a model of that width.
    public func peak(of contender: Contender, width: Int) -> Double {
        given[contender] ?? contender.architecture.learningRate(width: width)
    }
}
