import Basics
import Foundation
import Models
import TestSupport
import Testing
import Text
import Training
import Workflows

struct ArchitectureComparisonTests {
    /// What a comparison that nobody interrupts finds out.
    private static let whole = Result { try ComparisonRun().run() }

    private let comparison: ComparisonRun

    init() throws {
        comparison = try ComparisonRun()
    }

    @Test func everyContenderIsTrainedMeasuredAndKept() throws {
        let report = try #require(try comparison.run())
        #expect(report.results.map(\.contender) == comparison.options.contenders)
        #expect(report.setting.trainingPairs == 80 && report.setting.testPairs == 40)
        for result in report.results {
            #expect(abs(result.parameterCount - 200_000) <= 20_000)
            #expect(result.training.updates == 4)
            #expect(result.training.validations.map(\.update) == [1, 2, 3, 4])
            #expect(result.quality.overall.count == 40)
            #expect(result.quality.byLength.map(\.score.count).reduce(0, +) == 40)
            #expect(result.influence.encoder.count == 64)
            #expect(result.stepTimes.map(\.length) == [4, 8])
            #expect(result.stepTimes.allSatisfy { $0.tokens == 64 && $0.seconds > 0 })
            #expect(result.modelBytes > 4 * result.parameterCount)
            #expect(result.memory.optimizer >= 8 * result.parameterCount)
            #expect(result.memory.activations > 0)
            let model = try ModelDirectory(comparison.folder.run(of: result.contender))
                .loadModel(precision: .float32)
            #expect(model.parameters.trainableCount == result.parameterCount)
        }
    }

    @Test func hasEveryTableAsText() throws {
        let report = try #require(try Self.whole.get())
        let text = report.text
        for table in [report.resultTable, report.lengthTable, report.influenceTable] {
            #expect(text.contains(table.text + "\n"))
        }
    }

    @Test func positionsAreComparedBeyondTheLengthsOfTraining() throws {
        comparison.options.lengthLimit = 9
        let report = try #require(try comparison.run())
        let positions = try #require(report.positions)
        #expect(positions.limit == 9)
        #expect((1..<80).contains(positions.trainingPairs))
        #expect(
            positions.results.map(\.contender) == Array(comparison.options.contenders.suffix(2)))
        #expect(positions.results.allSatisfy { $0.quality.overall.count == 40 })
        #expect(comparison.updateCount == 5 * 4)
        comparison.options.contenders.removeLast()
        #expect(try comparison.run()?.positions == nil)
    }

    @Test func whatIsWrittenIsWhatIsReturned() throws {
        let report = try #require(try comparison.run())
        let data = try Data(contentsOf: comparison.folder.results)
        let read = try JSONDecoder().decode(ComparisonReport.self, from: data)
        #expect(read.resultTable.rows == report.resultTable.rows)
        #expect(read.influenceTable.rows == report.influenceTable.rows)
        let page = try String(contentsOf: comparison.folder.page, encoding: .utf8)
        #expect(page == ComparisonPage(report).html)
    }

    @Test func aFinishedComparisonIsNotTrainedAgain() throws {
        let first = try #require(try comparison.run())
        let second = try #require(try comparison.run())
        #expect(comparison.updateCount == 0)
        #expect(comparison.names.count == 5)
        #expect(second.lengthTable.rows == first.lengthTable.rows)
    }

    @Test(arguments: [2, 6, 17])
    func anInterruptedComparisonGoesOnAsIfItHadNotBeen(updates: Int) throws {
        #expect(try comparison.run(stopAfter: updates) == nil)
        #expect(!FileManager.default.fileExists(atPath: comparison.folder.results.path))
        let resumed = try #require(try comparison.run())
        #expect(comparison.updateCount == 20 - updates)
        let whole = try #require(try Self.whole.get())
        for (one, other) in zip(resumed.results, whole.results) {
            #expect(one.training.validations.map(\.loss) == other.training.validations.map(\.loss))
            #expect(one.influence == other.influence)
        }
    }

    @Test func otherSettingsAreRefused() throws {
        _ = try comparison.run(stopAfter: 2)
        comparison.options.recipe.limits.updates = 5
        comparison.options.recipe.model.dropout = 0.2
        let message = try message { _ = try comparison.run() }
        for part in ["lstm", "updates 4, not 5", "dropout 0.1, not 0.2"] {
            #expect(message.contains(part), "\(message)")
        }
    }

    @Test func anotherVocabularyIsRefused() throws {
        _ = try comparison.run(stopAfter: 2)
        comparison.text.vocabularySize = 100
        let message = try message { _ = try comparison.run() }
        #expect(message.contains("vocabulary size 120, not 100"), "\(message)")
    }

    @Test func givenRatesGoBeforeThoseOfTheArchitectures() throws {
        let lstm = Contender.architecture(.lstm)
        comparison.options.contenders = [lstm, .architecture(.transformer)]
        comparison.options.learningRates = [lstm: 0.005]
        let results = try #require(try comparison.run()).results
        #expect(results[0].learningRate == 0.005)
        #expect(
            results[1].learningRate
                == Architecture.transformer.learningRate(width: results[1].width))
    }

    @Test func theLongestSentenceIsAsAskedForWhateverTheDefaultOfOtherRuns() throws {
        comparison.options.contenders = [.architecture(.lstm)]
        for length in [300, TrainingRecipe().model.maximumLength] {
            comparison.options.recipe.model.maximumLength = length
            let folder = ComparisonFolder(comparison.files.file("\(length)"))
            _ = try comparison.run(in: folder)
            let model = try ModelDirectory(folder.run(of: .architecture(.lstm)))
                .loadModel(precision: .float32)
            #expect(model.maximumLength == length)
        }
    }

    @Test(arguments: [
        ("updates", "minutes", "not both"), ("width", "seed", "width is not the same"),
    ])
    func whatIsNotTheSameForAllIsRefused(one: String, other: String, reason: String) throws {
        comparison.options.recipe.limits.updates = nil
        for name in [one, other] { try comparison.options.recipe.set(name, to: "5") }
        let error = #expect(throws: CalqueError.self) { try comparison.run() }
        #expect(error?.kind == .configuration)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    @Test func aValueThatNoKeyCanHaveIsRefused() throws {
        comparison.options.recipe.workers = 0
        let message = try message { _ = try comparison.run() }
        #expect(message.contains("workers cannot be \"0\""), "\(message)")
    }

    @Test func filesThatAreMissingAreNamed() throws {
        comparison.text.training = ParallelCorpus(
            source: comparison.files.file("no.en"),
            target: comparison.files.file("no.fr"))
        #expect(try message { _ = try comparison.run() }.contains("no.en"))
    }

    @Test func otherLanguagesAreRefused() throws {
        _ = try comparison.run(stopAfter: 2)
        comparison.text.languages.target = "es"
        #expect(try message { _ = try comparison.run() }.contains("target language none, not es"))
    }

    @Test func otherTextIsRefused() throws {
        _ = try comparison.run(stopAfter: 2)
        comparison.text.training = comparison.text.test
        #expect(try message { _ = try comparison.run() }.contains("training text train.en of"))
    }

    @Test func somebodyElsesRunIsNotTouched() throws {
        let folder = comparison.folder.run(of: .architecture(.lstm))
        _ = try RunDirectory(folder, tokenizer: nil, existing: .refuse)
        #expect(
            try message { _ = try comparison.run() }.contains("holds a run that is no part of this")
        )
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.sorted() == ["checkpoints", "log.jsonl"])
    }

    @Test func theSameSeedGivesAllTheSameFirstBatches() throws {
        // Nothing of a contender but its model decides what it is shown.
        let report = try #require(try comparison.run())
        let counts = try report.results.map { result in
            let log = comparison.folder.run(of: result.contender).appendingPathComponent(
                "log.jsonl")
            return try String(contentsOf: log, encoding: .utf8).split(separator: "\n")
                .compactMap { try jsonObject($0.utf8)["tokens"] as? Int }
        }
        #expect(counts[0].count == 4)
        #expect(Set(counts).count == 1)
    }
}
