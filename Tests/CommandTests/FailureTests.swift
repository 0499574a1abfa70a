import Foundation
import TestSupport
import Testing

/// What is wrong with files: status 1, and on standard error one line that says what, where and
/// what to do; status 64 where the file is a recipe.
@Suite struct FailureTests {
    private let files: TemporaryFolder

    init() throws {
        files = try TemporaryFolder()
    }

    private func expectFailure(
        _ arguments: [String], input: Data = Data(), saying parts: [String],
        location: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try Command.run(arguments, input: input, in: files.url)
        #expect(outcome.status == 1, sourceLocation: location)
        let message = outcome.error.split(separator: "\n").last ?? ""
        #expect(message.hasPrefix("calque: "), "\(outcome.error)", sourceLocation: location)
        for part in parts {
            #expect(message.contains(part), "\(outcome.error)", sourceLocation: location)
        }
    }

    private func train(_ arguments: [String]) -> [String] {
        ["train", "--output", "run", "--updates", "2"] + TinyModel.sizes + arguments
    }

    @Test func noModelDirectory() throws {
        try expectFailure(["translate", "--model", "nowhere"], saying: ["nowhere", "config.json"])
    }

    @Test func filesOfUnequalLength() throws {
        let source = try files.write(["a b", "c d", "e"], to: "s")
        let target = try files.write(["b a", "d c"], to: "t")
        try expectFailure(
            train(["--source", source, "--target", target]), saying: ["3", "2", "lines"])
        #expect(!files.exists("run"))
    }

    @Test func emptyFiles() throws {
        let empty = try files.write([], to: "empty")
        try expectFailure(train(["--source", empty, "--target", empty]), saying: ["no"])
    }

    @Test func bytesThatAreNotUTF8() throws {
        let source = try files.write([0x61, 0x0A, 0xFF, 0x0A], to: "s").path
        let target = try files.write(["a", "b"], to: "t")
        try expectFailure(
            train(["--source", source, "--target", target]),
            saying: [source, "line 2", "--set skip-invalid=true"])
    }

    @Test func missingFile() throws {
        let there = try files.write(["a"], to: "t")
        try expectFailure(
            train(["--source", "missing.txt", "--target", there]), saying: ["missing.txt"])
    }

    @Test(arguments: [
        ("widht: 256", ["widht", "\"width\""]), ("width: wide", ["width", "wide", "whole number"]),
        ("activation: step", ["activation", "step", "relu"]), ("width: [1]", ["width"]),
        ("- width", ["mapping"]), ("width: [", ["YAML"]),
    ])
    func recipe(text: String, parts: [String]) throws {
        try expectRefusal(ofRecipe: text, saying: parts)
    }

    private func expectRefusal(ofRecipe text: String, saying parts: [String]) throws {
        let recipe = try files.write([text], to: "recipe.yaml")
        let outcome = try Command.run(
            ["train", "--output", "run", "--config", recipe], in: files.url)
        #expect(outcome.status == 64)
        let message = outcome.error.prefix { $0 != "\n" }
        #expect(message.hasPrefix("Error: "), "\(outcome.error)")
        for part in ["recipe.yaml"] + parts {
            #expect(message.contains(part), "\(outcome.error)")
        }
    }

    @Test func recipesThatStandForTooMuch() throws {
        let aliases = Array(repeating: "*a", count: 20).joined(separator: ", ")
        for (text, says) in [
            ("a: &a [1]\nb: [\(aliases)]", "aliases"),
            (String(repeating: "# long\n", count: 20_000), "more than the 65536"),
        ] {
            try expectRefusal(ofRecipe: text, saying: [says])
        }
    }

    @Test func nothingToResume() throws {
        try expectFailure(["train", "--output", "run", "--resume"], saying: ["run", "resume"])
    }

    @Test func headsThatDoNotDivideTheWidth() throws {
        let text = try TinyModel.text(in: files)
        let sizes = TinyModel.sizes.map { $0 == "heads=2" ? "heads=3" : $0 }
        let outcome = try Command.run(
            ["train", "--output", "run", "--updates", "2"] + sizes + text, in: files.url)
        #expect(outcome.status == 64)
        #expect(outcome.error.contains("3") && outcome.error.contains("16"), "\(outcome.error)")
        #expect(!files.exists("run"))
    }

    /// Nothing that is scored can be left out, so no option to do so is named.
    @Test(arguments: ["--hypotheses", "--reference"])
    func bytesThatAreNotUTF8AmongWhatIsScored(option: String) throws {
        let good = try files.write(["a", "b"], to: "good")
        let bad = try files.write([0x61, 0x0A, 0xFF, 0x0A], to: "bad").path
        let other = option == "--reference" ? "--hypotheses" : "--reference"
        let arguments = ["evaluate", option, bad, other, good]
        try expectFailure(arguments, saying: [bad, "line 2", "Convert"])
        #expect(try !Command.run(arguments).error.contains("--skip-invalid"))
    }
}
