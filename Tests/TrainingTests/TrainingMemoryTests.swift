import Basics
import Layers
import Models
import Tensors
import Testing
import Text
import Training

struct TrainingMemoryTests {
    private func memory(_ change: (inout TrainingOptions) -> Void = { _ in }) throws
        -> TrainingMemory
    {
        var options = TrainingOptions()
        options.workers = 2
        options.precision = .float32
        options.updateTokens = 100
        options.schedule = .constant(peak: 1e-3, warmup: 1)
        change(&options)
        let task = ReverseTask(pairs: 60)
        return try TrainingBenchmark(
            ReverseTask.model(), data: TrainingData(task.training), options: options
        ).memory(updates: 3)
    }

    private let block = 4 * ReverseTask.model().parameters.count

    @Test func itsPartsAreWhatTrainingKeeps() throws {
        let memory = try memory()
        #expect(memory.weights == block)
        #expect(memory.gradients == 2 * block)
        #expect(memory.optimizer == 2 * block)
        #expect(memory.activations > 0)
        #expect(
            memory.total
                == memory.weights + memory.gradients + memory.optimizer + memory.activations)
    }

    @Test func aCopyForBfloat16AndAnAverageTakeMemoryToo() throws {
        let memory = try memory {
            $0.precision = .fastest
            $0.adam = AdamOptions(averageDecay: 0.9)
        }
        let copy = Precision.fastest == .bfloat16 ? block / 2 : 0
        #expect(memory.weights == block + copy)
        #expect(memory.optimizer == 3 * block)
    }

    @Test func largerUpdatesTakeMoreActivations() throws {
        #expect(
            try memory { $0.updateTokens = 400 }.activations > 2 * memory().activations)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let architecture: Architecture
        var precision = Precision.float32
        var tokens = 1024
        var workers = 1
        var accumulation = 1

        var testDescription: String {
            "\(architecture.rawValue), \(precision), \(tokens) tokens, \(workers) workers, "
                + "\(accumulation) parts"
        }
    }

    private static let cases = [
        Case(architecture: .transformer), Case(architecture: .transformer, precision: .fastest),
        Case(architecture: .transformer, tokens: 4096),
        Case(architecture: .transformer, workers: 4),
        Case(architecture: .transformer, tokens: 4096, accumulation: 4),
        Case(architecture: .gru), Case(architecture: .lstm, precision: .fastest),
        Case(architecture: .rnn, tokens: 4096, workers: 2),
    ]

    /// The formula is told before a run begins; the rest is what memory of workers has come to.
    @Test(arguments: cases)
    func theFormulaTellsWhatTrainingTakes(of example: Case) throws {
        var random = RandomSource(seed: 3)
        let special = SpecialTokens(start: 1, end: 0, padding: 1)
        var corpus = EncodedCorpus()
        for _ in 0..<1500 {
            let side = { Array(repeating: Int32(5), count: $0) + [0] }
            let length = Int.random(in: 4...30, using: &random)
            corpus.append(source: side(length), target: side(length))
        }
        let configuration = example.architecture.configuration(
            .tiny, EmbeddingConfiguration(vocabularySize: 2000, specialTokens: special))
        var options = TrainingOptions()
        options.workers = example.workers
        options.precision = example.precision
        options.updateTokens = example.tokens
        options.accumulation = example.accumulation
        options.schedule = .constant(peak: 1e-4, warmup: 1)
        let measured = try TrainingBenchmark(
            configuration.makeModel(seed: 1), data: TrainingData(corpus), options: options
        ).memory(updates: 4)
        let estimate = TrainingMemory(estimating: configuration, options)
        #expect(estimate.permanent == measured.permanent)
        let ratio = Double(estimate.activations) / Double(measured.activations)
        #expect((0.75...1.6).contains(ratio), "\(ratio)")
    }

    @Test func processesShareMomentsAndUpdates() {
        let configuration = ReverseTask.model().configuration
        var options = TrainingOptions()
        options.workers = 2
        options.precision = .float32
        options.adam = AdamOptions(averageDecay: 0.9)
        let alone = TrainingMemory(estimating: configuration, options)
        let shared = TrainingMemory(
            estimating: configuration, options, allWorkers: 6, ranks: 3)
        #expect(shared.gradients == alone.gradients)
        #expect(shared.optimizer == alone.optimizer / 3)
        #expect(3 * shared.activations > alone.activations)
        #expect(shared.activations < alone.activations)
    }

    @Test func itIsComparedWithWhatThereIs() throws {
        let memory = try memory()
        let permanent = Double(memory.permanent)
        let total = Double(memory.total)
        #expect(try memory.check(against: .init(most: total, free: total)) == nil)
        let warning = try #require(
            try memory.check(against: .init(most: total, free: total - 1)))
        for setting in ["workers", "update-tokens", "size", "accumulation"] {
            #expect(warning.contains(setting))
        }
        // What is certain is refused, and no more.
        #expect(try memory.check(against: .init(most: permanent, free: 0)) != nil)
        #expect(throws: CalqueError.self) {
            try memory.check(against: .init(most: permanent - 1, free: 0))
        }
        #expect(throws: CalqueError.self) {
            try memory.check(against: .init(most: 1.5 * permanent, free: 0), processes: 2)
        }
    }
}
