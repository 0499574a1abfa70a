import Basics
import Foundation
import Inspection
import Layers
import Models
import TestSupport
import Testing
import Text
import Translation

struct InspectedAntecedentsTests {
    private let tokenizer: TranslationTokenizer
    private let translator: Translator
    /// Its tokens: 0 "▁", "a", "b", 3 "▁", "c", "d", 6 "▁", "e", "f", 9 "▁", "i", "t", 12 ".", 13 the end.
    private let sentence = AntecedentSentence(
        source: "ab cd ef it.", pronoun: 3, antecedent: 0, other: 1)

    init() throws {
        tokenizer = try characterTokenizer()
        translator = Translator(
            Transformer(TransformerConfiguration(.tiny, for: tokenizer), seed: 1), tokenizer,
            workers: 2, precision: .float32)
    }

    private func tokens(_ sentence: AntecedentSentence) throws -> AntecedentTokens {
        try AntecedentTokens(sentence, name: "The sentence", tokenizer.source)
    }

    /// Weights of which each row of the pronoun has some, and other rows have all on the antecedent.
    private func weights(_ pronoun: [Int: Float]) -> [[Float]] {
        (0..<14).map { query in
            let isOfPronoun = (9..<12).contains(query)
            return (0..<14).map { isOfPronoun ? pronoun[$0, default: 0] : $0 == 1 ? 1 : 0 }
        }
    }

    @Test func aWordHasTheWeightOfAllItsTokens() throws {
        let tokens = try tokens(sentence)
        let onOther = weights([1: 0.4, 4: 0.25, 5: 0.25, 8: 0.1])
        #expect(tokens.outcome(onOther, .words) == .other)
        let onAntecedent = weights([1: 0.4, 2: 0.2, 4: 0.4])
        #expect(tokens.outcome(onAntecedent, .words) == .antecedent)
        #expect(tokens.outcome(weights([7: 0.6, 1: 0.4]), .words) == .elsewhere)
    }

    @Test(arguments: [10, 12, 13])
    func pronounMarksAndEndCountWhereEverythingDoes(key: Int) throws {
        let tokens = try tokens(sentence)
        let weights = weights([key: 0.6, 1: 0.3, 4: 0.1])
        #expect(tokens.outcome(weights, .words) == .antecedent)
        #expect(tokens.outcome(weights, .everything) == .elsewhere)
    }

    /// However little that is.
    @Test func ofTheTwoNounsOneGetsMore() throws {
        let tokens = try tokens(sentence)
        let elsewhere = weights([13: 0.5, 7: 0.4, 1: 0.04, 4: 0.06])
        #expect(tokens.outcome(elsewhere, .nouns) == .other)
        #expect(tokens.outcome(elsewhere, .words) == .elsewhere)
        #expect(tokens.outcome(weights([13: 0.5, 2: 0.06, 4: 0.04]), .nouns) == .antecedent)
    }

    @Test func theHeadIsChosenOnOthers() throws {
        let tokens = try tokens(sentence)
        let (right, wrong, nowhere) = (
            weights([1: 1]), weights([4: 1]), weights([13: 0.6, 1: 0.4])
        )
        // The first head is right where the second is told of, and the other way round.
        let choice = [
            AntecedentOutcomes(tokens, weights: [[wrong, right]]),
            AntecedentOutcomes(tokens, weights: [[right, nowhere]]),
        ]
        let report = [
            AntecedentOutcomes(tokens, weights: [[right, wrong]]),
            AntecedentOutcomes(tokens, weights: [[right, right]]),
        ]
        let found = InspectedAntecedents(choice: choice, report: report)
        #expect(found.choiceCount == 2 && found.reportCount == 2 && found.heads.count == 2)
        #expect(found.chosen().head == 1)
        #expect(found.chosen().choice.words.antecedent == 1)
        #expect(found.chosen().report.words == found.heads[1].report.words)
        #expect(found.heads[1].report.words.antecedent == 0.5)
        #expect(found.heads[1].report.words.other == 0.5)
        #expect(found.heads[1].choice.everything.antecedent == 0.5)
        // By everything both are right once; the second looks at the other noun less often.
        #expect(found.chosen(by: .everything).head == 1)
    }

    @Test func headsOfAModelAreReadFromItsAttention() async throws {
        let others = [
            AntecedentSentence(source: "x yz it w", pronoun: 2, antecedent: 1, other: 0),
            AntecedentSentence(source: "a bc it", pronoun: 2, antecedent: 0, other: 1),
        ]
        let told = Counter()
        let found = try await translator.inspectAntecedents(
            of: [sentence], choosingOn: others, progress: { _ in told.next() })
        #expect(found.rightTranslations == nil)
        // Two workers may be done at the same time, of which one tells.
        #expect((1...3).contains(told.current))
        #expect(found.heads.map { [$0.layer, $0.head] } == (0..<16).map { [$0 / 4, $0 % 4] })
        let attention = try await translator.inspectAttention(of: sentence.source)
        let tokens = try tokens(sentence)
        for head in found.heads {
            let layer = try attention.layer(head.layer, at: .encoder)
            let outcome = tokens.outcome(layer.heads[head.head], .words)
            #expect(head.report.words.antecedent == (outcome == .antecedent ? 1 : 0))
            #expect(head.report.words.other == (outcome == .other ? 1 : 0))
        }
        let map = found.figure(model: "<m>")
        #expect(map.rowCount == 4 && map.columnCount == 4)
        #expect(map.svg().contains("&lt;m&gt;: Encoder self-attention"))
        let both = found.overview(model: "<m>")
        #expect(both.categories.count == 16 && both.panels.count == 2)
        #expect(
            both.panels[0].series[1].values == found.heads.map { 100 * $0.report.words.other })
        #expect(both.categories.count { $0.hasSuffix(", chosen") } == 1)
        #expect(both.svg().contains("&lt;m&gt;: Encoder self-attention: the word that"))
        let data = try JSONEncoder().encode(found)
        #expect(try JSONDecoder().decode(InspectedAntecedents.self, from: data) == found)
        let chosen = try #require(try jsonObject(data)["chosenHeads"] as? [String: [String: Any]])
        #expect(chosen["words"]?["layer"] as? Int == found.chosen().layer)
        #expect(chosen["everything"]?["head"] as? Int == found.chosen(by: .everything).head)
    }

    @Test func theTableSaysWhichHeadIsChosen() throws {
        let tokens = try tokens(sentence)
        let (right, wrong) = (weights([1: 1]), weights([4: 1]))
        let found = InspectedAntecedents(
            choice: [AntecedentOutcomes(tokens, weights: [[wrong, right]])],
            report: [
                AntecedentOutcomes(tokens, weights: [[wrong, right]]),
                AntecedentOutcomes(tokens, weights: [[wrong, wrong]]),
            ])
        let lines = found.table(model: "m").components(separatedBy: "\n")
        #expect(lines[0] == "m: Encoder self-attention: the word that a pronoun looks at most")
        let cells = lines.map { $0.split(separator: " ").map(String.init) }
        #expect(
            cells.contains(["0", "0", "0.0", "%", "100.0", "%", "0.0", "%", "100.0", "%"]))
        #expect(
            cells.contains(["0", "1", "100.0", "%", "0.0", "%", "50.0", "%", "50.0", "%"]))
        #expect(lines.contains { $0.hasPrefix("chosen: layer 0, head 1; of the others 50.0 %") })
        #expect(lines.allSatisfy { $0.count <= 100 })
    }

    @Test func translationsAreJudgedOneByOne() async throws {
        let other = AntecedentSentence(source: "x yz it w", pronoun: 2, antecedent: 1, other: 0)
        let told = [sentence, other, sentence]
        var judged: [AntecedentSentence: String] = [:]
        let found = try await translator.inspectAntecedents(
            of: told, choosingOn: [other],
            judging: { sentence, translation in
                judged[sentence] = translation
                return sentence == other
            })
        #expect(found.rightTranslations == 1.0 / 3)
        let translations = try await translator.greedyTranslations(
            of: [sentence, other].map { tokenizer.encodeSource($0.source) })
        #expect(judged == [sentence: translations[0], other: translations[1]])
        #expect(found.table().contains("translations: 33.3 % of the others have the right reason"))
    }

    @Test func aWordThatIsNotThereIsNamed() async throws {
        let wrong = AntecedentSentence(source: "ab it .", pronoun: 1, antecedent: 0, other: 9)
        let missing = await #expect(throws: CalqueError.self) {
            _ = try await translator.inspectAntecedents(of: [sentence], choosingOn: [wrong])
        }
        #expect(
            missing?.message.contains(
                "The sentence \"ab it .\" has no word 9, which its other noun is said to be")
                == true)
        let mark = AntecedentSentence(source: "ab it .", pronoun: 1, antecedent: 0, other: 2)
        #expect(try message { _ = try tokens(mark) }.contains("marks alone are none"))
        let nothing = await #expect(throws: CalqueError.self) {
            _ = try await translator.inspectAntecedents(of: [], choosingOn: [sentence])
        }
        #expect(nothing?.message.contains("one or more of each") == true)
    }
}

struct AntecedentSentencesTests {
    private static func sentences(_ count: Int) -> [AntecedentSentence] {
        (0..<count).map {
            AntecedentSentence(source: "s\($0)", pronoun: 0, antecedent: 0, other: 0)
        }
    }

    @Test(arguments: [(2, nil, 1, 1), (7, nil, 3, 4), (10, 2, 2, 2)] as [(Int, Int?, Int, Int)])
    func noneIsOnBothSides(count: Int, each: Int?, choice: Int, report: Int) throws {
        let sentences = Self.sentences(count)
        let dealt = try AntecedentSentences(sentences, count: each)
        #expect(dealt.choice.count == choice && dealt.report.count == report)
        #expect(Set(dealt.choice + dealt.report).count == choice + report)
        #expect(Set(dealt.choice + dealt.report).isSubset(of: sentences))
        #expect(try AntecedentSentences(sentences, count: each) == dealt)
    }

    /// Texts often go through their kinds in turn.
    @Test func bothSidesHaveBothKinds() throws {
        let dealt = try AntecedentSentences(Self.sentences(200))
        let even = dealt.choice.count { Int($0.source.dropFirst())?.isMultiple(of: 2) == true }
        #expect((30...70).contains(even))
    }

    @Test func aTextIsReadOnce() throws {
        let twice = Self.sentences(2) + Self.sentences(2)
        #expect(try AntecedentSentences(twice).choice.count == 1)
        #expect(
            try message { _ = try AntecedentSentences(twice, count: 2) }
                .contains("There are 2 different sentences, and 4 are needed"))
        #expect(
            try message { _ = try AntecedentSentences(Self.sentences(1)) }
                .contains("There are 1 different sentences, and 2 are needed"))
    }

    @Test func linesOfJSONAreSentences() throws {
        let files = try TemporaryFolder()
        let line = #"{"source": "a b it", "pronoun": 2, "antecedent": 0, "other": 1}"#
        let good = try files.write(lines: [line, "", "  ", line], to: "good")
        let sentence = AntecedentSentence(source: "a b it", pronoun: 2, antecedent: 0, other: 1)
        #expect(
            try AntecedentSentence.sentences(in: LineReader(url: good)) == [sentence, sentence])
        for wrong in ["a b it", #"{"source": "a b it", "pronoun": 2}"#, "[]"] {
            let bad = try files.write(lines: [line, wrong], to: "bad")
            let text = try message {
                _ = try AntecedentSentence.sentences(in: LineReader(url: bad))
            }
            #expect(text.contains("bad, line 2: this is no sentence with its places"))
        }
    }
}
