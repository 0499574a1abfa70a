import Foundation
import TestSupport
import Testing

/// What the search options of `calque translate` do, and which do not go together.
@Suite struct TranslateOptionTests {
    private let path: String
    private let files: TemporaryFolder
    private let text = Data("red dog\ncat sun\nblue red\ndog\nred dog\n".utf8)

    init() throws {
        path = try TinyModel.shared.get().path
        files = try TemporaryFolder()
    }

    private func translate(_ arguments: [String]) throws -> Command.Outcome {
        try Command.run(
            ["translate", "--model", path, "--type", "float32"] + arguments, input: text)
    }

    private func lines(_ arguments: String...) throws -> [String] {
        let outcome = try translate(arguments)
        #expect(outcome.status == 0, "\(arguments): \(outcome.error)")
        #expect(outcome.lines.count == 5)
        return outcome.lines
    }

    @Test func everyOptionIsTaken() throws {
        for options in [
            ["--length-penalty-form", "average"], ["--length-penalty", "1.2"],
            ["--length-penalty", "-0.5"], ["--allow-unknown"],
            ["--repetition-penalty", "1.3", "--no-repeat-ngram", "2"],
            ["--coverage-penalty", "0.2"], ["--stopping", "beamFilled"],
        ] {
            let outcome = try translate(options)
            #expect(outcome.status == 0, "\(options): \(outcome.error)")
            #expect(outcome.lines.count == 5)
        }
    }

    @Test func theLengthPenaltyIsTheOneThatWasAskedFor() throws {
        func row(_ arguments: String...) throws -> (sum: Double, score: Double, length: Double) {
            let outcome = try translate(["--json", "--beam", "1"] + arguments)
            let object = try #require(try outcome.objects().first)
            return (
                try #require(object["logProbability"] as? Double),
                try #require(object["score"] as? Double),
                Double(try #require(object["tokens"] as? [Any]).count)
            )
        }
        let average = try row("--length-penalty-form", "average")
        #expect(abs(average.score - average.sum / average.length) < 1e-9)
        let google = try row()
        #expect(abs(google.score - google.sum / pow((5 + google.length) / 6, 0.6)) < 1e-9)
        let none = try row("--length-penalty", "0")
        #expect(none.score == none.sum)
    }

    @Test func sampledLinesFollowFromTheSeed() throws {
        let first = try lines("--sample", "--seed", "5", "--temperature", "2")
        #expect(try lines("--sample", "--seed", "5", "--temperature", "2") == first)
        #expect(try lines("--sample", "--seed", "6", "--temperature", "2") != first)
        #expect(
            try lines("--sample", "--seed", "5", "--temperature", "2", "--workers", "1") == first)
        #expect(first[0] != first[4])
        #expect(try lines("--sample", "--top-k", "1") == lines("--beam", "1"))
        _ = try lines("--sample", "--top-k", "5", "--top-p", "0.9")
    }

    @Test func everyTranslationBeginsWithItsPrefix() throws {
        let prefixes = try files.write(["dog", "", "red cat", "", "sun"], to: "prefixes")
        let translations = try lines("--target-prefix", prefixes)
        let free = try lines()
        #expect(translations[0].hasPrefix("dog") && translations[2].hasPrefix("red cat"))
        #expect(translations[4].hasPrefix("sun"))
        #expect(translations[1] == free[1] && translations[3] == free[3])
    }

    @Test(arguments: [
        (["dog"], "ends before line 2"),
        (["", "", "", "", "", "red"], "goes on with line 6"),
        (
            ["", "red dog cat red dog cat red dog cat red dog cat red dog cat red dog cat"],
            "line 2"
        ),
    ])
    func aPrefixThatDoesNotFitIsNamed(prefixes: [String], message: String) throws {
        let file = try files.write(prefixes, to: "prefixes")
        let outcome = try translate(["--target-prefix", file])
        #expect(outcome.status == 1)
        #expect(outcome.error.contains(message), "\(outcome.error)")
    }

    @Test func unknownTextIsNamedAndCopied() throws {
        let input = Data("red \u{1F600} dog\ncat\n".utf8)
        let arguments = ["translate", "--model", path, "--type", "float32"]
        let plain = try Command.run(arguments, input: input)
        #expect(plain.error.contains("line 1: The vocabulary lacks \"\u{1F600}\""))
        let copied = try Command.run(arguments + ["--copy-unknown"], input: input)
        #expect(copied.status == 0 && !copied.error.contains("vocabulary lacks"))
        #expect(copied.lines[0].contains("\u{1F600}") && copied.lines[1] == plain.lines[1])
        let json = try Command.run(arguments + ["--json"], input: input)
        #expect(json.lines[0].contains(#""unknownSource":[{"end":5,"start":4,"#))
        #expect(json.lines[1].contains(#""unknownSource":[]"#))
        let aligned = try Command.run(arguments + ["--copy-unknown", "--alignment"], input: input)
        #expect(aligned.status == 64)
    }

    @Test func aSuppressedPieceIsNeverWritten() throws {
        let outcome = try translate(["--json", "--suppress", " d", "--suppress", "\u{2581}red"])
        // Whether the vocabulary has them depends on its training: what it lacks is an error.
        let missing = try translate(["--suppress", "no such piece"])
        #expect(missing.status == 64)
        #expect(missing.error.contains("no piece \"no\u{2581}such\u{2581}piece\""))
        if outcome.status == 64 { #expect(outcome.error.contains("has no piece")) }
        let free = try translate(["--json"])
        let pieces = try pieces(free)
        let piece = try #require(pieces.first)
        let suppressed = try translate(["--json", "--suppress", piece])
        #expect(try !self.pieces(suppressed).contains(piece))
    }

    /// Pieces of the translations, the most frequent first.
    private func pieces(_ outcome: Command.Outcome) throws -> [String] {
        var counts: [String: Int] = [:]
        for object in try outcome.objects() {
            for token in object["tokens"] as? [[String: Any]] ?? [] {
                counts[token["piece"] as? String ?? "", default: 0] += 1
            }
        }
        counts["</s>"] = nil
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    @Test(arguments: [
        (["--sample", "--beam", "4"], "Set it to 1"),
        (["--beam", "2", "--n-best", "3"], "beam of 2"),
        (["--sample", "--n-best", "2"], "beam of 1"),
        (["--beam", "1", "--coverage-penalty", "0.2"], "a beam of 1 has no choice"),
        (["--sample", "--temperature", "1e-9"], "from 0.001"),
        (["--beam", "100000"], "from 1 to 1000"),
        (["--length-penalty", "-5"], "from -2 to 10"),
        (["--repetition-penalty", "1e9"], "from 0.01 to 100"),
    ])
    func optionsThatContradictEachOtherAreRefused(arguments: [String], message: String) throws {
        let outcome = try translate(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.error.contains(message), "\(outcome.error)")
        #expect(outcome.output.isEmpty)
    }
}

/// `--model` several times.
@Suite struct EnsembleCommandTests {
    private let path: String

    init() throws {
        path = try TinyModel.shared.get().path
    }

    @Test func aModelWithItselfIsThatModel() throws {
        func translate(_ models: Int) throws -> [String] {
            let arguments = (0..<models).flatMap { _ in ["--model", path] }
            let outcome = try Command.run(
                ["translate", "--type", "float32", "--scores"] + arguments,
                input: Data("red dog\n\ncat\n".utf8))
            #expect(outcome.status == 0, "\(outcome.error)")
            return outcome.lines
        }
        #expect(try translate(2) == translate(1))
    }

    @Test func modelsOfOtherVocabulariesAreRefused() throws {
        let other = try TinyModel(
            sizes: TinyModel.sizes.map { $0.replacing("size=40", with: "size=30") })
        let outcome = try Command.run(
            "translate", "--model", path, "--model", other.path, input: Data("red\n".utf8))
        #expect(outcome.status == 1)
        #expect(outcome.error.contains(other.path) && outcome.error.contains("one vocabulary"))
        #expect(outcome.output.isEmpty)
    }

    @Test func inspectLooksAtOne() throws {
        let outcome = try Command.run("inspect", "--model", path, "--model", path)
        #expect(outcome.status == 64)
        #expect(outcome.error.contains("takes one --model"))
    }
}
