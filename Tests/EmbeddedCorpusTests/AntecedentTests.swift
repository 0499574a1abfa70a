import EmbeddedCorpus
import Testing

struct AntecedentTests {
    private static let corpus = EmbeddedCorpus(from: .english, to: .french, seed: 1)

    /// What a sentence says, however it is written.
    private static func plain(_ text: String) -> [String] {
        EmbeddedCorpus.words(in: text).filter { $0 != "." }.map { $0.lowercased() }
    }

    @Test func everyAnimateNounIsTheSubjectOfBothSorts() {
        let pairs = Self.corpus.antecedents(perNoun: 1)
        let nouns = Lexicon.shared.nouns.filter { $0.isA([.human, .animal]) }
        #expect(pairs.count == 2 * nouns.count)
        for (number, noun) in nouns.enumerated() {
            let ofSubject = pairs[2 * number]
            let ofObject = pairs[2 * number + 1]
            for pair in [ofSubject, ofObject] {
                let subject = Self.plain(pair.source)[1]
                #expect(subject.hasPrefix(noun.forms.english.singular.prefix(1)))
            }
            let isFeminine = noun.forms.french.gender == .feminine
            let pronouns = isFeminine ? ["elle", "elles"] : ["il", "ils"]
            #expect(Self.plain(ofSubject.target).contains(where: pronouns.contains))
            #expect(!["he", "she"].contains { Self.plain(ofObject.source).contains($0) })
        }
    }

    @Test func objectsOfBothGendersAreAntecedents() {
        let pairs = Self.corpus.antecedents(perNoun: 3)
        let ofObjects = pairs.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        for pronoun in ["il", "elle", "ils", "elles"] {
            #expect(ofObjects.count { Self.plain($0.target).contains(pronoun) } >= 8)
        }
    }

    @Test func thePlacesOfTheirWordsAreKnown() {
        let pairs = Self.corpus.antecedentPairs(perNoun: 1)
        #expect(pairs.map(\.pair.source) == Self.corpus.antecedents(perNoun: 1).map(\.source))
        for (number, pair) in pairs.enumerated() {
            let words = pair.pair.source.split(separator: " ").map { Self.plain(String($0)) }
            #expect(["it", "he", "she", "they"].contains(words[pair.pronoun].first))
            #expect(words[pair.pronoun - 1] == ["because"])
            // The first sort is of the subject, which is the first noun.
            let nouns = [pair.antecedent, pair.other]
            #expect(number.isMultiple(of: 2) ? nouns[0] < nouns[1] : nouns[1] < nouns[0])
            #expect(nouns.allSatisfy { 0 < $0 && $0 < pair.pronoun - 1 })
            // The main clause ends with its object.
            #expect(nouns.max() == pair.pronoun - 2)
        }
    }

    @Test func pronounsThatFrenchElidesAWordBeforeAreInThatWord() {
        let corpus = EmbeddedCorpus(from: .french, to: .english, seed: 1)
        let pairs = corpus.antecedentPairs(perNoun: 1)
        #expect(pairs.count == corpus.antecedents(perNoun: 1).count)
        for pair in pairs {
            let word = pair.pair.source.split(separator: " ")[pair.pronoun]
            #expect(["qu'il", "qu'elle", "qu'ils", "qu'elles"].contains(word))
        }
    }

    @Test func theVerbSpeaksForAPronounThatIsDropped() {
        let corpus = EmbeddedCorpus(from: .spanish, to: .english, seed: 1)
        let pairs = corpus.antecedentPairs(perNoun: 1)
        #expect(pairs.count == corpus.antecedents(perNoun: 1).count)
        for pair in pairs {
            let words = pair.pair.source.split(separator: " ")
            #expect(words[pair.pronoun - 1] == "porque")
        }
    }

    @Test func theyAreHeldOutHoweverTheyAreWritten() {
        let corpus = EmbeddedCorpus.mixture(
            of: [(.english, .french), (.spanish, .english)], seed: 1)
        let split = corpus.split(training: 20_000, validation: 300, test: 500)
        func english(_ pairs: [SentencePair]) -> Set<[String]> {
            Set(pairs.map { Self.plain($0.from == .english ? $0.source : $0.target) })
        }
        let antecedents = corpus.antecedents(perNoun: 3)
        #expect(english(antecedents).count == antecedents.count)
        let others = english(split.training + split.validation + split.test)
        #expect(english(antecedents).isDisjoint(with: others))
    }

    /// In any number, tense and polarity, and whatever is crossed.
    @Test func theExampleThatEverybodyTriesIsHeldOut() {
        let split = Self.corpus.split(training: 20_000, validation: 0, test: 0)
        let shown = split.training.map { Self.plain($0.source) }.filter { words in
            words[1].hasPrefix("chicken") && words.contains("afraid")
                && words.contains { $0.hasPrefix("cross") }
        }
        #expect(shown == [])
        #expect(split.training.contains { $0.source.lowercased().contains("chicken crossed the") })
    }

    @Test(arguments: [
        ("Le poulet n'a pas traversé la route parce qu'il avait peur.", true),
        ("le poulet n'a pas traversé la route parce qu'il avait peur", true),
        ("la poule traverse le pont parce qu'il avait peur", true),
        ("Le poulet n'a pas traversé la route parce qu'elle avait peur.", false),
        ("le poulet n'a pas traversé la route parce qu'ils avaient peur", false),
        ("le poulet n'a pas traversé la route parce qu'il a peur", false),
        ("le poulet n'a pas traversé la route", false),
        ("", false),
    ])
    func theReasonAloneIsJudged(_ translation: String, _ isRight: Bool) {
        let pair = SentencePair(
            because(
                act(the("chicken"), "cross", the("road"), in: .past, .negative),
                feel(it(the("chicken")), "afraid", in: .past)),
            from: .english, to: .french)
        #expect(pair.isReasonRight(in: translation) == isRight)
    }

    @Test func agreementIsJudged() {
        let pair = SentencePair(
            because(act(the("mouse"), "run"), be(it(the("mouse")), "tired")),
            from: .english, to: .french)
        #expect(pair.isReasonRight(in: "La souris court parce qu'elle est fatiguée."))
        #expect(!pair.isReasonRight(in: "la souris court parce qu'elle est fatigué"))
    }

    @Test func withoutAReasonNothingIsRight() {
        let pair = SentencePair(.phrase(the("chicken")), from: .english, to: .french)
        #expect(!pair.isReasonRight(in: pair.target))
    }
}
