import Layers
import Models
import Tensors
import Testing
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
}
