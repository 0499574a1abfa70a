extension English {
    /// A predicate in the two pieces between which a question puts its subject.
    struct Pieces {
        var auxiliary: [Word] = []
        var rest: [Word] = []

        var inOrder: [Word] { auxiliary + rest }
    }

    func predicate(_ clause: Clause, at place: Place, isInverted: Bool = false) -> Pieces {
        var pieces = Pieces()
        switch clause.predicate {
        case .action(let action):
            pieces = verbs(action, clause, at: place, isInverted: isInverted)
            if action.verb.frame == .into {
                // "enter" says by itself what others say with a preposition.
                for index in pieces.rest.indices
                where pieces.rest[index].places.contains(place(.verb)) {
                    pieces.rest[index].places.append(place(.location)(.preposition))
                }
            }
            pieces.rest += complements(action, at: place)
        case .quality(let adjective, let degree):
            pieces = be(clause, at: place)
            if let degree { pieces.rest.append(Word(degree.words.english, place(.degree))) }
            pieces.rest.append(Word(adjective.english, place(.quality)))
        case .sensation(let sensation):
            pieces = be(clause, at: place)
            pieces.rest += [Word](sensation.words.english, place(.quality))
        case .location(let location):
            pieces = be(clause, at: place)
            pieces.rest += words(location, at: place(.location))
        case .whereabouts:
            pieces = be(clause, at: place)
        }
        if let time = clause.time {
            pieces.rest += [Word](time.phrase.words.english, place(.time))
        }
        return pieces
    }

    private func be(_ clause: Clause, at place: Place) -> Pieces {
        let negation = self.negation(clause.polarity, at: place)
        let be = EnglishMorphology.be(clause.tense, clause.subject.referent.person)
        guard clause.tense == .future else {
            return Pieces(auxiliary: [Word(be, place(.verb), place(.tense))], rest: negation)
        }
        return Pieces(
            auxiliary: [Word("will", place(.tense))], rest: negation + [Word(be, place(.verb))])
    }

    private func negation(_ polarity: Polarity, at place: Place) -> [Word] {
        switch polarity {
        case .affirmative: []
        case .negative: [Word("not", place(.negation))]
        case .never: [Word("never", place(.negation))]
        }
    }

    /// The verb with its auxiliaries: "eats", "will eat", "does not eat", "could not eat".
    private func verbs(
        _ action: Action, _ clause: Clause, at place: Place, isInverted: Bool
    ) -> Pieces {
        let frequency = action.frequency.map { [Word]($0.words.english, place(.frequency)) } ?? []
        let negation = self.negation(clause.polarity, at: place) + frequency
        let person = clause.subject.referent.person
        if let modal = action.modal?.english(clause.tense) {
            return self.modal(modal, action.verb, clause.polarity, at: place)
        }
        let base = action.modal?.verb.english ?? action.verb.english
        let verbPlace = place(action.modal == nil ? .verb : .modal)
        let infinitive =
            action.modal.map { _ in
                [Word("to", verbPlace), Word(action.verb.english.base, place(.verb))]
            } ?? []
        if clause.tense == .future {
            return Pieces(
                auxiliary: [Word("will", place(.tense))],
                rest: negation + [Word(base.base, verbPlace)] + infinitive)
        }
        if isInverted || clause.polarity == .negative {
            let auxiliary =
                clause.tense == .past ? "did" : person == .thirdSingular ? "does" : "do"
            return Pieces(
                auxiliary: [Word(auxiliary, place(.tense))],
                rest: negation + [Word(base.base, verbPlace)] + infinitive)
        }
        let finite = Word(base.form(clause.tense, person), verbPlace, place(.tense))
        return Pieces(rest: negation + [finite] + infinitive)
    }

    private func modal(
        _ modal: Modal.English, _ verb: Verb, _ polarity: Polarity, at place: Place
    ) -> Pieces {
        let infinitive = Word(verb.english.base, place(.verb))
        guard polarity == .negative else {
            let modal = Word(modal.affirmative, place(.modal), place(.tense))
            return Pieces(auxiliary: [modal], rest: [infinitive])
        }
        var auxiliary = modal.negative.map { Word($0, place(.negation)) }
        auxiliary[0] = Word(modal.negative[0], place(.modal), place(.tense))
        if modal.negative.count == 1 { auxiliary[0].places.append(place(.negation)) }
        return Pieces(auxiliary: [auxiliary[0]], rest: auxiliary.dropFirst() + [infinitive])
    }

    private func complements(_ action: Action, at place: Place) -> [Word] {
        var words: [Word] = []
        if let particle = action.verb.english.particle {
            words.append(Word(particle, place(.verb)))
        }
        switch action.object {
        case .pronoun(let referent):
            words.append(Word(Self.object(referent), place(.object)(.noun)))
        case let object?: words += nounPhrase(object, at: place(.object))
        case nil: break
        }
        if let recipient = action.recipient {
            words.append(Word("to", place(.recipient)(.preposition)))
            words += nounPhrase(recipient, at: place(.recipient))
        }
        if let location = action.location {
            words += self.words(location, at: place(.location))
        }
        if let manner = action.manner {
            words += [Word](manner.words.english, place(.manner))
        }
        return words
    }

    func words(_ location: Location, at place: Place) -> [Word] {
        switch location {
        case .adverb(let adverb): return [Word](adverb.words.english, place)
        case .phrase(let preposition, let phrase):
            let words = preposition.phrase.words.english.filter { $0 != "-" }
            return [Word](words, place(.preposition)) + nounPhrase(phrase, at: place)
        }
    }
}
