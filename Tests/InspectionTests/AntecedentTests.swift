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
        let found = try await translator.inspectAntecedents(of: [sentence], choosingOn: others) {
            _ in told.next()
        }
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
        let data = try JSONEncoder().encode(found)
        #expect(try JSONDecoder().decode(InspectedAntecedents.self, from: data) == found)
    }

    @Test func aWordThatIsNotThereIsNamed() async throws {
        let wrong = AntecedentSentence(source: "ab it .", pronoun: 1, antecedent: 0, other: 9)
        let missing = await #expect(throws: CalqueError.self) {
            _ = try await translator.inspectAntecedents(of: [sentence], choosingOn: [wrong])
        }
        #expect(
            missing?.message.contains(
                "Sentence 1 of those that a head is chosen on has no word 9, which its other noun")
                == true)
        let mark = AntecedentSentence(source: "ab it .", pronoun: 1, antecedent: 0, other: 2)
        #expect(try message { _ = try tokens(mark) }.contains("marks alone are none"))
        let nothing = await #expect(throws: CalqueError.self) {
            _ = try await translator.inspectAntecedents(of: [], choosingOn: [sentence])
        }
        #expect(nothing?.message.contains("one or more of each") == true)
    }
}
