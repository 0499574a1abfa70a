import Basics
import Foundation
import Testing
import Text
import Translation
import Workflows

struct EvaluationTests {
    @Test func saysWhatSacreBLEUSays() throws {
        let evaluation = try Evaluation(
            of: ["The cat sat on a mat."], [["the cat sat on the mat."]],
            by: BLEU(lowercase: true))
        #expect(
            evaluation.text == """
                BLEU = 48.89 85.7/66.7/40.0/25.0 (BP = 1.000 ratio = 1.000 hyp_len = 7 ref_len = 7)
                  nrefs:1|case:lc|eff:no|tok:13a|smooth:exp|version:2.6.0
                chrF2 = 65.80
                  nrefs:1|case:lc|eff:yes|nc:6|nw:0|space:no|version:2.6.0
                chrF2++ = 68.44
                  nrefs:1|case:lc|eff:yes|nc:6|nw:2|space:no|version:2.6.0
                TER = 16.67
                  nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0

                """)
    }

    @Test func readsBackFromJSON() throws {
        let evaluation = try Evaluation(
            of: ["a b"], [["a b"], ["a c"]], by: BLEU(tokenizer: .characters))
        #expect(evaluation.bleu.signature.contains("nrefs:2|case:mixed|eff:no|tok:char"))
        let data = try JSONEncoder().encode(evaluation)
        #expect(try JSONDecoder().decode(Evaluation.self, from: data) == evaluation)
    }

    @Test func referencesOfAnotherLengthAreNamed() throws {
        let text = TextLines(name: "h", ["a"])
        let good = TextLines(name: "good", ["a"])
        try Evaluation.require([good, good], for: text)
        let error = #expect(throws: CalqueError.self) {
            try Evaluation.require([good, TextLines(name: "bad", ["a", "b"])], for: text)
        }
        #expect(error?.message.hasPrefix("h has 1 lines and bad 2.") == true)
    }

    @Test func aModelTranslatesATestSet() throws {
        let translator = try TinyModel.shared.get().translator
        let sources = ["red dog", "", "\u{1F600}"]
        var counts: [Int] = []
        var texts: [String] = []
        let translation = try TestTranslation(of: sources, by: translator, .greedy) {
            result, count in
            texts.append(result.text)
            counts.append(count)
        }
        #expect(counts == [1, 2, 3] && texts == translation.lines)
        #expect(translation.lines[1].isEmpty)
        // A face is no word of the vocabulary.
        #expect(translation.warnings.contains { $0.line == 3 })
        let remark = try #require(translation.remark)
        #expect(remark.hasPrefix("\(translation.warnings.count) of 3 lines have a warning"))
        #expect(try TestTranslation(of: [""], by: translator).remark == nil)
        let evaluation = try Evaluation(of: translation.lines, [sources])
        #expect(evaluation.bleu.score >= 0)
    }
}
