extension French {
    func predicate(
        _ clause: Clause, at place: Place, precedingObject: Referent? = nil
    ) -> [Word] {
        var words: [Word]
        let subject = clause.subject.referent
        switch clause.predicate {
        case .action(let action):
            words = verbs(action, clause, at: place, precedingObject: precedingObject)
            words += complements(action, clause.polarity, at: place)
        case .quality(let adjective, let degree):
            words = verbs(Action(verb: .copula), clause, at: place)
            if let degree { words.append(Word(degree.words.french, place(.degree))) }
            let form = adjective.french[subject.frenchGender, subject.person.number]
            words.append(Word(form, place(.quality)))
        case .sensation(let sensation):
            words = verbs(Action(verb: .possession), clause, at: place)
            words += [Word](sensation.words.french, place(.quality))
        case .location(let location):
            words = verbs(Action(verb: .copula), clause, at: place)
            words += self.words(location, at: place(.location))
        case .whereabouts:
            words = verbs(Action(verb: .copula), clause, at: place)
        }
        if let time = clause.time {
            words += [Word](time.phrase.words.french, place(.time))
        }
        return words
    }

    /// The verb with what gathers around it: "ne l'a pas vue", "veut souvent manger".
    private func verbs(
        _ action: Action, _ clause: Clause, at place: Place, precedingObject: Referent? = nil
    ) -> [Word] {
        var precedingObject = precedingObject
        var words: [Word] = []
        if clause.polarity != .affirmative { words.append(Word("ne", place(.negation))) }
        if case .pronoun(let referent) = action.object {
            precedingObject = referent
            words.append(Word(Self.object(referent), place(.object)(.noun)))
        }
        let (finite, nonfinite) = finite(
            action, clause, at: place, precedingObject: precedingObject)
        words.append(finite)
        switch clause.polarity {
        case .affirmative: break
        case .negative: words.append(Word("pas", place(.negation)))
        case .never: words.append(Word("jamais", place(.negation)))
        }
        if let frequency = action.frequency {
            words += [Word](frequency.words.french, place(.frequency))
        }
        return words + nonfinite
    }

    private func finite(
        _ action: Action, _ clause: Clause, at place: Place, precedingObject: Referent?
    ) -> (finite: Word, nonfinite: [Word]) {
        let subject = clause.subject.referent
        let verb = action.verb.french
        if let modal = action.modal?.verb.french.form(clause.tense, subject.person) {
            return (
                Word(modal, place(.modal), place(.tense)), [Word(verb.infinitive, place(.verb))]
            )
        }
        if let form = verb.form(clause.tense, subject.person) {
            return (Word(form, place(.verb), place(.tense)), [])
        }
        // It agrees with the subject after "être", with an object before it after "avoir".
        let auxiliary = verb.takesEtre ? Verb.copula.french : Verb.possession.french
        let agreement = verb.takesEtre ? subject : precedingObject
        let participle = FrenchMorphology.participle(
            verb.participle, agreement?.frenchGender ?? .masculine,
            agreement?.person.number ?? .singular)
        return (
            Word(auxiliary.present[subject.person.rawValue], place(.tense)),
            [Word(participle, place(.verb))]
        )
    }

    private func complements(
        _ action: Action, _ polarity: Polarity, at place: Place
    ) -> [Word] {
        var words: [Word] = []
        switch action.object {
        case .pronoun, nil: break
        case let object?:
            words += nounPhrase(object, at: place(.object), isDenied: polarity != .affirmative)
        }
        if let recipient = action.recipient {
            words.append(Word("à", place(.recipient)(.preposition)))
            words += nounPhrase(recipient, at: place(.recipient))
        }
        if let location = action.location {
            words += self.words(location, at: place(.location))
        }
        if let manner = action.manner {
            words += [Word](manner.words.french, place(.manner))
        }
        return words
    }

    func words(_ location: Location, at place: Place) -> [Word] {
        switch location {
        case .adverb(let adverb):
            return [Word](adverb.words.french, place)
        case .phrase(let preposition, let phrase):
            if case .name(let name) = phrase {
                return words(preposition.phrase.words.french, name, at: place)
            }
            return [Word](preposition.phrase.words.french, place(.preposition))
                + nounPhrase(phrase, at: place)
        }
    }

    /// Cities and countries: "à Paris", "en France", "au Japon", "de France", "du Japon".
    private func words(_ preposition: [String], _ name: Name, at place: Place) -> [Word] {
        let isOrigin = preposition == ["de"]
        let keepsArticle = name.kind == .country && name.gender == .masculine
        let noun = Word(name.forms.french, place(.noun), place(.determiner))
        if keepsArticle {
            return [Word(isOrigin ? "du" : "au", place(.preposition)), noun]
        }
        let short = isOrigin ? "de" : name.kind == .country ? "en" : "à"
        return [Word(short, place(.preposition)), noun]
    }
}
