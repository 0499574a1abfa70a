public import Basics

/// BLEU of a test set and of random test sets like it: bootstrap resampling (Koehn 2004, "Statistical
/// Significance Tests for Machine Translation Evaluation").
///
/// A sample has as many lines as the test set, each drawn from it with replacement. Two systems whose
/// samples are drawn with the same random numbers are scored on the same lines, sample by sample, so
/// that their difference is paired.
public struct ResampledBLEU: Sendable, Equatable, Codable {
    /// The score of the test set itself.
    public let score: Double
    /// The score of every sample.
    public let samples: [Double]

    /// The difference from another system's score, with the interval that most samples have it in.
    ///
    /// - Parameters:
    ///   - other: The other system's, of the same test set and from the same random numbers.
    ///   - confidence: The share of the samples that the interval has, unless it is to be 0.95.
    public func difference(
        from other: ResampledBLEU, confidence: Double = 0.95
    ) -> ConfidenceInterval {
        precondition(
            samples.count == other.samples.count,
            "\(samples.count) samples beside \(other.samples.count)")
        return ConfidenceInterval(
            value: score - other.score, samples: zip(samples, other.samples).map { $0 - $1 },
            confidence: confidence)
    }
}

/// A number, and the interval that it lies in with some confidence.
public struct ConfidenceInterval: Sendable, Hashable, Codable {
    /// The number.
    public let value: Double
    /// The lower end.
    public let lower: Double
    /// The upper end.
    public let upper: Double
    /// How much of what was drawn lies between the ends, 0 to 1.
    public let confidence: Double

    /// An interval of its parts.
    public init(value: Double, lower: Double, upper: Double, confidence: Double) {
        self.value = value
        self.lower = lower
        self.upper = upper
        self.confidence = confidence
    }

    /// The interval of a bootstrap: of the samples in order, as many are left out at each end as make
    /// half of what the confidence leaves. Of 1,000 at 0.95, the ends are the 26th and the 975th.
    ///
    /// - Parameters:
    ///   - value: The number of the whole.
    ///   - samples: That of every sample; one or more.
    ///   - confidence: How much of them lies between the ends, 0 to 1.
    public init(value: Double, samples: [Double], confidence: Double) {
        precondition(
            !samples.isEmpty && (0...1).contains(confidence),
            "an interval of \(samples.count) samples at a confidence of \(confidence)")
        let sorted = samples.sorted()
        let share = (1 - confidence) / 2 * Double(sorted.count)
        // A hair of tolerance: a share of 0.05 halved is 25 of 1,000, whatever the rounding.
        let left = min(Int(share + 1e-9), (sorted.count - 1) / 2)
        self.init(
            value: value, lower: sorted[left], upper: sorted[sorted.count - 1 - left],
            confidence: confidence)
    }
}

extension BLEU {
    /// Scores a corpus and random corpora like it.
    ///
    /// - Parameters:
    ///   - hypotheses: The translations, a line each.
    ///   - references: Reference translations of the whole corpus: see
    ///     ``corpusScore(hypotheses:references:)``.
    ///   - samples: How many random corpora are drawn.
    ///   - random: Draws the lines: those of the first sample, then those of the second, and so on.
    /// - Throws: `CalqueError` when there is nothing to score or the numbers of lines differ.
    public func resampledScores(
        hypotheses: [String], references: [[String]], samples: Int, random: RandomSource
    ) throws -> ResampledBLEU {
        try checkAlignment(hypotheses: hypotheses, references: references)
        let lines = hypotheses.enumerated().map { line, hypothesis in
            statistics(hypothesis: hypothesis, references: references.map { $0[line] })
        }
        func score(_ statistics: BLEUStatistics) -> Double {
            self.score(statistics, referenceCount: references.count, effectiveOrder: false).score
        }
        var random = random
        return ResampledBLEU(
            score: score(lines.reduce(into: BLEUStatistics()) { $0 += $1 }),
            samples: (0..<samples).map { _ in
                var sum = BLEUStatistics()
                for _ in lines.indices { sum += lines[random.next(below: lines.count)] }
                return score(sum)
            })
    }
}
