/// A pair of ``EmbeddedCorpus/antecedents(perNoun:)`` and which of its words it is about. Places are
/// those of the source's words that spaces alone separate, from 0: "l'homme" is one of them, and so is
/// "wide." with its full stop.
public struct AntecedentPair: Sendable {
    /// The pair.
    public let pair: SentencePair
    /// The place of the pronoun; in Spanish, which drops it, of the verb that speaks for it.
    public let pronoun: Int
    /// The place of the noun that the pronoun stands for.
    public let antecedent: Int
    /// The place of the noun that it might stand for and does not.
    public let other: Int

    /// Nil for an utterance that has no words of these kinds.
    init?(_ pair: SentencePair, of utterance: Utterance, _ antecedent: Sampler.Antecedent) {
        let words = pair.from.realizer.words(utterance, .plain)
        let chunks = WordSplit.chunks(in: pair.source)
        func place(_ place: Place) -> Int? {
            words.firstIndex { $0.places.contains(place) }.map { chunks[$0] }
        }
        guard let pronoun = place(.root(.second)(.subject)(.noun)),
            let subject = place(.root(.first)(.subject)(.noun)),
            let object = place(.root(.first)(.object)(.noun))
        else { return nil }
        self.pair = pair
        self.pronoun = pronoun
        self.antecedent = antecedent == .subject ? subject : object
        other = antecedent == .subject ? object : subject
    }
}
