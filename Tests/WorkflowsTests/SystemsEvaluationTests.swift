import Basics
import Foundation
import Testing
import Text
import Workflows

struct SystemsEvaluationTests {
    private static let references = (0..<60).map { number in
        (0...(number % 20 + 3)).map { "w\($0 * number % 17)" }.joined(separator: " ")
    }
    /// Every third line is turned round, and line 5 repeats itself.
    private static let worse = references.enumerated().map { number, line in
        if number == 4 { return "no no no no & <b>" }
        return number % 3 == 0
            ? line.split(separator: " ").reversed().joined(separator: " ") : line
    }

    private func evaluation(worstCount: Int = 3) throws -> SystemsEvaluation {
        try SystemsEvaluation(
            of: [
                TextLines(name: "worse", Self.worse), TextLines(name: "right", Self.references),
                TextLines(name: "same", Self.worse),
            ], .init(references: [Self.references], sources: Self.references),
            test: PairedTest(samples: 100), worstCount: worstCount)
    }

    @Test func comparesSystemsWithTheFirst() throws {
        let found = try evaluation()
        #expect(found.metrics.map(\.name) == ["BLEU", "chrF2", "chrF2++", "TER"])
        #expect(found.metrics.map(\.isLowerBetter) == [false, false, false, true])
        #expect(found.metrics[3].signature.hasPrefix("nrefs:1|bs:100|seed:12345|case:lc|"))
        let single = try Evaluation(of: Self.worse, [Self.references])
        #expect(
            found.systems[0].scores.map(\.score)
                == [single.bleu, single.chrf, single.chrfpp, single.ter].map(\.score))
        #expect(found.systems[0].scores.allSatisfy { $0.p == nil })
        #expect(found.systems[1].scores.allSatisfy { $0.p ?? 1 < 0.05 })
        // A star for the one that differs, none for one that does not.
        let rows = found.scoreTable.rows
        #expect(rows[1][2].hasSuffix("*") && !rows[2][2].hasSuffix("*"))
        #expect(rows[1][7] == "0.00 ± 0.00")
    }

    @Test func lengthsHaveAllLines() throws {
        let found = try evaluation()
        #expect(found.lengths.count > 1)
        #expect(found.lengths.reduce(0) { $0 + $1.lineCount } == 60)
        #expect(found.lengths.allSatisfy { $0.scores[1][3] == 0 && $0.scores[0][3] > 0 })
        #expect(
            zip(found.lengths, found.lengths.dropFirst()).allSatisfy { $0.longest < $1.shortest })
    }

    @Test func theWorstLinesComeFirst() throws {
        let found = try evaluation()
        #expect(found.systems[0].worstLines.count == 3 && found.systems[0].worstLines[0] == 5)
        #expect(found.systems[0].flaws.repeating == [5])
        let line = try #require(found.worst.first { $0.number == 5 })
        #expect(line.translations[0] == Self.worse[4] && line.references == [Self.references[4]])
        #expect(line.scores[0] < line.scores[1])
        #expect(try evaluation(worstCount: 0).worst.isEmpty)
    }

    @Test func isWrittenAsTextJSONAndPage() throws {
        let found = try evaluation()
        let data = try JSONEncoder().encode(found)
        #expect(try JSONDecoder().decode(SystemsEvaluation.self, from: data) == found)
        let text = found.text
        #expect(text.contains("chrF2++  nrefs:1|bs:100|seed:12345|"))
        #expect(text.contains("The worst lines of worse, by chrF2\n5  "))
        let page = EvaluationPage(found).html
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("no no no no &amp; &lt;b&gt;"))
        #expect(page.contains("worse: repeating 5; lacking numbers 5."))
        #expect(!page.contains("<script") && !page.contains("http"))
    }

    @Test func textsOfAnotherLengthAreNamed() {
        let error = #expect(throws: CalqueError.self) {
            try SystemsEvaluation(
                of: [TextLines(name: "one", ["a"]), TextLines(name: "two", ["a", "b"])],
                .init(references: [["a"]]))
        }
        #expect(error?.message.hasPrefix("two has 2 lines") == true)
    }
}
