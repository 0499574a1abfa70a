import AlgorithmicTasks
import Basics
import Layers
import Tensors
import TestSupport
import Testing

struct TaskTrainingTests {
    private let pool = WorkerPool(count: 2, precision: .float32)

    private static var smallCopy: CopyTask {
        var task = CopyTask()
        task.bits = 3
        task.lengths = 1...3
        return task
    }

    private static func machine(_ controller: NeuralTuringController) -> TaskModelConfiguration {
        var configuration = NeuralTuringMachineConfiguration(inputWidth: 4)
        configuration.controller = controller
        configuration.controllerWidth = 40
        configuration.slots = 8
        configuration.slotWidth = 6
        return .neuralTuringMachine(configuration)
    }

    private static var lstm: TaskModelConfiguration {
        var configuration = StackedLSTMConfiguration(inputWidth: 4)
        configuration.layers = 2
        configuration.width = 24
        return .lstm(configuration)
    }

    private static func options(updates: Int) -> TaskTrainingOptions {
        var options = TaskTrainingOptions()
        options.updates = updates
        options.batch = 16
        options.learningRate = 1e-2
        return options
    }

    private func trained(
        _ configuration: TaskModelConfiguration, updates: Int
    ) throws -> TrainedTaskModel<CopyTask> {
        let trained = try TrainedTaskModel(Self.smallCopy, configuration, seed: 1)
        _ = try TaskTrainer(
            trained, options: Self.options(updates: updates), pool: pool
        ).train()
        return trained
    }

    private func evaluation(_ trained: TrainedTaskModel<CopyTask>, length: Int) throws
        -> TaskEvaluation
    {
        try TaskEvaluation(
            of: trained.model, on: trained.task, TaskSize(length: length), count: 40, seed: 1,
            pool: pool)
    }

    @Test(arguments: [machine(.feedForward), machine(.lstm), lstm])
    func shortCopiesAreLearned(configuration: TaskModelConfiguration) throws {
        // 4.5 of 9 bits are wrong by chance, at a cross-entropy of 9.
        let result = try evaluation(trained(configuration, updates: 800), length: 3)
        #expect(result.wrongBits < 1.5, "\(result.wrongBits) wrong bits")
        #expect(result.crossEntropy < 5)
    }

    @Test func theSameSeedTrainsTheSame() throws {
        let one = try evaluation(trained(Self.machine(.lstm), updates: 20), length: 5)
        let other = try evaluation(trained(Self.machine(.lstm), updates: 20), length: 5)
        #expect(one.sums.loss == other.sums.loss)
    }

    @Test(arguments: [machine(.feedForward), lstm])
    func aSavedNetworkIsTheSame(configuration: TaskModelConfiguration) throws {
        let folder = try TemporaryFolder()
        let trained = try trained(configuration, updates: 5)
        try trained.save(to: folder.url)
        let loaded = try TrainedTaskModel<CopyTask>(directory: folder.url)
        #expect(loaded.configuration == configuration && loaded.task == trained.task)
        #expect(
            try evaluation(loaded, length: 4).sums.loss
                == evaluation(trained, length: 4).sums.loss)
        #expect(throws: CalqueError.self) {
            try TrainedTaskModel<RepeatCopyTask>(directory: folder.url)
        }
    }

    @Test func trainingEndsWhenItIsTold() throws {
        let trained = try TrainedTaskModel(Self.smallCopy, Self.machine(.feedForward), seed: 1)
        var reports = 0
        let updates = try TaskTrainer(
            trained, options: Self.options(updates: 50), pool: pool
        ).train(isCancelled: { reports == 3 }, report: { _ in reports += 1 })
        #expect(updates == 3 && reports == 3)
    }

    @Test func aTraceShowsEveryStep() throws {
        let trained = try trained(Self.machine(.feedForward), updates: 1)
        let machine = try #require(trained.model as? NeuralTuringTaskModel)
        var random = RandomSource(seed: 1)
        let sequence = trained.task.sequence(TaskSize(length: 4), using: &random)
        let context = Context(precision: .float32)
        let trace = MemoryTrace(of: machine, sequence, context)
        var weightings: [[Float]] = []
        _ = machine.logits(
            of: BitSequenceBatch([sequence]), outputsFrom: 0,
            record: { weightings.append($0.weighting.array()) }, context)
        let (writing, reading) = (trace.heads[0], trace.heads[1])
        #expect(writing.kind == .write && reading.kind == .read && trace.heads.count == 2)
        #expect(zip(writing.weights, reading.weights).map { $0 + $1 } == weightings)
        for steps in [trace.outputs, reading.weights, writing.weights] {
            #expect(steps.count == 9)
        }
        for weighting in reading.weights + writing.weights {
            #expect(weighting.count == 8 && abs(weighting.reduce(0, +) - 1) < 1e-5)
        }
        let svg = trace.picture(title: "copy").svg()
        #expect(svg.contains("Write weighting") && svg.contains("Outputs"))
        #expect(svg.contains("step →") && svg.contains("slot ↓") && svg.contains("bit ↓"))
        let report = trace.report
        #expect(report.inputs.count == 9 && report.targets.count == 4)
        for (own, head) in zip(report.heads, trace.heads) {
            #expect(own.kind == head.kind && own.slots == head.slots && own.weights.count == 9)
            for (row, weights) in zip(own.weights, head.weights) {
                let distances = zip(row, own.slots).map { abs($0 - Double(weights[$1])) }
                #expect(distances.allSatisfy { $0 <= 0.0005 + 1e-6 })
            }
        }
        for (row, outputs) in zip(report.outputs, trace.outputs.suffix(4)) {
            #expect(zip(row, outputs).allSatisfy { abs($0 - Double($1)) <= 0.0005 + 1e-6 })
        }
    }

    @Test func everyHeadOfAKindIsNamed() throws {
        var configuration = NeuralTuringMachineConfiguration(
            inputWidth: Self.smallCopy.inputWidth)
        configuration.controllerWidth = 6
        configuration.slots = 8
        configuration.slotWidth = 4
        configuration.readHeads = 2
        let trained = try TrainedTaskModel(
            Self.smallCopy, .neuralTuringMachine(configuration), seed: 1)
        let machine = try #require(trained.model as? NeuralTuringTaskModel)
        var random = RandomSource(seed: 1)
        let sequence = trained.task.sequence(TaskSize(length: 2), using: &random)
        let trace = MemoryTrace(of: machine, sequence, Context(precision: .float32))
        #expect(trace.heads.map(\.kind) == [.write, .read, .read])
        let titles = trace.picture(title: "copy").maps.map(\.title)
        #expect(
            titles.suffix(3) == [
                "Write weighting", "Read weighting of head 0", "Read weighting of head 1",
            ])
    }

    @Test func sizesThatCannotBeAreRefused() {
        var configuration = NeuralTuringMachineConfiguration(inputWidth: 4)
        configuration.slots = 2
        #expect(throws: CalqueError.self) {
            try TrainedTaskModel(
                Self.smallCopy, .neuralTuringMachine(configuration), seed: 1)
        }
        configuration.slots = 64
        configuration.slotWidth = 1 << 16
        configuration.readHeads = 60_000
        #expect(throws: CalqueError.self) { try configuration.validate() }
        var lstm = StackedLSTMConfiguration(inputWidth: 4)
        lstm.layers = 1024
        lstm.width = 1 << 16
        #expect(throws: CalqueError.self) { try lstm.validate() }
    }
}
