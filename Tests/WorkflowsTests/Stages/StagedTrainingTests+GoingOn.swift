import Basics
import Foundation
import Models
import TestSupport
import Testing
import Text
import Training
import Translation
import Workflows

/// Trainings that go on after they were stopped.
extension StagedTrainingTests {
    /// What is stopped in every part comes to the same files as what is not.
    @Test func whatIsStoppedInEveryPartComesToTheSame() throws {
        _ = try StagedTraining(recipe, in: folder.file("whole")).train()
        let url = folder.file("stopped")
        let stops: [(number: Int, work: StagePart.Work)] = [
            (1, .tokenizer), (1, .reverse), (1, .translation), (1, .pairing), (1, .training),
            (2, .training),
        ]
        for stop in stops {
            var isStopped = false
            func isAt(_ part: StagePart) -> Bool {
                part.number == stop.number && part.work == stop.work
            }
            let isDone = try StagedTraining(recipe, in: url, .resume).train { event in
                switch event {
                case .progress(let part, let count, _):
                    isStopped = isStopped || isAt(part) && count > 0
                case .training(let part, .training(.update)): isStopped = isStopped || isAt(part)
                case .began(let part):
                    isStopped =
                        isStopped || isAt(part) && [.tokenizer, .pairing].contains(part.work)
                default: break
                }
            } isCancelled: {
                isStopped
            }
            #expect(!isDone, "\(stop)")
        }
        // A killed process leaves halves of files, and a stage that was not noted.
        try folder.write(lines: ["half"], to: "stopped/stages/tokenizer-text.tsv")
        try folder.write(lines: ["half"], to: "stopped/model.safetensors.partial-00000000")
        #expect(try StagedTraining(in: url, .resume).train())
        for name in [
            "config.json", "model.safetensors", "source.spm", "stages/1-mixed/model.safetensors",
            "stages/1-mixed/back-translation/pairs/source",
            "stages/1-mixed/back-translation/pairs/target",
            "stages/1-mixed/back-translation/reverse/model.safetensors",
            "stages/2-own/model.safetensors",
        ] {
            #expect(try same("whole/\(name)", "stopped/\(name)"), "\(name)")
        }
        let items = try FileManager.default.subpathsOfDirectory(atPath: url.path)
        #expect(items.filter { $0.contains(".partial-") } == [])
    }

    @Test func nothingIsMadeTwice() throws {
        let url = folder.file("run")
        _ = try StagedTraining(recipe, in: url).train()
        var events: [StagedTrainingEvent] = []
        #expect(try StagedTraining(in: url, .resume).train { events.append($0) })
        // There is nothing but the plan.
        #expect(events.count == 1)
        // Text that nothing needs any more may be gone.
        try FileManager.default.removeItem(at: folder.file("more"))
        #expect(try StagedTraining(in: url, .resume).train())
    }

    @Test func aStageMayBeAddedToWhatIsDone() throws {
        let url = folder.file("run")
        _ = try StagedTraining(recipe, in: url).train()
        let before = try Data(contentsOf: folder.file("run/model.safetensors"))
        let more = changed { $0.stages.append(.init(name: "more", from: "mixed")) }
        var parts: [String] = []
        _ = try StagedTraining(more, in: url, .resume).train { event in
            if case .began(let part) = event { parts.append("\(part)") }
        }
        #expect(parts == ["3/3 more"])
        #expect(try stage("run/stages/3-more").model.base == folder.path("run/stages/1-mixed"))
        #expect(try Data(contentsOf: folder.file("run/model.safetensors")) != before)
    }

    @Test func whatIsDoneStaysAsItWas() throws {
        let url = folder.file("run")
        var isStopped = false
        _ = try StagedTraining(recipe, in: url).train { event in
            if case .training(let part, .training(.update)) = event, part.number == 2 {
                isStopped = true
            }
        } isCancelled: {
            isStopped
        }
        func refusal(_ reason: String, _ change: (inout StagedRecipe) throws -> Void) {
            let error = #expect(throws: CalqueError.self) {
                try StagedTraining(try changed(change), in: url, .resume)
            }
            #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        }
        refusal("Stage mixed is done, and another updates") {
            try $0.apply([setting("updates", "9")])
        }
        refusal("its name or place") { $0.stages[0].name = "other" }
        refusal("its name or place") { $0.stages.removeLast() }
        refusal("back-translate") { $0.stages[0].backTranslation?.search = .greedy }
        refusal("tokenizer-type") { try $0.apply([setting("tokenizer-type", "unigram")]) }
        refusal("seed") { $0.stages[1].settings.append(setting("seed", "9")) }
        #expect(throws: CalqueError.self) { try StagedTraining(recipe, in: url) }
        // What is under way may have another limit.
        let longer = changed { $0.stages[1].settings.append(setting("updates", "6")) }
        #expect(try StagedTraining(longer, in: url, .resume).train())
        #expect(try stage("run/stages/2-own").limits.updates == 6)
        // Anew, nothing of it is left.
        _ = try StagedTraining(recipe, in: url, .overwrite).train(isCancelled: { true })
        #expect(try FileManager.default.contentsOfDirectory(atPath: url.path) == ["stages"])
        #expect(!folder.exists("run/stages/1-mixed"))
    }
}
