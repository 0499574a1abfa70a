/// When a beam search is done with a sentence, beyond the cases in which nothing is left to extend.
///
/// The rules differ in time, and in what they may miss. With an exponent of 0 in the length penalty
/// a hypothesis never gains from growing, and ``exact`` and ``currentLength`` find the same best
/// translation.
public enum StoppingRule: String, Sendable, CaseIterable {
    /// The n best translations are found and no live hypothesis can still come to a score above the
    /// worst of them, whatever follows: the bound is its present log-probability at the most
    /// favourable length up to the maximum. Nothing is missed that a longer search would find. This
    /// is what `early_stopping="never"` of `transformers` means, but counts n-best instead of
    /// beam-size translations.
    case exact
    /// As many hypotheses have ended as the beam is wide, and the best live one, were it to end at
    /// its present length without loss, would not score above the worst of them. This is
    /// `early_stopping=False` of `transformers`. With a positive exponent it may miss a longer and
    /// better translation.
    case currentLength
    /// As many hypotheses have ended as the beam is wide: the rule of fairseq and CTranslate2, and
    /// `early_stopping=True` of `transformers`. The quickest for a wide beam; may miss better
    /// translations.
    case beamFilled
}
