import EmbeddedCorpus
import Models
import TestSupport
import Text
import Training
import Workflows

/// A comparison of models that train in an instant.
final class ComparisonRun {
    let files: TemporaryFolder
    var options = ComparisonOptions()
    /// What the last run told.
    private(set) var events: [ComparisonEvent] = []
    var text: ComparisonText

    init() throws {
        let files = try TemporaryFolder()
        self.files = files
        let split = EmbeddedCorpus(from: .english, to: .french, seed: 1)
            .split(training: 80, validation: 8, test: 40)
        func corpus(_ name: String, _ pairs: [SentencePair]) throws -> ParallelCorpus {
            ParallelCorpus(
                source: try files.write(lines: pairs.map(\.source), to: "\(name).en"),
                target: try files.write(lines: pairs.map(\.target), to: "\(name).fr"))
        }
        text = ComparisonText(
            training: try corpus("train", split.training),
            validation: try corpus("validation", split.validation),
            test: try corpus("test", split.test), vocabularySize: 120)
        options.contenders = [
            .architecture(.lstm), .architecture(.transformer), .transformerWithLearnedPositions,
        ]
        options.parameterCount = 200_000
        options.recipe.limits.updates = 4
        options.recipe.workers = 1
        options.recipe.precision = .float32
        options.recipe.optimization.updateTokens = 200
        options.recipe.model.maximumLength = 64
        options.stepLengths = [4, 8]
        options.stepTokens = 64
    }

    var folder: ComparisonFolder { ComparisonFolder(files.file("comparison")) }

    /// Runs as a process of its own would.
    ///
    /// - Parameters:
    ///   - other: Where, if not in ``folder``.
    ///   - count: The updates after which it is interrupted.
    func run(
        in other: ComparisonFolder? = nil, stopAfter count: Int? = nil
    ) throws -> ComparisonReport? {
        events = []
        return try ArchitectureComparison(text, options, in: other ?? folder) { [self] in
            events.append($0)
        }.run { updateCount == count }
    }

    /// The same of a study of ablations of the same text, in ``folder``.
    func study(
        _ options: AblationOptions, stopAfter count: Int? = nil
    ) throws -> AblationReport? {
        events = []
        return try AblationStudy(text, options, in: folder) { [self] in
            events.append($0)
        }.run { updateCount == count }
    }

    /// A study of models that train in an instant.
    var ablationOptions: AblationOptions {
        var ablations = AblationOptions()
        ablations.ablations = Ablation.standard.filter {
            ["no-mask", "one-head", "no-warm-up"].contains($0.name)
        }
        ablations.seeds = 2
        ablations.recipe.limits.updates = 2
        ablations.recipe.workers = 1
        ablations.recipe.precision = .float32
        ablations.recipe.optimization.updateTokens = 200
        ablations.recipe.model.maximumLength = 64
        return ablations
    }

    /// The updates of the last run.
    var updateCount: Int {
        events.count {
            if case .training(.update) = $0 { true } else { false }
        }
    }

    /// The names of the contenders of the last run.
    var names: [String] {
        events.compactMap { if case .contender(let name, _, _) = $0 { name } else { nil } }
    }
}
