/// A subject and what is said of it.
package struct Clause: Sendable {
    var subject: NounPhrase
    var predicate: Predicate
    var tense: Tense
    var polarity: Polarity
    var time: TimeAdverb?

    package init(
        subject: NounPhrase, predicate: Predicate, tense: Tense = .present,
        polarity: Polarity = .affirmative, time: TimeAdverb? = nil
    ) {
        self.subject = subject
        self.predicate = predicate
        self.tense = tense
        self.polarity = polarity
        self.time = time
    }
}

/// What is said of a subject.
package enum Predicate: Sendable {
    case action(Action)
    /// "is (very) small".
    case quality(Adjective, Degree?)
    /// "is afraid".
    case sensation(Invariable)
    /// "is under the table".
    case location(Location)
    /// "is", asked with "where".
    case whereabouts
}

/// A verb with its complements.
package struct Action: Sendable {
    var verb: Verb
    var modal: Modal?
    var frequency: Invariable?
    var object: NounPhrase?
    var recipient: NounPhrase?
    var location: Location?
    var manner: Invariable?

    package init(
        verb: Verb, modal: Modal? = nil, frequency: Invariable? = nil, object: NounPhrase? = nil,
        recipient: NounPhrase? = nil, location: Location? = nil, manner: Invariable? = nil
    ) {
        self.verb = verb
        self.modal = modal
        self.frequency = frequency
        self.object = object
        self.recipient = recipient
        self.location = location
        self.manner = manner
    }
}

/// Where: "in the garden", "here".
package enum Location: Sendable {
    case phrase(Preposition, NounPhrase)
    case adverb(Invariable)
}

/// A whole sentence, or a noun phrase on its own.
package enum Utterance: Sendable {
    case phrase(NounPhrase)
    case statement(Clause)
    /// "… because it was afraid": the second clause has a subject of its own.
    case linked(Clause, Link, Clause)
    /// "bought the car and washed it": the second clause has the first one's subject.
    case shared(Clause, Link, Clause)
    /// "there is a cat in the garden".
    case existence(NounPhrase, Location, Tense)
    case question(Question, Clause)
}

/// How a second clause joins the first.
package enum Link: Sendable {
    case and, but, because
}

/// What a question asks for.
package enum Question: Sendable {
    /// Yes or no.
    case whether
    case why, when, whereabouts
    /// The clause's subject.
    case who
    /// The clause's object, which the clause leaves out.
    case what
}
