import Basics
import Foundation
import Tensors

/// Draws a token from what may come next, with one random number.
struct TokenSampler {
    private let sampling: SearchOptions.Sampling
    /// Room for the weights of a row. `[vocabulary]`
    private var weights: [Float]

    init(_ sampling: SearchOptions.Sampling, vocabularySize: Int) {
        self.sampling = sampling
        weights = [Float](repeating: 0, count: vocabularySize)
    }

    /// A token of a row, or nil where none is possible.
    ///
    /// - Parameter next: What comes next; for top-k sampling, the k best ranked.
    mutating func draw(
        from next: NextTokens, _ row: Int, using random: inout RandomSource, _ context: Context
    ) -> NextTokens.Token? {
        if sampling.topK != nil { return draw(from: next.ranking(row), using: &random) }
        let number = random.nextDouble()
        guard let best = next.best(row) else { return nil }
        let total = next.weights(
            row, best: best, temperature: Float(sampling.temperature), into: &weights, context)
        guard sampling.topP < 1 else {
            return next.token(Int32(weights.place(of: number * total)), row: row)
        }
        let ranking = placesNearNucleus(total)
        let nucleus = ranking.map { Double(weights[$0]) }.nucleus(sampling.topP, of: total)
        return next.token(Int32(ranking[nucleus.place(of: number)]), row: row)
    }

    /// One of some tokens, the best first, or nil where there is none.
    func draw(
        from ranking: [NextTokens.Token], using random: inout RandomSource
    ) -> NextTokens.Token? {
        let number = random.nextDouble()
        guard let best = ranking.first else { return nil }
        let weights = ranking.map { exp(Double($0.merit - best.merit) / sampling.temperature) }
        return ranking[weights.nucleus(sampling.topP).place(of: number)]
    }

    /// The nucleus and some more, by falling weight: the tokens of probability (1 − p) / V and
    /// more. All that are below it have less than 1 − p together, so that none of them is needed to
    /// reach p; what has to be sorted is a small part of the vocabulary.
    private func placesNearNucleus(_ total: Double) -> [Int] {
        let least = Float(total * (1 - sampling.topP) / Double(weights.count))
        return weights.indices.filter { weights[$0] >= least }
            .sorted { (weights[$1], $0) < (weights[$0], $1) }
    }
}

extension [Double] {
    /// The first of these falling weights that together have a share of at least `p` of the total,
    /// scaled so that their own sum is 1.
    ///
    /// - Parameter total: nil for the sum of these.
    fileprivate func nucleus(_ p: Double, of total: Double? = nil) -> [Double] {
        let wanted = p * (total ?? reduce(0, +))
        var sum = 0.0
        let end = firstIndex {
            sum += $0
            return sum >= wanted
        }
        return prefix(through: end ?? endIndex - 1).map { $0 / sum }
    }
}

extension Array where Element: BinaryFloatingPoint {
    /// Where `number` falls when the weights are laid out one after the other; the last place with
    /// a weight when rounding puts it after them all.
    fileprivate func place(of number: Double) -> Int {
        var rest = number
        var last = 0
        for (place, weight) in enumerated() where weight > 0 {
            rest -= Double(weight)
            if rest < 0 { return place }
            last = place
        }
        return last
    }
}
