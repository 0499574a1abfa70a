import Basics
import Models

/// How translations are searched for.
///
/// The defaults are the paper's (section 6.1): a beam of 4, a length penalty of α = 0.6, and at
/// most 50 tokens more than the source has. Lengths in tokens leave out the end token of either
/// side; only ``LengthPenalty`` counts it.
public struct SearchOptions: Sendable, Equatable {
    /// How many hypotheses are kept of every sentence; 1 is greedy search.
    public var beamSize = 4

    /// What a translation's log-probability is divided by for its score.
    public var lengthPenalty = LengthPenalty.googleNMT(exponent: 0.6)

    /// When a beam search is done with a sentence. Greedy search does not need it.
    public var stoppingRule = StoppingRule.exact

    /// How many translations of every sentence are returned, best first: at most ``beamSize``.
    public var nBest = 1

    /// The a of the longest translation: ⌊a · |X|⌋ + b tokens for a source of |X| tokens (fairseq's
    /// `max_len_a`).
    ///
    /// A hypothesis of that length is ended there, with the probability that the model gives to its
    /// end, and its result says so (``SearchResult/isCutOff``). The model's own maximum is never
    /// exceeded.
    public var maximumLengthRatio = 1.0

    /// The b of the longest translation, in tokens (fairseq's `max_len_b`): see
    /// ``maximumLengthRatio``.
    public var maximumLengthOffset = 50

    /// The number of tokens before which no translation ends. The maximum goes before it.
    public var minimumLength = 0

    /// Tokens that never occur in a translation, by id, besides those that the model itself
    /// suppresses (Marian's `bad_words_ids`). The probabilities of other tokens stay as the model
    /// gives them. Meant for a few: each costs a place in the selection of the most probable
    /// tokens.
    public var suppressedTokens: Set<Int32> = []

    /// The paper's options.
    public init() {}

    /// Greedy search: the most probable token at every step.
    public static var greedy: SearchOptions {
        var options = SearchOptions()
        options.beamSize = 1
        return options
    }

    /// Checks the options against each other and against a model.
    ///
    /// - Parameter vocabularySize: The number of target tokens that the model knows.
    /// - Throws: `CalqueError` naming the option, its value and what is allowed.
    public func validate(vocabularySize: Int) throws {
        try require(beamSize >= 1, "The beam size is \(beamSize): it has to be at least 1.")
        try require(
            (1...max(1, beamSize)).contains(nBest),
            "\(nBest) translations of every sentence are asked of a beam of \(beamSize): ask for "
                + "1 to \(beamSize), or widen the beam.")
        try require(
            lengthPenalty.exponent.isFinite,
            "The exponent of the length penalty is \(lengthPenalty.exponent): it has to be a "
                + "number.")
        try require(
            maximumLengthRatio.isFinite && maximumLengthRatio >= 0 && maximumLengthOffset >= 0,
            "The maximum length is \(maximumLengthRatio) times the source's plus "
                + "\(maximumLengthOffset): both have to be at least 0.")
        try require(
            minimumLength >= 0, "The minimum length is \(minimumLength): it has to be at least 0.")
        try require(
            maximumLengthRatio > 0 || minimumLength <= maximumLengthOffset,
            "The minimum length, \(minimumLength), is above the maximum length, "
                + "\(maximumLengthOffset).")
        for token in suppressedTokens.sorted() {
            try require(
                token >= 0 && Int(token) < vocabularySize,
                "The suppressed token \(token) does not exist: the model's target tokens are 0 to "
                    + "\(vocabularySize - 1).")
        }
    }

    private func require(_ condition: Bool, _ message: @autoclosure () -> String) throws {
        if !condition { throw CalqueError(message()) }
    }

    /// The most tokens that a translation may have.
    ///
    /// - Parameters:
    ///   - sourceCount: The source's tokens, its end token included.
    ///   - modelMaximum: The model's maximum, end token included.
    func maximumLength(sourceCount: Int, modelMaximum: Int) -> Int {
        let wanted = maximumLengthRatio * Double(sourceCount - 1) + Double(maximumLengthOffset)
        // The ratio may be of any size; the conversion may not.
        return max(0, min(Int(min(wanted, 1e9)), modelMaximum - 1))
    }

    /// The tokens that may not follow a hypothesis of `length` tokens.
    func forbiddenTokens(at length: Int, end: Int32) -> Set<Int32> {
        length < minimumLength ? suppressedTokens.union([end]) : suppressedTokens
    }

    /// The options with what the model itself suppresses.
    func adapted(to model: some SequenceToSequenceModel) -> SearchOptions {
        var options = self
        options.suppressedTokens.formUnion(model.suppressedTokens)
        return options
    }
}
