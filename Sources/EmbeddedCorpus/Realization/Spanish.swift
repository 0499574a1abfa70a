/// Spanish: dropped subjects, "ser" and "estar", the "a" of people and animals, "¿ ?".
struct Spanish: Realizer {
    let hasSpaceBeforeQuestionMark = false

    func conjunction(_ link: Link) -> [String] {
        switch link {
        case .and: ["y"]
        case .but: ["pero"]
        case .because: ["porque"]
        }
    }

    func existence(_ phrase: NounPhrase, _ tense: Tense) -> [String] {
        switch tense {
        case .present: ["hay"]
        case .past: ["había"]
        case .future: ["habrá"]
        }
    }

    func predicateInOrder(_ clause: Clause, at place: Place) -> [Word] {
        predicate(clause, at: place).inOrder
    }

    func statement(_ clause: Clause, at place: Place) -> [Word] {
        var pieces = predicate(clause, at: place)
        guard isDropped(clause.subject) else {
            return nounPhrase(clause.subject, at: place(.subject)) + pieces.inOrder
        }
        pieces.verb[pieces.verb.count - 1].places.append(place(.subject)(.noun))
        return pieces.inOrder
    }

    func question(_ question: Question, _ clause: Clause, at place: Place) -> [Word] {
        [Word("¿", place(.openingMark))] + unmarked(question, clause, at: place)
            + [Word("?", place(.mark))]
    }

    /// The subject follows the verb and a short predicate: "¿está cansado el niño?".
    private func unmarked(
        _ question: Question, _ clause: Clause, at place: Place
    ) -> [Word] {
        let asked = place(.interrogative)
        let questionWord: [Word] =
            switch question {
            case .whether: []
            case .why: [Word("por", asked), Word("qué", asked)]
            case .when: [Word("cuándo", asked)]
            case .whereabouts: [Word("dónde", asked)]
            case .who: [Word("quién", asked)]
            case .what: [Word("qué", asked)]
            }
        var pieces = predicate(clause, at: place(.first))
        if case .who = question { return questionWord + pieces.inOrder }
        let subjectPlace = place(.first)(.subject)
        var subject: [Word] = []
        if isDropped(clause.subject) {
            pieces.verb[pieces.verb.count - 1].places.append(subjectPlace(.noun))
        } else {
            subject = nounPhrase(clause.subject, at: subjectPlace)
        }
        return questionWord + pieces.verb + pieces.predicative + subject + pieces.rest
    }

    /// Pronouns are left out where the verb or an antecedent says enough.
    private func isDropped(_ subject: NounPhrase) -> Bool {
        guard case .pronoun(let referent) = subject else { return false }
        return !referent.person.isThird || referent.isNamedBefore
    }

    /// "a" and "de" contract with "el"; "y" is "e" before the sound of i.
    func adjusted(_ words: [Word]) -> [Word] {
        var contracted: [Word] = []
        for word in words {
            let last = contracted.count - 1
            if word.text == "el", last >= 0,
                contracted[last].text == "a" || contracted[last].text == "de"
            {
                contracted[last].text += "l"
                contracted[last].places += word.places
                continue
            }
            if last >= 0, contracted[last].text == "y",
                SpanishMorphology.startsWithISound(word.text)
            {
                contracted[last].text = "e"
            }
            contracted.append(word)
        }
        return contracted
    }
}
