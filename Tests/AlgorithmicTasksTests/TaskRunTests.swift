import AlgorithmicTasks
import Basics
import Foundation
import Layers
import Testing

/// Runs on a task from beginning to end.
final class TaskRunTests {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("calque-task-run-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    private static var start: TaskRun<CopyTask>.Start {
        var task = CopyTask()
        task.bits = 3
        task.lengths = 1...3
        var machine = task.machine(.feedForward)
        machine.controllerWidth = 12
        machine.slots = 8
        machine.slotWidth = 6
        return .new(task, .neuralTuringMachine(machine))
    }

    private func folder(_ name: String) -> URL {
        url.appendingPathComponent(name, isDirectory: true)
    }

    private func run(
        from start: TaskRun<CopyTask>.Start = start, in name: String? = nil, updates: Int? = 5
    ) throws -> TaskRun<CopyTask> {
        try TaskRun(from: start, in: name.map(folder), workers: 1) {
            $0.updates = updates ?? $0.updates
            $0.batch = 2
            $0.checkpointInterval = 2
        }
    }

    private func report(_ run: TaskRun<CopyTask>) throws -> TaskReport {
        try run.report(of: [TaskSize(length: 2), TaskSize(length: 4)], sequences: 3)
    }

    @Test func trainsAndTellsWhatCameOfIt() throws {
        var run = try run()
        var events: [String] = []
        #expect(try run.train { events.append($0.description) })
        #expect(events.first == "\(run.parameterCount.grouped) parameters")
        #expect(events.count == 7 && events[1].hasPrefix("update 1  loss "))
        #expect(events.last?.hasPrefix("5 updates in 0:") == true)
        let report = try report(run)
        #expect(report.task == "copy" && report.updates == 5)
        #expect(report.parameters == run.parameterCount)
        #expect(report.results.map(\.length) == [2, 4])
        #expect(report.results.allSatisfy { $0.sequences == 3 && $0.repeats == 1 })
        #expect(report.text.split(separator: "\n").count == 4)
        #expect(report.text.hasSuffix("in bits a sequence (n = 3)\n"))
    }

    @Test func theNetworkInAFolderIsTheTrainedOne() throws {
        var trained = try run(in: "model")
        try trained.train()
        let loaded = try run(from: .network(folder("model")))
        #expect(try report(loaded).results == report(trained).results)
        #expect(try report(loaded).updates == 0)
        #expect(try JSONText.line(report(trained)).contains("\"cross_entropy_bits\""))
    }

    @Test func trainsFurtherInTheFolderThatItWasLoadedFrom() throws {
        var first = try run(in: "above/model")
        try first.train()
        var further = try run(
            from: .network(folder("above/model")), in: "above/model", updates: 2)
        try further.train()
        let loaded = try run(from: .network(folder("above/model")))
        #expect(try report(loaded).results == report(further).results)
        #expect(try report(loaded).results != report(first).results)
    }

    @Test func goesOnWithWhatItWasBegunWith() throws {
        var whole = try run(in: "whole")
        try whole.train()
        var stopped = try run(in: "stopped")
        var done = 0
        #expect(
            try !stopped.train {
                if case .update = $0 { done += 1 }
            } isCancelled: {
                done == 3
            })
        #expect(try report(stopped).updates == 3)
        var resumed = try TaskRun<CopyTask>(from: .training(folder("stopped")))
        #expect(resumed.options.batch == 2 && resumed.options.updates == 5)
        var events: [String] = []
        #expect(try resumed.train { events.append($0.description) })
        #expect(events[1] == "resuming after update 3")
        #expect(try report(resumed).updates == 2)
        #expect(try report(resumed).results == report(whole).results)
    }

    @Test func whatAFolderHoldsIsNotTouched() throws {
        try FileManager.default.createDirectory(
            at: folder("mine"), withIntermediateDirectories: true)
        try Data().write(to: folder("mine").appendingPathComponent("notes"))
        var events = 0
        let error = #expect(throws: CalqueError.self) {
            var run = try self.run(in: "mine")
            try run.train { _ in events += 1 }
        }
        #expect(error?.message.contains("is not empty") == true && events == 0)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder("mine").path) == ["notes"])
    }

    @Test func aFolderWithoutACheckpointDoesNotGoOn() throws {
        var run = try run(in: "model")
        try run.train()
        try FileManager.default.removeItem(
            at: folder("model").appendingPathComponent("checkpoints"))
        let error = #expect(throws: CalqueError.self) {
            try TaskRun<CopyTask>(from: .training(self.folder("model")))
        }
        #expect(error?.remedy == .trainFurther && error?.kind == .system)
    }

    @Test func aFolderOfAnotherTaskIsRefused() throws {
        var run = try run(in: "model")
        try run.train()
        let error = #expect(throws: CalqueError.self) {
            try TaskRun<RepeatCopyTask>(from: .network(self.folder("model")))
        }
        #expect(error?.remedy == .useForTask(task: "copy") && error?.kind == .model)
    }

    @Test func onlyAMemoryIsDrawn() throws {
        let machine = try run()
        #expect(
            try machine.picture(of: TaskSize(length: 2)).svg().contains("copy, length 2"))
        let lstm = StackedLSTMConfiguration(inputWidth: CopyTask().inputWidth)
        let other = try run(from: .new(CopyTask(), .lstm(lstm)))
        let error = #expect(throws: CalqueError.self) { try other.requireMemory() }
        #expect(error?.remedy == .leaveOutPicture && error?.kind == .configuration)
        #expect(throws: CalqueError.self) { try other.picture(of: TaskSize(length: 2)) }
        #expect(other.trace(of: TaskSize(length: 2)) == nil)
    }

    @Test func copiesHaveAColumn() throws {
        let task = RepeatCopyTask()
        var machine = task.machine(.feedForward)
        machine.controllerWidth = 4
        let run = try TaskRun(from: .new(task, .neuralTuringMachine(machine)), workers: 1)
        let text = try run.report(of: [TaskSize(length: 2, repeats: 3)], sequences: 1).text
        #expect(text.hasPrefix("        length        copies cross-entropy    wrong bits\n"))
    }
}
