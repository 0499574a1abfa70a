import Basics

/// Who did something, what it was, and a reason: "chicken", "cross", "afraid".
///
/// The reason's pronoun stands for the subject or for the object, and what is said of it tells for
/// which. Sentences of some such triples are kept for ``EmbeddedCorpus/antecedents(perNoun:)``.
struct Antecedence {
    private let subject: String
    private let verb: String
    private let reason: String

    /// Nil where the utterance gives no reason, or where its subject is a name or a pronoun.
    init?(_ utterance: Utterance) {
        guard case .linked(let main, .because, let because) = utterance,
            case .action(let action) = main.predicate, let noun = main.subject.referent.noun
        else { return nil }
        switch because.predicate {
        case .quality(let adjective, _): reason = adjective.english
        case .sensation(let sensation): reason = sensation.words.english.joined(separator: " ")
        case .action, .location, .whereabouts: return nil
        }
        subject = noun.forms.english.singular
        verb = action.verb.english.base
    }

    /// The example that everybody tries: every seed holds it out.
    private static let always: Set = [["chicken", "cross", "afraid"]]

    func isHeldOut(seed: UInt64) -> Bool {
        let triple = [subject, verb, reason]
        return Self.always.contains(triple)
            || RandomSource.mix(OpenSplit.hash(triple.joined(separator: " ")) ^ seed) % 8 == 0
    }
}
