import EmbeddedCorpus
import Testing

struct AlignmentTests {
    /// The links of an utterance, as pairs of words.
    private func links(
        _ utterance: Utterance, _ source: Language, _ target: Language
    ) -> [String] {
        let pair = SentencePair(utterance, from: source, to: target)
        let sourceWords = EmbeddedCorpus.words(in: pair.source)
        let targetWords = EmbeddedCorpus.words(in: pair.target)
        return pair.alignment.map { "\(sourceWords[$0.source])-\(targetWords[$0.target])" }
    }

    @Test func adjectivesAndNounsCross() {
        let links = links(.phrase(the("small red house")), .english, .spanish)
        #expect(links == ["the-la", "small-pequeña", "red-roja", "house-casa"])
    }

    @Test func negationAndTenseFindTheirWords() {
        let clause = act(the("chicken"), "cross", the("road"), in: .past, .negative)
        #expect(
            links(.statement(clause), .english, .french) == [
                "the-le", "chicken-poulet", "did-a", "not-n'", "not-pas", "cross-traversé",
                "the-la", "road-route",
            ])
    }

    @Test func droppedSubjectsAndContractionsAreAligned() {
        let clause = act(we, "go", where: at("to", the("market")))
        #expect(
            links(.statement(clause), .spanish, .english) == [
                "vamos-we", "vamos-go", "al-to", "al-the", "mercado-market",
            ])
    }

    @Test func possessionIsAligned() {
        #expect(
            links(.phrase(the("cat", of: the("boy"))), .english, .french) == [
                "the-du", "boy-garçon", "'s-le", "'s-du", "cat-chat",
            ])
    }

    @Test func bareNounsStandForArticles() {
        #expect(links(.phrase(a("bread")), .french, .spanish) == ["du-pan", "pain-pan"])
    }

    @Test func betweenSpacesElidedWordsAreOne() {
        let pair = SentencePair(.phrase(the("man")), from: .english, to: .french)
        #expect(pair.target == "l'homme")
        #expect(pair.spacedAlignment.map { [$0.source, $0.target] } == [[0, 0], [1, 0]])
    }

    @Test func stopsAreAlignedAndBelongToTheirWords() {
        let pair = SentencePair(.phrase(the("red house")), from: .english, to: .spanish, .sentence)
        #expect(pair.source == "The red house.")
        #expect(pair.target == "La casa roja.")
        let links = pair.alignment.map { [$0.source, $0.target] }
        #expect(links == [[0, 0], [1, 2], [2, 1], [3, 3]])
        // "house." and "roja." share the stop, as an aligner's pieces do.
        let spaced = pair.spacedAlignment.map { [$0.source, $0.target] }
        #expect(spaced == [[0, 0], [1, 2], [2, 1], [2, 2]])
    }

    @Test func placesBetweenSpacesFitEverySentence() {
        var sampler = Sampler(seed: 7)
        for _ in 0..<2000 {
            let pair = SentencePair(
                sampler.utterance(), from: .french, to: .english, sampler.orthography())
            let counts = [pair.source, pair.target].map { $0.split(separator: " ").count }
            let links = pair.spacedAlignment
            #expect(links.allSatisfy { $0.source < counts[0] && $0.target < counts[1] })
            #expect(links.count == pair.alignment.count)
        }
    }

    @Test(arguments: [
        ("the boy's cat", ["the", "boy", "'s", "cat"]),
        ("the boys' cat", ["the", "boys", "'", "cat"]),
        (
            "l'homme n'est pas là aujourd'hui",
            ["l'", "homme", "n'", "est", "pas", "là", "aujourd'hui"]
        ),
        ("qu'est-ce que c'est ?", ["qu'", "est-ce", "que", "c'", "est", "?"]),
        ("¿es pequeña, pero bonita?", ["¿", "es", "pequeña", ",", "pero", "bonita", "?"]),
        ("Leo dort aujourd'hui.", ["Leo", "dort", "aujourd'hui", "."]),
        ("The cat is the boys'.", ["The", "cat", "is", "the", "boys", "'", "."]),
        ("", []),
    ])
    func textSplitsIntoWords(_ text: String, _ words: [String]) {
        #expect(EmbeddedCorpus.words(in: text) == words)
    }

    @Test func indicesFitTheTextOfEverySentence() {
        var sampler = Sampler(seed: 5)
        for _ in 0..<20_000 {
            let utterance = sampler.utterance()
            let orthography = sampler.orthography()
            for language in Language.allCases {
                let text = utterance.text(in: language, orthography)
                #expect(
                    EmbeddedCorpus.words(in: text) == utterance.words(in: language, orthography))
            }
        }
    }

    /// Words that may have no partner: what only one of the languages says.
    private static let unpaired: [Language: Set<String>] = [
        .french: ["est-ce", "que", "qu'"],
        .spanish: ["a"],
    ]

    @Test(arguments: [
        (Language.english, Language.french), (.spanish, .english), (.french, .spanish),
    ])
    func everyContentWordIsAligned(_ source: Language, _ target: Language) {
        var sampler = Sampler(seed: 6)
        var alone: (source: Set<String>, target: Set<String>) = ([], [])
        for _ in 0..<20_000 {
            let pair = SentencePair(sampler.utterance(), from: source, to: target)
            alone.source.formUnion(
                Self.unlinked(pair.source, Set(pair.alignment.map(\.source))))
            alone.target.formUnion(
                Self.unlinked(pair.target, Set(pair.alignment.map(\.target))))
        }
        #expect(alone.source.subtracting(Self.unpaired[source, default: []]) == [])
        #expect(alone.target.subtracting(Self.unpaired[target, default: []]) == [])
    }

    private static func unlinked(_ text: String, _ linked: Set<Int>) -> [String] {
        EmbeddedCorpus.words(in: text).enumerated().filter { !linked.contains($0.offset) }
            .map(\.element)
    }
}
