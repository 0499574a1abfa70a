import Basics

/// Which sentences of a corpus a tokenizer is trained on: all of them, or in a large corpus about so many
/// as are wanted, from everywhere in it.
public struct TokenizerSample: Sendable {
    /// The sentences of both sides together; nil for all.
    private let limit: Int?
    private let seed: UInt64
    private let heldOut: HeldOutText

    /// All sentences.
    public static let all = TokenizerSample(nil)

    /// A sample.
    ///
    /// - Parameters:
    ///   - limit: About how many sentences of both sides together, where the corpus has more; nil for all.
    ///   - seed: Which ones, together with the number of sentences and the places of the lines alone.
    ///   - heldOut: Pairs like these are not in it.
    public init(_ limit: Int?, seed: UInt64 = 0, without heldOut: HeldOutText = .init()) {
        self.limit = limit
        self.seed = RandomSource.mix(seed)
        self.heldOut = heldOut
    }

    /// Chooses among the lines of a corpus.
    ///
    /// - Parameter sentences: The sentences of both sides of the corpus.
    func choice(among sentences: Int) -> Choice {
        guard let limit, sentences > limit else { return Choice(sample: self, rate: nil) }
        return Choice(sample: self, rate: Double(max(limit, 0)) / Double(sentences))
    }

    /// Chooses lines by a hash of their place, so that nothing is held.
    struct Choice {
        private let sample: TokenizerSample
        private let highest: UInt64?
        private var place: UInt64 = 0

        fileprivate init(sample: TokenizerSample, rate: Double?) {
            self.sample = sample
            // Below 2⁶⁴, for the rate is below 1.
            highest = rate.map { UInt64($0 * 0x1p64) }
        }

        /// Whether lines are left out because there are too many.
        var isPart: Bool { highest != nil }

        /// Whether the next line is in the sample.
        mutating func includes(_ line: ParallelLine) -> Bool {
            defer { place += 1 }
            if let highest, RandomSource.mix(sample.seed ^ place) >= highest { return false }
            guard !sample.heldOut.isEmpty, let source = line.source, let target = line.target else {
                return true
            }
            return !sample.heldOut.isLike(source: source, target: target)
        }
    }
}
