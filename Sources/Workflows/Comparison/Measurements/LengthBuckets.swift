/// Sentences in groups of like length, each large enough to measure something with it.
public struct LengthBuckets: Sendable {
    /// A group.
    public struct Bucket: Sendable, Equatable {
        /// From its shortest to its longest sentence, in tokens.
        public let lengths: ClosedRange<Int>
        /// The places of its sentences.
        public let sentences: [Int]

        /// A group of its parts.
        public init(lengths: ClosedRange<Int>, sentences: [Int]) {
            self.lengths = lengths
            self.sentences = sentences
        }
    }

    /// From the shortest to the longest.
    public let buckets: [Bucket]

    /// Groups of as few lengths as have enough sentences.
    ///
    /// They are cut from the long end, where differences show, and sentences of one length stay
    /// together. What is left over at the short end, too few for a group, joins the shortest.
    ///
    /// - Parameters:
    ///   - lengths: The length of every sentence.
    ///   - minimumCount: The fewest sentences of a group, if there are as many.
    ///   - bucketCount: About how many groups there are to be at most.
    public init(lengths: [Int], minimumCount: Int = 20, bucketCount: Int = 12) {
        precondition(bucketCount > 0, "\(bucketCount) buckets of lengths")
        let enough = max(minimumCount, lengths.count / bucketCount, 1)
        let sentences = Dictionary(grouping: lengths.indices, by: { lengths[$0] })
        var groups: [[Int]] = []
        var open: [Int] = []
        for length in sentences.keys.sorted(by: >) {
            open += sentences[length, default: []]
            if open.count >= enough {
                groups.append(open)
                open = []
            }
        }
        groups.append((groups.popLast() ?? []) + open)
        buckets = groups.reversed().compactMap { group in
            let own = group.map { lengths[$0] }
            guard let shortest = own.min(), let longest = own.max() else { return nil }
            return Bucket(lengths: shortest...longest, sentences: group.sorted())
        }
    }
}
