import EmbeddedCorpus

/// Short ways to write meanings down. Words are given in English; an unknown word traps.
private let lexicon = Lexicon.shared

/// The first that fits; the tests name nothing that is missing.
private func find<Element>(_ all: [Element], _ fits: (Element) -> Bool) -> Element {
    guard let found = all.first(where: fits) else {
        preconditionFailure("the lexicon lacks a word of the test")
    }
    return found
}

private func noun(_ word: String) -> Noun {
    find(lexicon.nouns) { $0.forms.english.singular == word }
}

private func adjective(_ word: String) -> Adjective {
    find(lexicon.adjectives) { $0.english == word }
}

private func invariable(_ words: String, _ all: [Invariable]) -> Invariable {
    find(all) { $0.words.english.joined(separator: " ") == words }
}

/// "small red house": adjectives, then the noun.
func phrase(
    _ words: String, _ determiner: Determiner, _ number: Number = .singular,
    of possessor: NounPhrase? = nil, _ relative: Relative? = nil
) -> NounPhrase {
    let words = words.split(separator: " ").map(String.init)
    return .common(
        CommonNounPhrase(
            noun: noun(words[words.count - 1]), number: number, determiner: determiner,
            adjectives: words.dropLast().map(adjective), possessor: possessor,
            relative: relative))
}

func the(_ words: String, of possessor: NounPhrase? = nil, _ relative: Relative? = nil)
    -> NounPhrase
{
    phrase(words, .definite, .singular, of: possessor, relative)
}

func the(plural words: String, of possessor: NounPhrase? = nil, _ relative: Relative? = nil)
    -> NounPhrase
{
    phrase(words, .definite, .plural, of: possessor, relative)
}

func a(_ words: String) -> NounPhrase { phrase(words, .indefinite) }

func bare(plural words: String) -> NounPhrase { phrase(words, .indefinite, .plural) }

func this(_ words: String) -> NounPhrase { phrase(words, .demonstrative) }

func these(_ words: String) -> NounPhrase { phrase(words, .demonstrative, .plural) }

func count(_ quantity: String, _ words: String) -> NounPhrase {
    phrase(
        words, .quantity(find(Quantity.all) { $0.english.joined(separator: " ") == quantity }),
        .plural)
}

func owned(by owner: Referent, _ words: String, _ number: Number = .singular) -> NounPhrase {
    phrase(words, .possessive(owner), number)
}

func name(_ english: String) -> NounPhrase {
    .name(
        find(lexicon.people + lexicon.cities + lexicon.countries) { $0.forms.english == english }
    )
}

let i = NounPhrase.pronoun(.speaker)
let you = NounPhrase.pronoun(.listener)
let we = NounPhrase.pronoun(.speakers)
let he = NounPhrase.pronoun(.he)
let she = NounPhrase.pronoun(.she)

/// The pronoun for someone or something just named.
func it(_ antecedent: NounPhrase) -> NounPhrase { .pronoun(antecedent.referent.namedBefore) }

func at(_ preposition: String, _ phrase: NounPhrase) -> Location {
    let all = Preposition.locations + [.to, .from, .into]
    let phrasing = invariable(preposition, all.map(\.phrase)).words.english
    return .phrase(find(all) { $0.phrase.words.english == phrasing }, phrase)
}

func act(
    _ subject: NounPhrase, _ verb: String, _ object: NounPhrase? = nil,
    to recipient: NounPhrase? = nil,
    where location: Location? = nil, modal: String? = nil, often frequency: String? = nil,
    manner: String? = nil, in tense: Tense = .present, _ polarity: Polarity = .affirmative,
    time: String? = nil
) -> Clause {
    let action = Action(
        verb: find(lexicon.verbs) { $0.english.base == verb },
        modal: Modal.all.first { $0.verb.english.base == modal },
        frequency: frequency.map { invariable($0, Frequency.all) }, object: object,
        recipient: recipient,
        location: location, manner: manner.map { invariable($0, Manner.all) })
    return Clause(
        subject: subject, predicate: .action(action), tense: tense, polarity: polarity,
        time: TimeAdverb.all.first { $0.phrase.words.english.joined(separator: " ") == time })
}

func be(
    _ subject: NounPhrase, _ adjective: String, _ degree: Degree? = nil,
    in tense: Tense = .present, _ polarity: Polarity = .affirmative
) -> Clause {
    Clause(
        subject: subject,
        predicate: .quality(find(lexicon.adjectives) { $0.english == adjective }, degree),
        tense: tense, polarity: polarity)
}

func feel(
    _ subject: NounPhrase, _ sensation: String, in tense: Tense = .present,
    _ polarity: Polarity = .affirmative
) -> Clause {
    Clause(
        subject: subject, predicate: .sensation(invariable(sensation, Sensation.all)), tense: tense,
        polarity: polarity)
}

func be(_ subject: NounPhrase, _ location: Location, in tense: Tense = .present) -> Clause {
    Clause(subject: subject, predicate: .location(location), tense: tense)
}

func because(_ first: Clause, _ reason: Clause) -> Utterance { .linked(first, .because, reason) }
