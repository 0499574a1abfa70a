import Foundation
import Testing

/// Input that nobody would write on purpose: never a crash, never a line too few or too many.
@Suite struct TranslateInputTests {
    private let path: String

    init() throws {
        path = try TinyModel.shared.get().path
    }

    private func translate(_ input: Data, _ arguments: String...) throws -> Command.Outcome {
        let outcome = try Command.run(
            ["translate", "--model", path, "--beam", "1"] + arguments, input: input)
        #expect(outcome.status == 0, "\(outcome.error.suffix(500))")
        return outcome
    }

    private static let lines = [
        "", " ", "\t\t", "\u{3000}\u{A0}", "\r", "red dog\r", "\u{0}", "red\u{0}dog",
        "\u{1}\u{2}\u{7}\u{8}\u{B}\u{C}\u{1B}[31m", "\u{7F}\u{85}\u{2028}\u{2029}",
        "👩‍👩‍👧‍👦 🇩🇪 🏳️‍🌈", "日本語のテキスト", "ᚠᚢᚦ 𒀀𒁀 𓀀 ꧁꧂", "e\u{301}\u{301}\u{301}",
        "\u{202E}red\u{202C}", "\u{FEFF}red", "\u{FFFD}\u{FFFE}\u{FFFF}\u{10FFFF}",
        "</s> <pad> <unk> ▁", ">>fra<<", ">><<", "- --help", "red ||| dog",
        String(repeating: " ", count: 10_000) + "red", String(repeating: "a\u{300}", count: 500),
    ]

    @Test(arguments: [[], ["--json"], ["--n-best", "1"], ["--sample", "--temperature", "3"]])
    func oneLineInIsOneLineOut(arguments: [String]) throws {
        let input = Data(Self.lines.joined(separator: "\n").utf8)
        let outcome = try Command.run(
            ["translate", "--model", path, "--beam", "1"] + arguments, input: input)
        #expect(outcome.status == 0, "\(outcome.error.suffix(500))")
        #expect(outcome.lines.count == Self.lines.count)
        guard arguments.isEmpty else { return }
        #expect(outcome.lines.prefix(5).allSatisfy { $0.isEmpty })
    }

    @Test func linesStandBesideTheirTranslationsWhateverIsBetweenThem() throws {
        let between = Self.lines.joined(separator: "\n")
        let outcome = try translate(Data("red dog\n\(between)\nred dog\n".utf8))
        let alone = try translate(Data("red dog\n".utf8))
        #expect(outcome.lines.first == alone.lines[0] && outcome.lines.last == alone.lines[0])
    }

    /// SentencePiece's time grows with the square of a run of characters that it does not know.
    @Test(arguments: [("a", 1_000_000), ("red dog. ", 120_000), ("👩‍👩‍👧‍👦", 5000), ("\u{0}", 50_000)])
    func anEndlessLineIsOneLineWithFewWarnings(part: String, count: Int) throws {
        let long = Data(String(repeating: part, count: count).utf8)
        let outcome = try translate(Data("red\n".utf8) + long + Data("\ndog\n".utf8))
        #expect(outcome.lines.count == 3)
        let warnings = outcome.error.split(separator: "\n").filter { $0.hasPrefix("line 2:") }
        // Parts, cut off, unknown, empty, repeated: a sentence each.
        #expect(warnings.count <= 5 && outcome.error.utf8.count < 2000)
    }

    @Test func nothingIsNoLines() throws {
        #expect(try translate(Data()).output.isEmpty)
        #expect(try translate(Data("\n".utf8)).output == "\n")
        #expect(try translate(Data("red".utf8)).lines.count == 1)
    }
}
