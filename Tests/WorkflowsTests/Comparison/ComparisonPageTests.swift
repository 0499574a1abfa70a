import Figures
import Foundation
import Testing
import Workflows

struct ComparisonPageTests {
    /// A report of the numbers given, as it is read from JSON.
    private func report(positions: Bool = true) throws -> ComparisonReport {
        func quality(_ bleu: Double) -> String {
            """
            {"overall": {"count": 30, "bleu": \(bleu), "exactMatch": 0.5}, "byLength": [
              {"shortest": 1, "longest": 4, "meanLength": 3, "score":
                {"count": 10, "bleu": \(bleu + 1), "exactMatch": 0.75}},
              {"shortest": 5, "longest": 5, "meanLength": 5, "score":
                {"count": 20, "bleu": \(bleu - 1), "exactMatch": 0.25}}]}
            """
        }
        func result(_ name: String, bleu: Double) -> String {
            """
            {"contender": "\(name)", "properties": {}, "width": 96, "parameterCount": 500000,
             "learningRate": 0.001, "modelBytes": 2097152,
             "training": {"updates": 40, "tokensPerSecond": 1000,
               "validations": [{"update": 20, "loss": 3, "bleu": 1},
                 {"update": 40, "loss": 2, "bleu": 2}]},
             "memory": {"weights": 1, "gradients": 1, "optimizer": 1, "activations": 1048573},
             "quality": \(quality(bleu)),
             "influence": {"encoder": [{"distance": 0, "relativeNorm": 1},
                 {"distance": 8, "relativeNorm": 0.01}, {"distance": 16, "relativeNorm": 1e-9}],
               "decoder": [{"distance": 0, "relativeNorm": 1},
                 {"distance": 16, "relativeNorm": 0.5}]},
             "stepTimes": [{"length": 8, "tokens": 2048, "seconds": 0.1},
               {"length": 16, "tokens": 2048, "seconds": 0.2}]}
            """
        }
        let positionsReport = """
            {"limit": 4, "trainingPairs": 12, "results": [
              {"contender": "transformer", "quality": \(quality(30))},
              {"contender": "transformer-learned", "quality": \(quality(20))}]}
            """
        let json = """
            {"setting": {"size": "tiny", "parameterCount": 500000, "updates": 40,
              "updateTokens": 1024, "workers": 2, "precision": "float32", "seed": 1,
              "trainingPairs": 200, "testPairs": 30, "vocabularySize": 99},
             "results": [\(result("lstm", bleu: 20)), \(result("transformer", bleu: 30))],
             "positions": \(positions ? positionsReport : "null")}
            """
        return try JSONDecoder().decode(ComparisonReport.self, from: Data(json.utf8))
    }

    @Test func thePageHasEveryFigureWithItsCaption() throws {
        let report = try report()
        let html = ComparisonPage(report).html
        #expect(report.figures.count == 8)
        for figure in report.figures {
            #expect(html.contains(figure.chart.svg()))
            #expect(figure.caption.count > 40)
            let start = SVGElement.escaped(String(figure.caption.prefix(40)))
            #expect(html.contains("<figcaption>" + start))
        }
        #expect(html.components(separatedBy: "<svg").count - 1 == 8)
    }

    @Test func thePageStandsByItself() throws {
        let html = ComparisonPage(try report()).html
        for part in ["src=", "href=", "<script", "@import", "url("] {
            #expect(!html.contains(part), "\(part)")
        }
        #expect(html.contains("name=\"viewport\""))
        #expect(html.contains("prefers-color-scheme: dark"))
    }

    @Test func sectionsWithoutResultsAreLeftOut() throws {
        let html = ComparisonPage(try report(positions: false)).html
        #expect(!html.contains("Positions beyond training"))
        #expect(ComparisonPage(try report()).html.contains("Positions beyond training"))
    }

    @Test func tablesHaveTheNumbersAndMarkTheBest() throws {
        let report = try report()
        #expect(
            report.resultTable.rows == [
                ["lstm", "20.0", "50.0 %", "1000", "40", "1 MiB", "500k", "96", "2 MiB"],
                ["transformer", "30.0", "50.0 %", "1000", "40", "1 MiB", "500k", "96", "2 MiB"],
            ])
        #expect(report.lengthTable.header.dropFirst() == ["1–4", "5"])
        #expect(report.lengthTable.rows[1] == ["transformer", "31.0", "29.0"])
        #expect(report.lengthTable.rows[2] == ["sentences", "10", "20"])
        #expect(report.influenceTable.header == ["architecture", "8 apart", "16 apart"])
        #expect(report.influenceTable.rows.map { $0[0] } == ["lstm (n)", "transformer (1)"])
        let html = ComparisonPage(report).html
        #expect(html.contains("<td class=\"best\">30.0</td>"))
        #expect(!html.contains("<td class=\"best\">20.0</td>"))
        #expect(!html.contains("<td class=\"best\">50.0 %</td>"))
    }

    @Test func textTablesAreAligned() throws {
        let lines = try report().lengthTable.text.split(separator: "\n")
        #expect(
            lines == [
                "BLEU by source tokens   1–4     5",
                "lstm                   21.0  19.0",
                "transformer            31.0  29.0",
                "sentences                10    20",
            ])
    }

    @Test func aContenderHasOneColourInAllFigures() throws {
        let report = try report()
        let index = try #require(
            Contender.standard.firstIndex(of: .architecture(.transformer)))
        for figure in report.figures {
            #expect(figure.chart.svg().contains("<title>transformer</title>"))
            #expect(figure.chart.svg().contains("class=\"curve curve-\(index)\""))
        }
    }
}
