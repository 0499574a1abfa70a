import Basics
public import Translation

/// How often a model says the next token of a translation right: where it is given the right tokens
/// before it, as in training (teacher forcing), and where it goes on from what it said itself, as in
/// use (free running).
///
/// With teacher forcing a wrong token costs one place. In free running a model that says one word more,
/// or another, may be wrong at all places after it, even where its translation is as good as the
/// reference: what is counted is the same token at the same place, and so this is no measure of
/// quality. Up to the first token that is not the reference's, both say the same.
public struct InspectedForcing: Sendable, Equatable, Codable {
    /// A place in the translations.
    public struct Place: Sendable, Equatable, Codable {
        /// The place of a token, from 0; the end token has one.
        public let place: Int
        /// The number of references that have a token there.
        public let sentences: Int
        /// The share of these in which the model's most probable token after the reference's tokens is
        /// the reference's, 0 to 1.
        public let forced: Double
        /// The share of these in which the model's own translation has the reference's token there, 0
        /// to 1.
        public let free: Double
    }

    /// What is being done.
    public enum Stage: String, Sendable, CaseIterable, Codable {
        /// The references are predicted, pair by pair.
        case forced
        /// The sources are translated, one by one.
        case free
    }

    /// The number of pairs.
    public let sentences: Int
    /// The number of tokens of the references, end tokens included.
    public let tokens: Int
    /// ``Place/forced`` over all places.
    public let forced: Double
    /// ``Place/free`` over all places.
    public let free: Double
    /// The share of the sentences whose translation is the reference, token by token, 0 to 1. These are
    /// the sentences in which the model says all tokens right after the reference's, too.
    public let exact: Double
    /// Place by place, from the first to the last that a reference has.
    public let places: [Place]
}

extension Translator {
    /// How often the model says the next token right, after the reference's tokens and after its own.
    ///
    /// - Parameters:
    ///   - pairs: Lines and translations of them, each as one sentence. Of the translation that greedy
    ///     search finds, the tokens are compared.
    ///   - progress: Takes how many pairs of a stage are done, on any thread.
    /// - Throws: `CalqueError` when there is no pair, a line is too long or asks for a language that the
    ///   model does not know, or the model's numbers are not finite; `CancellationError` when the task is
    ///   cancelled.
    public func inspectForcing(
        over pairs: [(source: String, target: String)],
        progress: (@Sendable (_ stage: InspectedForcing.Stage, _ done: Int) -> Void)? = nil
    ) async throws -> InspectedForcing {
        guard !pairs.isEmpty else {
            throw CalqueError(
                "There are no pairs to predict the tokens of. Give one or more.", kind: .input)
        }
        let encoded = try await self.pairs(of: pairs.map { ($0.source, $0.target) })
        let forced = try await forcedPredictions(of: encoded) { progress?(.forced, $0) }
        let free = try await greedyTokens(of: encoded.map(\.source)) { progress?(.free, $0) }
        return InspectedForcing(references: encoded.map(\.target), forced: forced, free: free)
    }
}

extension InspectedForcing {
    /// - Parameters:
    ///   - references: The right tokens, one or more of each sentence. `[sentences][tokens]`
    ///   - forced: What the model says after the right ones. `[sentences][tokens]`
    ///   - free: What it says after its own, as far as it goes. `[sentences][…]`
    package init(references: [[Int32]], forced: [[Int32?]], free: [[Int32]]) {
        let longest = references.map(\.count).max() ?? 0
        var counts = [Counts](repeating: Counts(), count: longest)
        var exact = 0
        for (reference, (forced, free)) in zip(references, zip(forced, free)) {
            for (place, token) in reference.enumerated() {
                counts[place].sentences += 1
                if forced[place] == token { counts[place].forced += 1 }
                if place < free.count, free[place] == token { counts[place].free += 1 }
            }
            if free == reference { exact += 1 }
        }
        let all = counts.reduce(into: Counts()) { $0 += $1 }
        sentences = references.count
        tokens = all.sentences
        self.forced = all.share(all.forced)
        self.free = all.share(all.free)
        self.exact = Double(exact) / Double(max(1, references.count))
        places = counts.enumerated().map { place, counts in
            Place(
                place: place, sentences: counts.sentences, forced: counts.share(counts.forced),
                free: counts.share(counts.free))
        }
    }

    /// How many sentences have a token at a place, and in how many of these it is said.
    private struct Counts {
        var sentences = 0
        var forced = 0
        var free = 0

        func share(_ count: Int) -> Double { Double(count) / Double(max(1, sentences)) }

        static func += (total: inout Counts, other: Counts) {
            total.sentences += other.sentences
            total.forced += other.forced
            total.free += other.free
        }
    }
}
