/// Every lemma that the tables hold.
package struct Lexicon: Sendable {
    package let nouns: [Noun]
    package let adjectives: [Adjective]
    package let verbs: [Verb]
    package let people: [Name]
    package let cities: [Name]
    package let countries: [Name]

    package static let shared = Lexicon()

    private init() {
        nouns = Table(Noun.table).rows.enumerated().map(Noun.init(index:row:))
        adjectives = Table(Adjective.table).rows.enumerated().map(Adjective.init(index:row:))
        verbs = Table(Verb.table).rows.enumerated().map(Verb.init(index:row:))
        let names = Table(Name.table).rows.enumerated().map(Name.init(index:row:))
        people = names.filter { $0.kind == .person }
        cities = names.filter { $0.kind == .city }
        countries = names.filter { $0.kind == .country }
    }

    /// How many lemmas there are, function words without articles and pronouns among them.
    package var lemmaCount: Int {
        nouns.count + adjectives.count + verbs.count + people.count + cities.count
            + countries.count + Modal.all.count + TimeAdverb.all.count + Frequency.all.count
            + Manner.all.count + PlaceAdverb.all.count + Sensation.all.count
            + Preposition.locations.count + Quantity.all.count
    }
}
