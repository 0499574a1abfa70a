import Basics
import Models
import Tensors
import Text
import Training
import Translation

/// Trains architectures on the same data with the same budget, and measures what became of them.
///
/// The vocabulary, the pairs, their order and their cut into updates are the same for all, and so is
/// the number of parameters, within ten per cent. What was begun before goes on where it stopped,
/// and what is finished is only measured.
public struct ArchitectureComparison {
    private let text: ComparisonText
    private let options: ComparisonOptions
    private let folder: ComparisonFolder
    private let report: (ComparisonEvent) -> Void

    /// - Parameter report: Called on the caller's thread for everything that happens.
    public init(
        _ text: ComparisonText, _ options: ComparisonOptions, in folder: ComparisonFolder,
        report: @escaping (ComparisonEvent) -> Void = { _ in }
    ) {
        self.text = text
        self.options = options
        self.folder = folder
        self.report = report
    }

    /// Trains and measures all contenders, and writes what was found out.
    ///
    /// - Returns: The results; nil when `isCancelled` said so before they were there.
    /// - Throws: `CalqueError` when a file cannot be read or written, no width gives a contender the
    ///   parameters wanted, a folder holds something else, or a training's loss is not finite.
    public func run(isCancelled: () -> Bool = { false }) throws -> ComparisonReport? {
        let tokenizer = try folder.tokenizer(for: text, maximumLength: options.maximumLength)
        let data = try ComparisonData(text, tokenizer, maximumLength: options.maximumLength) {
            report(.note($0))
        }
        let parameterCount = try wantedParameterCount(tokenizer)
        let trainings = try options.contenders.map {
            try training(of: $0, data, parameterCount: parameterCount)
        }
        for training in trainings {
            report(
                .contender(
                    name: training.contender.rawValue,
                    parameters: training.configuration.trainableCount,
                    learningRate: training.learningRate))
            let isFinished = try training.run(isCancelled: isCancelled) { [report] in
                report(.training($0))
            }
            if !isFinished { return nil }
        }
        var results: [ContenderReport] = []
        for training in trainings {
            if isCancelled() { return nil }
            results.append(try measure(training, data))
        }
        let comparison = ComparisonReport(
            setting: setting(data, parameterCount: parameterCount), results: results)
        try folder.write(comparison)
        return comparison
    }

    private func wantedParameterCount(_ tokenizer: TranslationTokenizer) throws -> Int {
        if let count = options.parameterCount { return count }
        return try configuration(of: .architecture(.transformer), tokenizer).trainableCount
    }

    private func configuration(
        of contender: Contender, _ tokenizer: TranslationTokenizer
    ) throws -> any ModelConfiguration {
        var configuration = contender.configuration(
            options.size, EmbeddingConfiguration(tokenizer))
        configuration.maximumLength = options.maximumLength
        configuration.dropout = options.dropout
        try configuration.validate()
        return configuration
    }

    private func training(
        of contender: Contender, _ data: ComparisonData, parameterCount: Int
    ) throws -> ContenderTraining {
        let configuration = try WidthSearch(parameterCount: parameterCount).fitted(
            configuration(of: contender, data.tokenizer), name: contender.rawValue)
        return ContenderTraining(
            contender: contender, configuration: configuration, training: data.training,
            data: data, options: options, folder: folder.run(of: contender))
    }

    private func measure(
        _ training: ContenderTraining, _ data: ComparisonData
    ) throws -> ContenderReport {
        let name = training.contender.rawValue
        report(.measuring(name: name, what: "translations"))
        let model = try ModelDirectory(training.folder).loadModel(precision: options.precision)
        let pool = WorkerPool(count: options.workers, precision: options.precision)
        let translations = try Translator(model, data.tokenizer, on: pool)
            .translate(data.test.sources, options.search).map(\.text)
        let lengths = data.test.sourceLengths
        let run = try RunDirectory(training.folder, tokenizer: nil, existing: .resume)
        return ContenderReport(
            contender: training.contender,
            properties: Dictionary(
                uniqueKeysWithValues: training.configuration.properties.map { ($0.name, $0.value) }),
            width: training.configuration.width,
            parameterCount: training.configuration.trainableCount,
            learningRate: training.learningRate,
            training: TrainingSummary(try run.history()),
            quality: try TranslationQuality(
                translations: translations, references: data.test.references, lengths: lengths,
                buckets: LengthBuckets(lengths: lengths)))
    }

    private func setting(
        _ data: ComparisonData, parameterCount: Int
    ) -> ComparisonReport.Setting {
        var (updates, seconds): (Int?, Double?)
        switch options.budget {
        case .updates(let count): updates = count
        case .seconds(let count): seconds = count
        }
        return ComparisonReport.Setting(
            size: options.size.rawValue, parameterCount: parameterCount, updates: updates,
            seconds: seconds, updateTokens: options.updateTokens, workers: options.workers,
            precision: options.precision.rawValue, seed: options.seed,
            trainingPairs: data.training.count, testPairs: data.test.corpus.count,
            vocabularySize: data.tokenizer.target.vocabulary.count)
    }
}
