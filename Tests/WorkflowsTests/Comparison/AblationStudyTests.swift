import Basics
import Foundation
import Models
import TestSupport
import Testing
import Text
import Workflows

struct AblationStudyTests {
    private let comparison: ComparisonRun
    private var options: AblationOptions

    init() throws {
        comparison = try ComparisonRun()
        options = comparison.ablationOptions
    }

    @Test func everyModelIsTrainedWithEverySeedAndMeasured() throws {
        let report = try #require(try comparison.study(options))
        #expect(
            report.results.map(\.ablation.name) == ["whole", "one-head", "no-mask", "no-warm-up"])
        #expect(comparison.updateCount == 4 * 2 * 2)
        for result in report.results {
            #expect(result.runs.map(\.seed) == [1, 2])
            #expect(result.runs.allSatisfy { $0.training?.updates == 2 && $0.loss != nil })
            #expect(result.runs.allSatisfy { $0.quality?.count == 40 && $0.divergence == nil })
            #expect(result.scores.loss?.count == 2 && result.scores.bleu?.count == 2)
            #expect((result.differences == nil) == (result.ablation == .whole))
            let losses = result.runs.compactMap(\.loss)
            #expect(losses.count == 2 && losses[0] != losses[1])
        }
        // Differences are taken seed by seed.
        let (whole, other) = (report.results[0], report.results[2])
        let differences = zip(other.runs, whole.runs).compactMap { own, whole in
            own.loss.flatMap { loss in whole.loss.map { loss - $0 } }
        }
        #expect(other.differences?.loss == MeanOverSeeds(differences))
    }

    @Test func everyModelIsWhatItsNameSays() throws {
        _ = try comparison.study(options)
        func configuration(_ name: String) throws -> TransformerConfiguration {
            let ablation = try #require(
                ([.whole] + Ablation.standard).first { $0.name == name })
            let run = comparison.folder.run(of: ablation, seed: 2)
            return try #require(
                try ModelDirectory(run).configuration() as? TransformerConfiguration)
        }
        var whole = try configuration("whole")
        #expect(whole.study.isWhole && whole.encoderHeads == 4)
        #expect(try configuration("no-warm-up") == whole)
        #expect(try configuration("no-mask").study == TransformerStudy(without: [.mask]))
        (whole.encoderHeads, whole.decoderHeads) = (1, 1)
        #expect(try configuration("one-head") == whole)
    }

    @Test func whatIsWrittenIsWhatIsReturned() throws {
        let report = try #require(try comparison.study(options))
        let folder = comparison.folder
        let read = try JSONDecoder().decode(
            AblationReport.self, from: Data(contentsOf: folder.ablationResults))
        #expect(read.text == report.text)
        #expect(
            try String(contentsOf: folder.ablationPage, encoding: .utf8)
                == AblationPage(report).html)
        #expect(
            try String(contentsOf: folder.ablationFigure, encoding: .utf8)
                == report.bleuFigure.chart.svg())
    }

    @Test mutating func whatIsFinishedIsNotTrainedAgainAndSeedsAreAdded() throws {
        let first = try #require(try comparison.study(options))
        let second = try #require(try comparison.study(options))
        #expect(comparison.updateCount == 0)
        #expect(second.text == first.text)
        options.seeds = 3
        let third = try #require(try comparison.study(options))
        #expect(comparison.updateCount == 4 * 2)
        #expect(third.results[1].runs.map(\.seed) == [1, 2, 3])
        #expect(third.results[1].runs[0].loss == first.results[1].runs[0].loss)
    }

    @Test(arguments: [1, 5])
    func anInterruptedStudyGoesOnAsIfItHadNotBeen(updates: Int) throws {
        let whole = try #require(try comparison.study(options))
        let other = try ComparisonRun()
        #expect(try other.study(options, stopAfter: updates) == nil)
        #expect(!other.files.exists("comparison/ablations.json"))
        let resumed = try #require(try other.study(options))
        #expect(other.updateCount == 16 - updates)
        #expect(resumed.text == whole.text)
    }

    /// A model that diverges is a result; it is not trained again.
    @Test mutating func aModelMayDiverge() throws {
        options.ablations = [
            Ablation("too-fast", ["learning-rate": "1e30"]),
            Ablation("no-dropout", ["dropout": "0"]),
        ]
        let report = try #require(try comparison.study(options))
        let diverged = report.results[1]
        #expect(diverged.runs.allSatisfy { $0.divergence?.contains("not finite") == true })
        #expect(diverged.scores.bleu == nil && diverged.differences?.loss == nil)
        #expect(report.resultTable.rows[1][4] == "0 of 2")
        #expect(report.results[2].scores.bleu?.count == 2)
        let again = try #require(try comparison.study(options))
        #expect(comparison.updateCount == 0)
        #expect(again.text == report.text)
    }

    @Test(arguments: [
        (Ablation("same", ["dropout": "0.1"]), "same changes nothing"),
        (Ablation("whole", ["heads": "1"]), "two ablations of the name whole"),
        (Ablation("spun", ["spin": "1"]), "\"spin\" is no key"),
        (Ablation("lame", ["without": "legs"]), "without cannot be \"legs\""),
        (Ablation("odd", ["heads": "3"]), "does not divide"),
    ])
    func ablationsThatAreNoneAreRefused(ablation: Ablation, reason: String) throws {
        var options = options
        options.ablations = [ablation]
        let message = try message { _ = try comparison.study(options) }
        #expect(message.contains(reason), "\(message)")
        #expect(comparison.updateCount == 0)
    }

    @Test(arguments: [0, 21])
    func seedsAreCounted(seeds: Int) throws {
        var options = options
        options.seeds = seeds
        let message = try message { _ = try comparison.study(options) }
        #expect(message.contains("allowed are 1 to 20"), "\(message)")
    }

    /// By default all boxes and tricks are there, once each.
    @Test func everyPartIsTakenOutOnce() throws {
        try AblationOptions().validate()
        let parts = Ablation.standard.compactMap { $0.settings["without"] }
        #expect(parts.sorted() == TransformerStudy.Part.allCases.map(\.rawValue).sorted())
        #expect(Ablation.standard.count == 20)
    }

    @Test func aComparisonOfArchitecturesGoesBeside() throws {
        _ = try comparison.study(options)
        comparison.options.contenders = [.architecture(.gru)]
        #expect(try comparison.run()?.results.count == 1)
        try comparison.folder.hold {}
        #expect(try comparison.study(options) != nil)
        #expect(comparison.updateCount == 0)
    }
}

struct MeanOverSeedsTests {
    @Test func theIntervalIsStudents() throws {
        let mean = try #require(MeanOverSeeds([1, 2, 3]))
        // A standard deviation of 1, and t = 4.303 for two degrees of freedom.
        #expect(mean.mean == 2 && mean.count == 3)
        #expect(abs((mean.margin ?? 0) - 4.303 / 3.0.squareRoot()) < 1e-12)
        #expect(abs((mean.lower ?? 0) + (mean.upper ?? 0) - 4) < 1e-12)
    }

    @Test func oneTrainingHasNoInterval() throws {
        let mean = try #require(MeanOverSeeds([5]))
        #expect(mean.mean == 5 && mean.lower == nil && mean.upper == nil && mean.margin == nil)
        #expect(MeanOverSeeds([]) == nil)
    }
}

struct AblationReportTests {
    /// A report of the numbers given, as it is read from JSON.
    private func report(seeds: Int = 3) throws -> AblationReport {
        func mean(_ value: Double, _ margin: Double) -> String {
            let ends =
                seeds > 1 ? #""lower": \#(value - margin), "upper": \#(value + margin), "# : ""
            return #"{"mean": \#(value), \#(ends)"count": \#(seeds)}"#
        }
        func scores(_ loss: Double, _ bleu: Double, _ share: Double) -> String {
            """
            {"loss": \(mean(loss, 0.25)), "bleu": \(mean(bleu, 2)),
             "exactMatch": \(mean(share, 0.125))}
            """
        }
        let runs = (1...seeds).map { #"{"seed": \#($0)}"# }.joined(separator: ",")
        let json = """
            {"setting": {"size": "tiny", "parameterCount": 500000, "updates": 40,
              "updateTokens": 1024, "workers": 2, "precision": "float32", "seed": 1,
              "trainingPairs": 200, "testPairs": 30, "vocabularySize": 99},
             "results": [
              {"ablation": {"name": "whole", "settings": {}}, "parameterCount": 500000,
               "runs": [\(runs)], "scores": \(scores(1, 80, 0.5))},
              {"ablation": {"name": "no-mask", "settings": {"without": "mask"}},
               "parameterCount": 500000, "runs": [\(runs)], "scores": \(scores(0.25, 20, 0.25)),
               "differences": \(scores(-0.75, -60, -0.25))},
              {"ablation": {"name": "no-norm", "settings": {"without": "norm"}},
               "parameterCount": 400000,
               "runs": [{"seed": 1, "divergence": "The loss is not finite."}], "scores": {},
               "differences": {}}]}
            """
        return try JSONDecoder().decode(AblationReport.self, from: Data(json.utf8))
    }

    @Test func tablesHaveMeansAndMargins() throws {
        let report = try report()
        #expect(
            report.resultTable.rows == [
                ["whole", "1.000 ± 0.250", "80.0 ± 2.0", "50.0 ± 12.5 %", "3", "500k"],
                ["no-mask", "0.250 ± 0.250", "20.0 ± 2.0", "25.0 ± 12.5 %", "3", "500k"],
                ["no-norm", "–", "–", "–", "0 of 1", "400k"],
            ])
        #expect(
            report.differenceTable.rows == [
                ["no-mask", "−0.750 ± 0.250", "−60.0 ± 2.0", "−25.0 ± 12.5 %"],
                ["no-norm", "–", "–", "–"],
            ])
        #expect(report.text.contains(report.differenceTable.text))
        #expect(report.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test func oneSeedHasNoMargins() throws {
        let report = try report(seeds: 1)
        #expect(
            report.differenceTable.rows[0] == ["no-mask", "−0.750", "−60.0", "−25.0 %"])
        #expect(report.bleuFigure.caption.contains("one seed"))
    }

    @Test func figuresHaveARowForEveryAblation() throws {
        let report = try report()
        #expect(report.figures.count == 3)
        for figure in report.figures {
            #expect(figure.chart.rows.map(\.label) == ["no-mask", "no-norm"])
            #expect(figure.caption.hasSuffix("."))
        }
        let row = report.bleuFigure.chart.rows[0]
        #expect(row.value == -60 && row.lower == -62 && row.upper == -58)
        #expect(report.bleuFigure.chart.rows[1].value.isNaN)
        #expect(report.figures[1].chart.rows[0].value == -25)
    }

    @Test func thePageStandsByItself() throws {
        let report = try report()
        let html = AblationPage(report).html
        for figure in report.figures { #expect(html.contains(figure.chart.svg())) }
        for part in ["src=", "href=", "<script", "@import", "url("] {
            #expect(!html.contains(part), "\(part)")
        }
        #expect(html.contains("<td>−60.0 ± 2.0</td>") && html.contains("3 times"))
    }
}
