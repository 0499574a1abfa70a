import EmbeddedCorpus
import Testing

struct CorpusTests {
    private static let bothWays = EmbeddedCorpus.mixture(
        of: [(.english, .french), (.spanish, .english)], seed: 1)

    @Test func noSentenceHasTwoTranslations() {
        var sampler = Sampler(seed: 2)
        var translations: [[String: [String]]] = Language.allCases.map { _ in [:] }
        var clashes: Set<String> = []
        for _ in 0..<200_000 {
            let utterance = sampler.utterance()
            let texts = Language.allCases.map { utterance.text(in: $0) }
            for (language, text) in texts.enumerated() {
                let known = translations[language].updateValue(texts, forKey: text)
                if let known, known != texts { clashes.insert(text) }
            }
        }
        #expect(clashes == [])
    }

    @Test(arguments: [
        (Language.english, Language.french), (.spanish, .english), (.french, .spanish),
    ])
    func writingGivesNoSentenceASecondTranslation(_ from: Language, _ to: Language) {
        var sampler = Sampler(seed: 8)
        var translations: [String: String] = [:]
        var clashes: Set<String> = []
        for _ in 0..<10_000 {
            let utterance = sampler.utterance()
            for orthography in [Orthography.plain, .capital, .stop, .sentence] {
                let pair = SentencePair(utterance, from: from, to: to, orthography)
                let known = translations.updateValue(pair.target, forKey: pair.source)
                if let known, known != pair.target { clashes.insert(pair.source) }
            }
        }
        #expect(clashes == [])
    }

    @Test func aSourceWithACapitalOfItsOwnGivesItsTranslationOne() {
        let swimming = Utterance.statement(act(i, "swim"))
        let bed = Utterance.phrase(the("bed", of: name("Emma")))
        func target(_ utterance: Utterance, _ from: Language, _ to: Language) -> String {
            SentencePair(utterance, from: from, to: to, .plain).target
        }
        #expect(target(swimming, .english, .french) == "Je nage")
        #expect(target(bed, .english, .spanish) == "La cama de Emma")
        #expect(target(swimming, .french, .spanish) == "nado")
        #expect(target(bed, .spanish, .english) == "Emma's bed")
    }

    @Test func sentencesOfDifferentLanguagesNeverCoincide() {
        var sampler = Sampler(seed: 3)
        var seen: [Set<String>] = Language.allCases.map { _ in [] }
        for _ in 0..<50_000 {
            let utterance = sampler.utterance()
            let english = utterance.words(in: .english)
            guard english.count > 2 else { continue }
            for (index, language) in Language.allCases.enumerated() {
                seen[index].insert(utterance.text(in: language))
            }
        }
        #expect(seen[0].isDisjoint(with: seen[1]))
        #expect(seen[0].isDisjoint(with: seen[2]))
        #expect(seen[1].isDisjoint(with: seen[2]))
    }

    @Test func splitHasItsSizesAndRepeatsNoSource() {
        let split = Self.bothWays.split(training: 5000, validation: 300, test: 500)
        #expect(split.training.count == 5000)
        #expect(split.validation.count == 300)
        #expect(split.test.count == 500)
        let sources = (split.training + split.validation + split.test).map(\.source)
        #expect(Set(sources).count == sources.count)
    }

    @Test func noMeaningOfTheTestIsInTraining() {
        let split = Self.bothWays.split(training: 20_000, validation: 300, test: 500)
        func english(_ pairs: [SentencePair]) -> Set<[String]> {
            Set(
                pairs.map { pair in
                    let text = pair.from == .english ? pair.source : pair.target
                    return EmbeddedCorpus.words(in: text.lowercased()).filter { $0 != "." }
                })
        }
        #expect(english(split.training).isDisjoint(with: english(split.test)))
        #expect(english(split.training).isDisjoint(with: english(split.validation)))
        #expect(english(split.validation).isDisjoint(with: english(split.test)))
    }

    @Test func everyFifthTestSentenceHoldsACombinationOutOfTraining() {
        let split = Self.bothWays.split(training: 20_000, validation: 300, test: 500)
        func heldOut(_ pairs: some Sequence<SentencePair>) -> Int {
            pairs.filter(\.heldOutCombination).count
        }
        #expect(heldOut(split.test) == 100)
        #expect(heldOut(split.test.prefix(50)) == 10)
        #expect(heldOut(split.training + split.validation) == 0)
    }

    @Test func demonstrationSentencesStayOutOfTraining() {
        let split = Self.bothWays.split(training: 40_000, validation: 0, test: 0)
        let texts = split.training.flatMap { [$0.source, $0.target] }
        let lowercased = texts.map { $0.lowercased() }
        for shown in ["red house", "casa roja", "maison rouge", "red houses"] {
            #expect(!lowercased.contains { $0.contains(shown) })
        }
        #expect(!texts.contains { $0.contains("European") && $0.contains("Zone") })
        let words = Set(texts.flatMap(EmbeddedCorpus.words(in:)))
        let needed = ["casa", "roja", "house", "red", "European", "Economic", "Zone", "zone"]
        #expect(words.isSuperset(of: needed + ["économique", "européenne"]))
    }

    @Test func halfOfThePairsAreWrittenAsSentences() {
        let split = Self.bothWays.split(training: 20_000, validation: 0, test: 0)
        let statements = split.training.filter { !$0.source.hasSuffix("?") }
        func share(_ isCounted: (SentencePair) -> Bool) -> Double {
            Double(statements.count(where: isCounted)) / Double(statements.count)
        }
        let stops = share { $0.source.hasSuffix(".") }
        let capitals = share { Self.isCapital($0.source) && Self.isCapital($0.target) }
        #expect((0.48...0.52).contains(stops))
        // A few begin with a name or "I" in any case.
        #expect((0.48...0.6).contains(capitals))
        for hasStop in [true, false] {
            for hasCapital in [true, false] {
                let alike = share {
                    $0.source.hasSuffix(".") == hasStop
                        && Self.isCapital($0.source) == hasCapital
                }
                #expect(alike > 0.05)
            }
        }
    }

    @Test func bothSidesOfAPairAreWrittenAlike() {
        let split = Self.bothWays.split(training: 20_000, validation: 0, test: 0)
        let named = Set(Lexicon.shared.people.map(\.forms.english) + ["I"])
        for pair in split.training {
            #expect(pair.source.hasSuffix(".") == pair.target.hasSuffix("."))
            #expect(pair.source.hasSuffix("?") == pair.target.hasSuffix("?"))
            guard Self.isCapital(pair.source) != Self.isCapital(pair.target) else { continue }
            // "nado", "I swim"
            #expect(named.contains(EmbeddedCorpus.words(in: pair.target)[0]))
        }
    }

    private static func isCapital(_ text: String) -> Bool {
        text.first(where: \.isLetter)?.isUppercase ?? false
    }

    @Test func sentencesHaveACapitalAndAStop() {
        var sampler = Sampler(seed: 9)
        for _ in 0..<5000 {
            let utterance = sampler.utterance()
            for language in Language.allCases {
                let plain = utterance.text(in: language)
                let mark = plain.hasSuffix("?") ? "" : "."
                #expect(utterance.text(in: language, .stop) == plain + mark)
                let written = utterance.text(in: language, .sentence)
                #expect(Self.isCapital(written))
                #expect(written.lowercased() == plain.lowercased() + mark)
            }
        }
    }

    @Test func sameSeedGivesTheSameCorpus() {
        let corpus = EmbeddedCorpus(from: .french, to: .spanish, seed: 7)
        let other = EmbeddedCorpus(from: .french, to: .spanish, seed: 8)
        func sources(_ corpus: EmbeddedCorpus) -> [String] {
            corpus.split(training: 300, validation: 30, test: 30).training.map(\.source)
        }
        #expect(sources(corpus) == sources(corpus))
        #expect(sources(corpus) != sources(other))
    }

    @Test func everyLemmaIsFrequent() {
        var sampler = Sampler(seed: 4)
        var counts: [String: Int] = [:]
        for _ in 0..<40_000 {
            for word in sampler.utterance().words(in: .english) {
                counts[word.lowercased(), default: 0] += 1
            }
        }
        let lexicon = Lexicon.shared
        #expect(lexicon.lemmaCount > 250)
        let lemmas =
            lexicon.nouns.map(\.forms.english.singular) + lexicon.adjectives.map(\.english)
            + lexicon.verbs.map(\.english.base)
        for lemma in lemmas {
            #expect(counts[lemma.lowercased(), default: 0] >= 25, "\(lemma)")
        }
    }
}

struct LexiconTests {
    @Test func peopleHaveOneGenderInBothLanguages() {
        for noun in Lexicon.shared.nouns where noun.isA(.human) {
            #expect(noun.forms.french.gender == noun.forms.spanish.gender)
        }
    }

    @Test func noTwoLemmasShareATranslation() {
        let nouns = Lexicon.shared.nouns
        for language in Language.allCases {
            let forms = nouns.map { $0.forms[language].singular }
            #expect(Set(forms).count == forms.count)
        }
        let adjectives = Lexicon.shared.adjectives
        #expect(Set(adjectives.map { $0.french[.feminine, .singular] }).count == adjectives.count)
        #expect(Set(adjectives.map { $0.spanish[.feminine, .singular] }).count == adjectives.count)
    }
}
