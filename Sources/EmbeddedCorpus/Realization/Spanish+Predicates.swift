extension Spanish {
    /// A predicate in the pieces around which a question puts its subject.
    struct Pieces {
        /// What cannot be parted from the finite verb, which comes last: "no lo lavó".
        var verb: [Word]
        /// What precedes the subject of a question, too: "cansado", "hambre".
        var predicative: [Word] = []
        var rest: [Word] = []

        var inOrder: [Word] { verb + predicative + rest }
    }

    func predicate(_ clause: Clause, at place: Place) -> Pieces {
        var pieces: Pieces
        let subject = clause.subject.referent
        switch clause.predicate {
        case .action(let action):
            pieces = Pieces(verb: verbs(action, clause, at: place))
            pieces.rest = complements(action, at: place)
        case .quality(let adjective, let degree):
            let copula: Verb = adjective.copula == .estar ? .copulaOfStates : .copula
            pieces = Pieces(verb: verbs(Action(verb: copula), clause, at: place))
            if let degree {
                pieces.predicative.append(Word(degree.words.spanish, place(.degree)))
            }
            let form = adjective.spanish[subject.spanishGender, subject.person.number]
            pieces.predicative.append(Word(form, place(.quality)))
        case .sensation(let sensation):
            pieces = Pieces(verb: verbs(Action(verb: .possession), clause, at: place))
            pieces.predicative = [Word](sensation.words.spanish, place(.quality))
        case .location(let location):
            pieces = Pieces(verb: verbs(Action(verb: .copulaOfStates), clause, at: place))
            pieces.rest = words(location, at: place(.location))
        case .whereabouts:
            pieces = Pieces(verb: verbs(Action(verb: .copulaOfStates), clause, at: place))
        }
        if let time = clause.time {
            pieces.rest += [Word](time.phrase.words.spanish, place(.time))
        }
        return pieces
    }

    private func verbs(_ action: Action, _ clause: Clause, at place: Place) -> [Word] {
        var words: [Word] = []
        switch clause.polarity {
        case .affirmative: break
        case .negative: words.append(Word("no", place(.negation)))
        case .never: words.append(Word("nunca", place(.negation)))
        }
        if let frequency = action.frequency {
            words += [Word](frequency.words.spanish, place(.frequency))
        }
        if case .pronoun(let referent) = action.object {
            words.append(Word(Self.object(referent), place(.object)(.noun)))
        }
        let finite = action.modal?.verb ?? action.verb
        let form = finite.spanish.form(clause.tense, clause.subject.referent.person)
        words.append(Word(form, place(action.modal == nil ? .verb : .modal), place(.tense)))
        return words
    }

    private func complements(_ action: Action, at place: Place) -> [Word] {
        var words: [Word] = []
        if action.modal != nil {
            words.append(Word(action.verb.spanish.infinitive, place(.verb)))
        }
        switch action.object {
        case .pronoun, nil: break
        case let object?:
            if object.isAnimate, action.verb.frame == .object {
                words.append(Word("a", place(.object)(.preposition)))
            }
            words += nounPhrase(object, at: place(.object))
        }
        if let recipient = action.recipient {
            words.append(Word("a", place(.recipient)(.preposition)))
            words += nounPhrase(recipient, at: place(.recipient))
        }
        if let location = action.location {
            words += self.words(location, at: place(.location))
        }
        if let manner = action.manner {
            words += [Word](manner.words.spanish, place(.manner))
        }
        return words
    }

    func words(_ location: Location, at place: Place) -> [Word] {
        switch location {
        case .adverb(let adverb): [Word](adverb.words.spanish, place)
        case .phrase(let preposition, let phrase):
            [Word](preposition.phrase.words.spanish, place(.preposition))
                + nounPhrase(phrase, at: place)
        }
    }
}
