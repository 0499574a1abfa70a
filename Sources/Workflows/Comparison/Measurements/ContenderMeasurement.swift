import Basics
import Foundation
import Models
import Tensors
import Text
import Training
import Translation

/// Measures what training made of a contender.
struct ContenderMeasurement {
    /// Updates after which the memory of training does not grow any more, about.
    private static let memoryUpdates = 6
    /// Sentences whose gradients are looked at, and their tokens.
    private static let influence = (sentences: 16, length: 65)

    let contender: Contender
    let training: ModelTraining
    let data: ComparisonData
    let options: ComparisonOptions
    let pool: WorkerPool
    /// Told what comes next.
    let announce: (_ what: String) -> Void

    private var precision: Precision { pool.precision }

    func report(updates: Int) throws -> ContenderReport {
        let configuration = training.configuration
        let directory = ModelDirectory(training.folder)
        let model = try directory.loadModel(precision: precision)
        let quality = try quality(of: model, buckets: 12)
        announce("influence of distant tokens")
        let influence = influence(in: model)
        announce("time of a step by length")
        let stepTimes = StepTimes(
            lengths: options.stepLengths, tokens: options.stepTokens, precision: precision
        ).measure(configuration)
        announce("memory of training")
        return ContenderReport(
            contender: contender,
            properties: Dictionary(
                uniqueKeysWithValues: configuration.properties.map { ($0.name, $0.value) }),
            width: configuration.width, parameterCount: configuration.trainableCount,
            learningRate: training.recipe.optimization.learningRate ?? 0,
            training: TrainingSummary(
                try RunDirectory.history(of: training.folder), updates: updates),
            memory: try memory(),
            modelBytes: try directory.weightBytes, quality: quality, influence: influence,
            stepTimes: stepTimes)
    }

    /// The translations of the test sentences, measured in smaller groups of like length: what is
    /// beyond the lengths of training are few of them.
    func qualityByLength() throws -> TranslationQuality {
        try quality(
            of: ModelDirectory(training.folder).loadModel(precision: precision),
            buckets: 30)
    }

    private func quality(
        of model: any SequenceToSequenceModel, buckets: Int
    ) throws -> TranslationQuality {
        announce("translations")
        let translations = try data.testTranslations(by: model, options.search, on: pool)
        let lengths = data.test.sourceLengths
        return try TranslationQuality(
            translations: translations, references: data.test.references, lengths: lengths,
            buckets: LengthBuckets(lengths: lengths, bucketCount: buckets))
    }

    private func influence(in model: any SequenceToSequenceModel) -> Influence {
        let length = min(Self.influence.length, model.maximumLength)
        let sentences = JoinedSentences(
            data.test.corpus, count: Self.influence.sentences, length: length)
        return InfluenceProbe(model, sentences).measure()
    }

    private func memory() throws -> TrainingMemory {
        try TrainingBenchmark(
            training.configuration.makeModel(seed: options.recipe.seed),
            data: TrainingData(training.training),
            options: training.recipe.trainingOptions(width: training.configuration.width)
        ).memory(updates: Self.memoryUpdates)
    }
}

extension ModelDirectory {
    /// The size of the weights on the disk.
    fileprivate var weightBytes: Int {
        get throws {
            try weightFiles().reduce(0) { sum, file in
                sum + (try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0)
            }
        }
    }
}

extension ComparisonData {
    /// What a model makes of the test sentences.
    func testTranslations(
        by model: any SequenceToSequenceModel, _ search: SearchOptions, on pool: WorkerPool
    ) throws -> [String] {
        var translator = Translator(model, tokenizer, on: pool)
        translator.lines = .sentences
        return try translator.translate(test.sources, search).map(\.text)
    }
}
