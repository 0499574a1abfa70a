import Foundation
import Testing

/// The forms in which `calque translate` writes translations.
@Suite struct TranslateOutputTests {
    private let path: String

    init() throws {
        path = try TinyModel.shared.get().path
    }

    private func translate(_ arguments: String..., input: String = "red dog\n\ncat sun\n") throws
        -> Command.Outcome
    {
        let outcome = try Command.run(
            ["translate", "--model", path, "--type", "float32"] + arguments,
            input: Data(input.utf8))
        #expect(outcome.status == 0, "\(outcome.error)")
        return outcome
    }

    @Test func nBestListsAreMarians() throws {
        let outcome = try translate("--beam", "3", "--n-best", "2")
        let pattern =
            /([0-9]+) \|\|\| (.*) \|\|\| F0= (-?[0-9.e+-]+) \|\|\| (-?[0-9.e+-]+)/
        let rows = try outcome.lines.map { try #require(try pattern.wholeMatch(in: $0)).output }
        // The empty line has one translation, the empty one.
        #expect(rows.map(\.1) == ["0", "0", "1", "2", "2"])
        #expect(rows[2].2 == "" && rows[2].3 == "0" && rows[2].4 == "0")
        let best = try translate("--beam", "3").lines
        #expect([rows[0], rows[2], rows[3]].map { String($0.2) } == best)
        for (one, other) in [(0, 1), (3, 4)] {
            let scores = [one, other].map { Double(rows[$0].4) ?? .nan }
            #expect(scores[0] >= scores[1])
            let sums = [one, other].map { Double(rows[$0].3) ?? .nan }
            // The length penalty divides by one, of the empty translation, or more.
            #expect(zip(sums, scores).allSatisfy(<=))
            #expect(zip(sums, scores).contains(where: <))
        }
    }

    @Test func scoresStandBeforeTheTranslations() throws {
        let plain = try translate()
        let scored = try translate("--scores").lines.map {
            $0.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
        }
        #expect(scored.map { String($0[1]) } == plain.lines)
        let json = try translate("--json").objects()
        for (row, object) in zip(scored, json) {
            let score = try #require(object["score"] as? Double)
            #expect(abs((Double(row[0]) ?? .nan) - score) < 1e-4)
        }
    }

    @Test func jsonHasEveryTokenWithItsLogProbability() throws {
        let plain = try translate()
        let rows = try translate("--json").objects()
        #expect(rows.map { $0["text"] as? String } == plain.lines)
        #expect(rows.map { $0["line"] as? Int } == [1, 2, 3])
        for row in rows {
            let names = [
                "line", "text", "score", "logProbability", "tokens", "parts", "isCutOff",
                "isRepetitive", "unknownSource", "warnings",
            ]
            #expect(Set(row.keys) == Set(names))
            let tokens = try #require(row["tokens"] as? [[String: Any]])
            let sum = tokens.reduce(0) { $0 + ($1["logProbability"] as? Double ?? .nan) }
            #expect(abs(sum - (row["logProbability"] as? Double ?? .nan)) < 1e-4)
            #expect(tokens.isEmpty || tokens.last?["piece"] as? String == "</s>")
            #expect(tokens.allSatisfy { $0["id"] is Int })
        }
        // Whether anything is said on standard error, programs can read here.
        let warnings = rows.flatMap { $0["warnings"] as? [String] ?? [] }
        #expect(plain.error.split(separator: "\n").count == warnings.count)
    }

    @Test func jsonHasTheOtherTranslationsOnlyWhenTheyAreAskedFor() throws {
        let rows = try translate("--json", "--n-best", "3").objects()
        let counts = rows.map { ($0["alternatives"] as? [[String: Any]])?.count }
        #expect(counts == [2, nil, 2])
        let alternatives = try #require(rows[0]["alternatives"] as? [[String: Any]])
        let scores = [rows[0]["score"] as? Double] + alternatives.map { $0["score"] as? Double }
        #expect(scores.compactMap { $0 } == scores.compactMap { $0 }.sorted(by: >))
        #expect(
            Set(alternatives[0].keys) == ["text", "score", "logProbability", "tokens"])
    }
}
