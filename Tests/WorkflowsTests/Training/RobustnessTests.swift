import Foundation
import TestSupport
import Testing
import Training
import Workflows

/// Runs whose text is changed from epoch to epoch, and those that hold out pairs of it.
struct RobustnessTests {
    private let folder: TemporaryFolder
    private let recipe: TrainingRecipe

    init() throws {
        folder = try TemporaryFolder()
        recipe = try TinyRun.recipe(in: folder).with {
            $0.tokenizer.vocabularySize = 120
            $0.limits.updates = 12
        }
    }

    private func losses(_ name: String) throws -> [Double] {
        try RunDirectory.history(of: folder.file(name)).updates.map(\.loss)
    }

    private static func change(_ recipe: inout TrainingRecipe) {
        recipe.robustness.preset = .standard
        recipe.robustness.upperCase = 0.2
        recipe.robustness.typos = 0.2
        recipe.robustness.joined = 0.2
        recipe.robustness.tags = 0.2
    }

    @Test(arguments: [0, 0.1] as [Float])
    func aRunThatIsStoppedSeesTheSameText(sampling: Float) throws {
        let recipe = recipe.with {
            Self.change(&$0)
            $0.tokenizer.sampling = sampling
        }
        try TrainingRun(recipe, in: folder.file("whole")).train()
        let whole = try losses("whole")
        #expect(whole.count == 12)
        for stop in [3, 7] {
            let url = folder.file("stopped-\(stop)")
            var done = 0
            let result = try TrainingRun(recipe, in: url).train(
                report: { event in
                    if case .training(.update(let report)) = event { done = report.update }
                }, isCancelled: { done == stop })
            #expect(result.reason == .interrupted)
            #expect(try TrainingRun(in: url, .resume).train().updates == 12)
            #expect(try losses("stopped-\(stop)") == whole, "stopped after \(stop)")
        }
        // Without changes the losses are others.
        try TrainingRun(
            recipe.with { $0.robustness = .init() }, in: folder.file("plain")
        ).train()
        #expect(try losses("plain") != whole)
    }

    @Test func sharesAreTheirOwnOrThoseOfPractice() throws {
        var events: [TrainingRecipe] = []
        let recipe = recipe.with {
            $0.robustness.preset = .standard
            $0.robustness.typos = 0
            $0.limits.updates = 2
        }
        try TrainingRun(recipe, in: folder.file("run")).train { event in
            if case .recipe(let recipe) = event { events.append(recipe) }
        }
        #expect(events.first?.robustness == recipe.robustness)
        let yaml = try folder.text("run/training.yaml")
        #expect(yaml.contains("robustness: standard") && yaml.contains("typos: 0.0"))
        #expect(!yaml.contains("upper-case"))
    }

    private func expectRefusal(_ reason: String, _ change: (inout TrainingRecipe) -> Void) {
        let error = #expect(throws: (any Error).self) {
            try TrainingRun(recipe.with(change), in: folder.file("refused"))
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains(reason), "\(String(describing: error))")
        #expect(!folder.exists("refused"))
    }

    @Test func whatCannotBeIsSaidBefore() {
        expectRefusal("upper-case and title-case are 1.1") {
            $0.robustness.upperCase = 0.5
            $0.robustness.titleCase = 0.6
        }
        expectRefusal("upper-case cannot be \"1.5\"") { $0.robustness.upperCase = 1.5 }
        expectRefusal("robustness changes nothing") {
            $0.robustness.preset = .standard
            $0.robustness.upperCase = 0
            $0.robustness.titleCase = 0
            $0.robustness.noFinalStop = 0
            $0.robustness.typos = 0
            $0.robustness.joined = 0
            $0.robustness.tags = 0.1
        }
        expectRefusal("or the files to validate with") {
            $0.text.validationPairs = 5
            $0.text.dropsNearValidation = nil
        }
        expectRefusal("leave drop-near-validation out") {
            $0.text.validationPairs = 5
            $0.text.validationSource = nil
            $0.text.validationTarget = nil
        }
        expectRefusal("drop-near-validation changes nothing") {
            $0.text.validationSource = nil
            $0.text.validationTarget = nil
        }
    }

    // MARK: Held-out pairs

    /// Sixty lines of made-up words, of which some are nearly the same.
    private func writeText() throws -> TrainingRecipe {
        let words = (0..<20).map { number in
            String(["a", "e", "i", "o"][number % 4])
                + String(["b", "d", "g", "k", "l"][number / 4])
        }
        let sources = words.flatMap {
            ["\($0) red dog", "\($0.uppercased()) red, dog!", "\($0) blue"]
        }
        let targets = words.flatMap { ["dog red \($0)", "dog, red \($0) !", "blue \($0)"] }
        return try recipe.with {
            $0.text.source = try folder.write(lines: sources, to: "source").path
            $0.text.target = try folder.write(lines: targets, to: "target").path
            $0.text.validationSource = nil
            $0.text.validationTarget = nil
            $0.text.dropsNearValidation = nil
            $0.limits.updates = 4
        }
    }

    @Test func heldOutPairsAndTheirLikeAreNotTrainedOn() throws {
        let recipe = try writeText().with { $0.text.validationPairs = 10 }
        var lines: [String] = []
        try TrainingRun(recipe, in: folder.file("run")).train { lines += $0.lines }
        let heldOut = try folder.text("run/held-out.tsv").split(separator: "\n")
        #expect(heldOut.count == 10)
        // Two of those of red dogs, each of them, and all of blue.
        let twins = heldOut.count { $0.contains("\tdog") }
        let left = 60 - 10 - twins
        #expect(twins > 0)
        #expect(lines.contains("validation text: 10 pairs read, 10 kept"))
        let said = try #require(lines.first { $0.hasPrefix("training text: ") })
        #expect(said.hasPrefix("training text: 60 pairs read, \(left) kept; left out: "), "\(said)")
        #expect(said.contains("\(60 - left) like held-out pairs"))
        let whole = try losses("run")
        // It goes on with the same pairs.
        try TrainingRun(in: folder.file("run"), .resume) { $0.limits.updates = 6 }.train()
        #expect(try Array(losses("run").prefix(4)) == whole)
        let validations = try RunDirectory.history(of: folder.file("run")).validations
        #expect(validations.count >= 2)
    }

    @Test(arguments: [nil, true, false] as [Bool?])
    func pairsNearlyThoseToValidateWithAreLeftOutUnlessKept(drops: Bool?) throws {
        let recipe = try writeText().with {
            $0.text.validationTable =
                try folder.write(lines: ["AB - Red Dog\tx", "y\tblue Ib."], to: "valid").path
            $0.text.dropsNearValidation = drops
        }
        var kept: Int?
        try TrainingRun(recipe, in: folder.file("run")).train { event in
            if case .trainingText(let report) = event { kept = report.kept }
        }
        #expect(kept == (drops == false ? 60 : 57))
        let written = try TrainingRecipe(contentsOf: folder.file("run/training.yaml"))
        #expect(written.text.dropsNearValidation == (drops ?? true))
    }
}
