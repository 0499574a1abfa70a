import AlgorithmicTasks
import Basics
import Foundation
import Layers
import Tensors
import TestSupport
import Testing

/// Trainings on a task that stop and go on.
struct TaskResumingTests {
    private static let updates = 14

    private let folder: TemporaryFolder
    private let pool = WorkerPool(count: 2, precision: .float32)

    init() throws {
        folder = try TemporaryFolder()
    }

    private static var options: TaskTrainingOptions {
        var options = TaskTrainingOptions()
        options.updates = updates
        options.batch = 4
        options.learningRate = 1e-2
        options.checkpointInterval = 4
        return options
    }

    private func network() throws -> TrainedTaskModel<CopyTask> {
        var task = CopyTask()
        task.bits = 3
        task.lengths = 1...3
        var configuration = NeuralTuringMachineConfiguration(inputWidth: 4)
        configuration.controllerWidth = 12
        configuration.slots = 8
        configuration.slotWidth = 6
        return try TrainedTaskModel(task, .neuralTuringMachine(configuration), seed: 1)
    }

    /// Trains as a process of its own would.
    @discardableResult
    private func train(
        _ name: String, _ kind: TaskRunDirectory<CopyTask>.Kind = .new, stopAfter stop: Int? = nil,
        _ options: TaskTrainingOptions = options, in pool: WorkerPool? = nil,
        report: (TaskUpdateReport) throws -> Void = { _ in }
    ) throws -> (weights: [Float], trainer: TaskTrainer<CopyTask>) {
        let url = folder.file(name)
        let run = try TaskRunDirectory<CopyTask>(url, kind)
        let isBegun = kind == .begun
        let trained = try isBegun ? TaskRunDirectory.network(in: url) : network()
        let trainer = try TaskTrainer(
            trained, options: options, pool: pool ?? self.pool, run: run,
            from: isBegun ? .checkpoint : .weights)
        var done = trainer.updatesDone
        var failure: (any Error)?
        _ = try trainer.train(isCancelled: { done == stop }) {
            done = $0.update
            do { try report($0) } catch { failure = error }
        }
        if let failure { throw failure }
        return (trained.model.parameters.weights, trainer)
    }

    @Test(arguments: [0, 3, 4, 13])
    func aTrainingThatIsStoppedGoesOnAsIfItHadNotBeen(stop: Int) throws {
        let whole = try train("whole").weights
        try train("stopped", stopAfter: stop)
        let (weights, trainer) = try train("stopped", .begun)
        #expect(trainer.updatesDone == stop)
        #expect(weights == whole)
        #expect(
            try Data(contentsOf: folder.file("stopped/model.safetensors"))
                == Data(contentsOf: folder.file("whole/model.safetensors")))
    }

    /// What a kill leaves is the folder as it was at that moment.
    @Test func aTrainingThatIsKilledGoesOnFromItsLastCheckpoint() throws {
        let checkpoints = [1: 0, 6: 4, 12: 8, 14: 12]
        let whole = try train("whole") { report in
            guard checkpoints[report.update] != nil else { return }
            try FileManager.default.copyItem(
                at: folder.file("whole"), to: folder.file("killed-\(report.update)"))
        }.weights
        for (kill, checkpoint) in checkpoints {
            let (weights, trainer) = try train("killed-\(kill)", .begun)
            #expect(trainer.updatesDone == checkpoint)
            #expect(weights == whole, "killed in update \(kill)")
        }
    }

    /// Killed after the checkpoint has its name, and before the network is saved in the folder itself.
    @Test(arguments: [9, 14])
    func theNetworkOfTheFolderIsThatOfTheCheckpointAgain(stop: Int) throws {
        try train("run", stopAfter: stop)
        let own = folder.file("run/model.safetensors")
        let newest = try Data(contentsOf: own)
        let older = folder.file("run/checkpoints/update-000000\(stop == 9 ? "08" : "12")")
        try Data(contentsOf: older.appendingPathComponent("model.safetensors")).write(to: own)
        try train("run", .begun, stopAfter: stop)
        #expect(try Data(contentsOf: own) == newest)
    }

    @Test func goesOnFromTheCheckpointBeforeADamagedOne() throws {
        let whole = try train("whole").weights
        try train("damaged", stopAfter: 9)
        let newest = folder.file("damaged/checkpoints/update-00000009/training.safetensors")
        try Data(contentsOf: newest).dropLast(100).write(to: newest)
        let (weights, trainer) = try train("damaged", .begun)
        #expect(trainer.updatesDone == 8)
        #expect(trainer.warnings.first?.contains("update-00000009") == true)
        #expect(weights == whole)
        let names = try FileManager.default.contentsOfDirectory(
            atPath: folder.path("damaged/checkpoints"))
        #expect(names.sorted() == ["update-00000012", "update-00000014"])
    }

    @Test func furtherTrainingDrawsNewExamplesAndKeepsTheMoments() throws {
        try train("first")
        func further(from beginning: TaskTrainer<CopyTask>.Beginning) throws -> [Float] {
            let trained = try TaskRunDirectory<CopyTask>.network(in: folder.file("first"))
            let trainer = try TaskTrainer(
                trained, options: Self.options, pool: pool, from: beginning)
            _ = try trainer.train()
            return trained.model.parameters.weights
        }
        let (weights, fresh) = try (
            further(from: .network(folder.file("first"))), further(from: .weights)
        )
        #expect(weights != fresh)
        #expect(try weights == further(from: .network(folder.file("first"))))
    }

    @Test(
        arguments: [
            ("seed 1, not 2", { @Sendable in $0.seed = 2 }),
            ("batch 4, not 5", { $0.batch = 5 }),
            ("updates 14, not 20", { $0.updates = 20 }),
            ("learning rate 0.01, not 0.5", { $0.learningRate = 0.5 }),
        ] as [(String, @Sendable (inout TaskTrainingOptions) -> Void)])
    func doesNotGoOnWithOtherSettings(
        says: String, change: @Sendable (inout TaskTrainingOptions) -> Void
    ) throws {
        try train("run", stopAfter: 5)
        var options = Self.options
        change(&options)
        let error = #expect(throws: CalqueError.self) { try train("run", .begun, options) }
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
    }

    @Test func doesNotGoOnWithOtherWorkers() throws {
        try train("run", stopAfter: 5)
        let one = WorkerPool(count: 1, precision: .float32)
        let error = #expect(throws: CalqueError.self) {
            try train("run", .begun, Self.options, in: one)
        }
        #expect(error?.message.contains("workers 2, not 1") == true)
        #expect(error?.kind == .configuration)
    }

    @Test func twoCannotTrainInOneFolder() throws {
        var message = ""
        try train("run") { report in
            guard report.update == 2 else { return }
            let error = #expect(throws: CalqueError.self) { try train("run", .begun) }
            message = error?.message ?? ""
        }
        #expect(message.contains("Another process is training in"))
    }

    @Test func aFolderThatHoldsATrainingOrOtherThingsIsNotNew() throws {
        try train("run", stopAfter: 2)
        let error = #expect(throws: CalqueError.self) { try train("run") }
        #expect(error?.remedy == .resumeOrTrainFurther)
        let missing = #expect(throws: CalqueError.self) { try train("nothing", .begun) }
        #expect(missing?.remedy == .beginTraining)
        try folder.write("mine".utf8, to: "other/config.json")
        for kind in [TaskRunDirectory<CopyTask>.Kind.new, .begun] {
            #expect(throws: CalqueError.self) { try train("other", kind) }
        }
        #expect(try folder.text("other/config.json") == "mine")
    }
}
