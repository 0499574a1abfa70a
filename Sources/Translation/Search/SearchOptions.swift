import Models

/// How translations are searched for.
///
/// The defaults are the paper's (section 6.1): a beam of 4, a length penalty of α = 0.6, and at
/// most 50 tokens more than the source has. Lengths in tokens leave out the end token of either
/// side; only ``LengthPenalty`` counts it.
///
/// A translation Y of X is ranked by its score
///
///     score(Y) = (log P(Y | X) + r(Y)) / penalty(|Y|) + c(X, Y)
///
/// where the penalty is ``lengthPenalty``, and r and c, both 0 unless asked for, are what
/// ``repetitionPenalty`` and ``coveragePenalty`` take away. The log-probabilities in a result are
/// always the model's own.
public struct SearchOptions: Sendable, Hashable, Codable {
    /// How many hypotheses are kept of every sentence, up to 1000; 1 is greedy search.
    public var beamSize: Int

    /// What a translation's log-probability is divided by for its score; its exponent is from -2 to
    /// 10.
    public var lengthPenalty: LengthPenalty

    /// When a beam search is done with a sentence. Greedy search does not need it.
    public var stoppingRule = StoppingRule.exact

    /// How many translations of every sentence are returned, best first: at most ``beamSize``.
    public var nBest: Int

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

    /// The most tokens of a translation, whatever its source has; nil for no such limit.
    public var maximumLength: Int?

    /// The number of tokens before which no translation ends. The maximum goes before it.
    public var minimumLength = 0

    /// Tokens that never occur in a translation, by id, in addition to those that the model itself
    /// suppresses (Marian's `bad_words_ids`). The probabilities of other tokens stay as the model
    /// gives them. Meant for a few: each costs a place in the selection of the most probable
    /// tokens.
    public var suppressedTokens: Set<Int32> = []

    /// Whether a translation may have the token `<unk>`, which stands for what the vocabulary
    /// lacks and leaves nothing in the text (`--allow-unk` of Marian; `transformers`, fairseq and
    /// CTranslate2 allow it). Which token it is, searches know from whoever has the vocabulary:
    /// see ``TokenTranslator/init(_:on:limits:unknownToken:)``.
    public var allowsUnknown = false

    /// Whether a translation has only the tokens that the model's shortlist has for its sentence, where
    /// the model has one; the end token and those of a target prefix are always among them.
    /// Probabilities are then over these tokens: those of all others are 0. (An `Ensemble` has no
    /// shortlist.)
    public var usesShortlist = true

    /// Tokens that never follow each other in a translation, in addition to those that the model
    /// suppresses (the longer entries of `bad_words_ids` of `transformers`): after the others of a
    /// sequence, its last token is suppressed.
    public var suppressedSequences: [[Int32]] = []

    /// θ of "CTRL" (Keskar et al. 2019, section 4.1): a token that the translation has already
    /// counts with θ · log p instead of log p.
    ///
    /// Above 1 repetition is made less likely (the paper's θ is 1.2), below 1 more likely; 1 is
    /// off. From 0.01 to 100. It is applied to log-probabilities, as in the beam search of `transformers`, and once
    /// however often the token has occurred. (The paper, CTranslate2 and the greedy search of
    /// `transformers` divide or multiply logits, which are defined only up to a constant.) The end
    /// token is exempt, since it never occurs before the end. r(Y) = Σ (θ − 1) · log p over the
    /// repeated tokens.
    public var repetitionPenalty = 1.0

    /// n: no n tokens in succession occur twice in a translation (Paulus et al. 2017, "A Deep
    /// Reinforced Model for Abstractive Summarization", section 2.5; `no_repeat_ngram_size` of
    /// fairseq and `transformers`). A token that would end such an n-gram is suppressed at that
    /// step. nil is off.
    public var noRepeatNGramSize: Int?

    /// β of "Google's Neural Machine Translation System" (Wu et al. 2016, equation 14): a finished
    /// translation's score is lowered for source tokens that it looked at too little,
    ///
    ///     c(X, Y) = β · Σ_i log(min(Σ_j p_ij, 1))
    ///
    /// where p_ij is the attention to source token i when target token j was predicted, end tokens
    /// included: the mean over the heads of the decoder's last layer. So that one source token that
    /// float32 has no attention for does not decide alone, a sum below 10⁻⁶ counts as 10⁻⁶. 0 is
    /// off; at most 100. It chooses among a beam's translations, and so needs a beam of at least 2.
    public var coveragePenalty = 0.0

    /// Draws every token at random instead of searching for the most probable ones. Needs a beam
    /// size of 1; nil is off.
    public var sampling: Sampling?

    /// The paper's options, but for what is given; everything else is a property.
    ///
    ///     try translator.translate(lines, SearchOptions(beamSize: 2))
    public init(
        beamSize: Int = 4, nBest: Int = 1,
        lengthPenalty: LengthPenalty = .googleNMT(exponent: 0.6), maximumLength: Int? = nil
    ) {
        self.beamSize = beamSize
        self.nBest = nBest
        self.lengthPenalty = lengthPenalty
        self.maximumLength = maximumLength
    }

    /// Greedy search: the most probable token at every step.
    public static var greedy: SearchOptions { SearchOptions(beamSize: 1) }

    /// One random translation of every sentence.
    public static func sampling(_ sampling: Sampling) -> SearchOptions {
        var options = SearchOptions.greedy
        options.sampling = sampling
        return options
    }
}

// MARK: What searches ask

extension SearchOptions {
    /// The search that these options ask for.
    public var search: any Search { recordingSearch }

    /// The same, as one that can tell what it does.
    package var recordingSearch: any RecordingSearch {
        if let sampling { return SamplingSearch(self, sampling) }
        return beamSize == 1 ? GreedySearch(self) : BeamSearch(self)
    }

    /// The most tokens that a translation may have.
    ///
    /// - Parameters:
    ///   - sourceCount: The source's tokens, its end token included.
    ///   - modelMaximum: The model's maximum, end token included.
    func maximumLength(sourceCount: Int, modelMaximum: Int) -> Int {
        let wanted = maximumLengthRatio * Double(sourceCount - 1) + Double(maximumLengthOffset)
        // The ratio may be of any size; the conversion may not.
        let longest = min(Int(min(wanted, 1e9)), maximumLength ?? .max)
        return max(0, min(longest, modelMaximum - 1))
    }

    /// The tokens that may not follow a hypothesis of `length` tokens.
    func forbiddenTokens(at length: Int, end: Int32) -> Set<Int32> {
        length < minimumLength ? suppressedTokens.union([end]) : suppressedTokens
    }

    /// The options that depend on what a hypothesis has said; none is the rule.
    var historyRules: [any HistoryRule] {
        var rules: [any HistoryRule] = []
        if repetitionPenalty != 1 { rules.append(RepetitionPenalty(factor: repetitionPenalty)) }
        if let noRepeatNGramSize { rules.append(NoRepeatNGrams(size: noRepeatNGramSize)) }
        if !suppressedSequences.isEmpty {
            rules.append(ForbiddenSequences(sequences: suppressedSequences))
        }
        return rules
    }

    /// The options with what the model itself suppresses.
    func adapted(to model: some TranslationModel) -> SearchOptions {
        var options = self
        options.suppressedTokens.formUnion(model.suppressedTokens)
        options.suppressedSequences += model.generation.suppressedSequences
        return options
    }
}
