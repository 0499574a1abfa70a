extension SearchOptions {
    /// How tokens are drawn: from the model's distribution, with its shape and its tail changed.
    ///
    /// The changes are made in the order of the fields, as in `transformers`, after what the other
    /// options forbid or penalize.
    ///
    /// The random numbers of a sentence follow from ``seed`` and the sentence's place in the
    /// request (its line, for text), and from nothing else: the other sentences, batches and workers
    /// do not matter, as far as the model's logits do not depend on them in their last bits.
    public struct Sampling: Sendable, Equatable {
        /// T: probabilities are softmax(log p / T). Above 1 the rare become more likely, below 1
        /// less; towards 0 it is greedy search. From 0.001 to 1000.
        public var temperature = 1.0

        /// k: only the k most probable tokens are drawn from (Fan et al. 2018, "Hierarchical Neural
        /// Story Generation", section 5.4). nil is all of them.
        public var topK: Int?

        /// p: only the nucleus is drawn from, the fewest most probable tokens that together have a
        /// probability of at least p (Holtzman et al. 2020, "The Curious Case of Neural Text
        /// Degeneration", section 3.1). 1 is all of them.
        public var topP = 1.0

        /// Decides all random numbers.
        public var seed: UInt64

        /// The model's own distribution.
        public init(seed: UInt64) {
            self.seed = seed
        }
    }
}
