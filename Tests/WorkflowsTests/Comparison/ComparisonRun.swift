import EmbeddedCorpus
import Foundation
import Models
import Testing
import Text
import Training
import Workflows

/// A comparison of models that train in an instant, in a folder that is deleted with it.
final class ComparisonRun {
    let url: URL
    var options = ComparisonOptions()
    /// What the last run told.
    private(set) var events: [ComparisonEvent] = []
    var text: ComparisonText

    init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("ComparisonTests-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        url = folder
        let split = EmbeddedCorpus(from: .english, to: .french, seed: 1)
            .split(training: 80, validation: 8, test: 40)
        func file(_ name: String, _ lines: [String]) throws -> URL {
            let file = folder.appendingPathComponent(name)
            try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: file)
            return file
        }
        func corpus(_ name: String, _ pairs: [SentencePair]) throws -> ParallelCorpus {
            ParallelCorpus(
                source: try file("\(name).en", pairs.map(\.source)),
                target: try file("\(name).fr", pairs.map(\.target)))
        }
        text = ComparisonText(
            training: try corpus("train", split.training),
            validation: try corpus("validation", split.validation),
            test: try corpus("test", split.test), vocabularySize: 120)
        options.contenders = [
            .architecture(.lstm), .architecture(.transformer), .transformerWithLearnedPositions,
        ]
        options.parameterCount = 200_000
        options.budget = .updates(4)
        options.workers = 1
        options.precision = .float32
        options.updateTokens = 200
        options.maximumLength = 64
        options.stepLengths = [4, 8]
        options.stepTokens = 64
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    var folder: ComparisonFolder { ComparisonFolder(url.appendingPathComponent("comparison")) }

    /// Runs as a process of its own would.
    ///
    /// - Parameter count: The updates after which it is interrupted.
    func run(stopAfter count: Int? = nil) throws -> ComparisonReport? {
        events = []
        return try ArchitectureComparison(text, options, in: folder) { [self] in
            events.append($0)
        }.run { updateCount == count }
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
