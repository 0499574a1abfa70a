import Basics
import Foundation
import TestSupport
import Testing
import Text
import Workflows

@Suite struct TestTextTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func memory(_ units: [[String: String]]) throws -> ParallelCorpus {
        let body = units.map { unit in
            let sides = unit.sorted { $0.key < $1.key }.map {
                "<tuv xml:lang=\"\($0.key)\"><seg>\($0.value)</seg></tuv>"
            }
            return "<tu>\(sides.joined())</tu>\n"
        }
        let text = "<tmx version=\"1.4\"><header/><body>\n\(body.joined())</body></tmx>\n"
        return ParallelCorpus(
            memory: try folder.write(text.utf8, to: "a.tmx"), sourceLanguage: "en",
            targetLanguage: "de")
    }

    @Test func severalTextsAreOneTestSetWithoutWhatLacksASide() throws {
        let text = try TestText(reading: [
            memory([["en": "one", "de": "eins"], ["en": "two"], ["en": "three", "de": "drei"]]),
            ParallelCorpus(table: folder.write(lines: ["four\tvier"], to: "b.tsv")),
        ])
        #expect(text.sources.lines == ["one", "three", "four"])
        #expect(text.references.lines == ["eins", "drei", "vier"])
        #expect(text.parts.map(\.lines) == [0..<2, 2..<3])
        #expect(
            text.remarks.count == 1 && text.remarks[0].hasPrefix("1 of the 3 lines or units of"))
    }

    @Test func aTextWithoutAPairIsNoTestSet() throws {
        let memory = try memory([["en": "one"], ["de": "zwei"]])
        let error = #expect(throws: CalqueError.self) { try TestText(reading: [memory]) }
        #expect(error?.message.contains("a.tmx") == true)
    }

    @Test func scoresAreToldByText() throws {
        let references = ["a b c d e", "f g h i j", "k l m n o"]
        let hypotheses = ["a b c d e", "f g h i j", "x y z z z"]
        let evaluation = try SystemsEvaluation(
            of: [TextLines(name: "one", hypotheses)],
            .init(references: [references], texts: [("/a/first.tmx", 0..<2), ("second", 2..<3)]),
            test: PairedTest(samples: 10))
        #expect(evaluation.texts.map(\.lineCount) == [2, 1])
        #expect(abs(evaluation.texts[0].scores[0][0] - 100) < 1e-6)
        #expect(evaluation.texts[1].scores[0][0] == 0)
        let table = evaluation.textTable(0)
        #expect(table.header == ["BLEU", "first.tmx (2)", "second (1)"])
        #expect(evaluation.text.contains("By text (lines)"))
        #expect(EvaluationPage(evaluation).html.contains("BLEU by text"))
    }
}
