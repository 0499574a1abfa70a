/// Whether systems differ by more than chance: tests on the same lines, as sacreBLEU does them, with the
/// same random numbers.
///
/// *Bootstrap resampling* (Koehn, 2004, "Statistical Significance Tests for Machine Translation
/// Evaluation") draws test sets from the lines, with replacement, and looks at how the difference varies
/// around its mean. *Approximate randomisation* (Riezler and Maxwell, 2005, "On Some Pitfalls in
/// Automatic Evaluation and Significance Testing for MT") exchanges the translations of lines between
/// the two systems at random. In both, p is how often a difference as large comes of chance alone.
public struct PairedTest: Sendable {
    /// How the test is done.
    public enum Method: String, CaseIterable, Sendable, Codable {
        /// Bootstrap resampling.
        case bootstrap
        /// Approximate randomisation.
        case randomization

        /// How many samples sacreBLEU draws.
        public var usualSamples: Int { self == .bootstrap ? 1_000 : 10_000 }
    }

    /// What is found out about a score.
    public struct Outcome: Sendable, Codable, Equatable {
        /// The score of all lines.
        public let score: Double
        /// The mean of the scores of samples.
        public let mean: Double
        /// Half of what 95 of 100 samples span: the score is `mean` ± this.
        public let margin: Double
        /// The probability of such a difference from the first system by chance; nil for that one.
        public let p: Double?
    }

    /// How many samples intervals are made of where the test itself draws none.
    private static let intervalSamples = 1_000
    /// Scores that differ by less are equal: sums in another order are rounded in another way.
    private static let rounding = 1e-9

    /// How the test is done.
    public let method: Method
    /// How many samples are drawn.
    public let samples: Int
    /// Where the random numbers begin.
    public let seed: UInt32

    /// A test.
    ///
    /// - Parameters:
    ///   - method: How it is done.
    ///   - samples: How many samples are drawn; nil for as many as sacreBLEU does.
    ///   - seed: Where the random numbers begin; sacreBLEU's is 12345.
    public init(_ method: Method = .bootstrap, samples: Int? = nil, seed: UInt32 = 12345) {
        precondition(samples ?? 1 > 0, "a test with \(samples ?? 0) samples")
        self.method = method
        self.samples = samples ?? method.usualSamples
        self.seed = seed
    }

    /// Tests every system against the first.
    ///
    /// - Parameter systems: The translations of the same lines by each, counted by one metric.
    /// - Returns: What is found out about each, in their order.
    public func outcomes(_ systems: [CountedTranslations]) -> [Outcome] {
        guard let first = systems.first else { return [] }
        precondition(
            systems.allSatisfy { $0.counts.lineCount == first.counts.lineCount },
            "systems that have other lines")
        switch method {
        case .bootstrap: return bootstrap(systems, first)
        case .randomization:
            return systems.indices.map { $0 == 0 ? alone(first) : randomized(systems[$0], first) }
        }
    }

    /// The signature of a metric's scores with what was drawn for the test, as sacreBLEU has it.
    ///
    /// - Parameter signature: That of the metric, such as `nrefs:1|case:lc|…`.
    public func signature(_ signature: String) -> String {
        let drawn =
            method == .bootstrap ? "bs:\(samples)" : "bs:\(Self.intervalSamples)|ar:\(samples)"
        let fields = signature.split(separator: "|", maxSplits: 1)
        return ([fields[0], "\(drawn)|seed:\(seed)"] + fields.dropFirst()).joined(separator: "|")
    }

    // MARK: - Bootstrap

    private func bootstrap(
        _ systems: [CountedTranslations], _ first: CountedTranslations
    ) -> [Outcome] {
        var random = NumPyRandom(seed: seed)
        let scores = resampled(systems, samples, &random)
        return systems.indices.map { number in
            let differences = zip(scores[number], scores[0]).map { abs($0 - $1) }
            let mean = differences.reduce(0, +) / Double(samples)
            return outcome(
                systems[number], scores[number],
                p: number == 0
                    ? nil
                    : p(differences.map { $0 - mean }, abs(systems[number].score - first.score)))
        }
    }

    /// The scores of samples of the lines, the same samples of every system: `[system][sample]`.
    private func resampled(
        _ systems: [CountedTranslations], _ samples: Int, _ random: inout NumPyRandom
    ) -> [[Double]] {
        var scores = systems.map { _ in [Double]() }
        let count = systems[0].counts.lineCount
        var lines = [Int](repeating: 0, count: count)
        for _ in 0..<samples {
            for place in 0..<count { lines[place] = random.index(below: count) }
            for number in systems.indices {
                scores[number].append(systems[number].score(ofLines: lines))
            }
        }
        return scores
    }

    private func outcome(
        _ system: CountedTranslations, _ scores: [Double], p: Double?
    ) -> Outcome {
        let sorted = scores.sorted()
        let left = sorted.count / 40
        return Outcome(
            score: system.score, mean: sorted.reduce(0, +) / Double(sorted.count),
            margin: 0.5 * (sorted[sorted.count - 1 - left] - sorted[left]), p: p)
    }

    /// The share of what chance made that is beyond what was found.
    private func p(_ chance: [Double], _ found: Double) -> Double {
        Double(chance.count { $0 > found + Self.rounding } + 1) / Double(chance.count + 1)
    }

    // MARK: - Approximate randomisation

    private func alone(_ system: CountedTranslations) -> Outcome {
        var random = NumPyRandom(seed: seed)
        return outcome(system, resampled([system], Self.intervalSamples, &random)[0], p: nil)
    }

    private func randomized(
        _ system: CountedTranslations, _ first: CountedTranslations
    ) -> Outcome {
        var random = NumPyRandom(seed: seed)
        let lines = first.counts.lineCount
        let both = zip(first.counts.sums(of: 0..<lines), system.counts.sums(of: 0..<lines)).map(+)
        var chance: [Double] = []
        chance.reserveCapacity(samples)
        for _ in 0..<samples {
            var one = [Double](repeating: 0, count: both.count)
            for line in 0..<lines {
                (random.coin() ? first : system).counts.add(line, to: &one)
            }
            let other = zip(both, one).map(-)
            chance.append(
                abs(system.metric.score(ofSums: one) - system.metric.score(ofSums: other)))
        }
        let scores = resampled([system], Self.intervalSamples, &random)[0]
        return outcome(system, scores, p: p(chance, abs(system.score - first.score)))
    }
}
