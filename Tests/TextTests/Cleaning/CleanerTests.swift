import Basics
import Foundation
import Testing
import Text

@Suite struct CleanerTests {
    private static let nouns = ["dog", "cat", "house", "tree", "boat", "king", "road", "bird"]

    /// Pairs that no rule refuses, each different.
    private static func good(_ count: Int) -> [ParallelLine] {
        (0..<count).map { number in
            let words = sequence(state: number * 7919 + 1) { state -> String? in
                guard state > 0 else { return nil }
                defer { state /= 8 }
                return nouns[state % 8]
            }
            let text = words.joined(separator: " ")
            return ParallelLine(number + 1, "The \(text) here", "Das \(text) dort")
        }
    }

    private func refusals(
        _ lines: [ParallelLine], _ rules: CleaningRules = .init(), workers: Int = 1
    ) -> [CleaningRule?] {
        var cleaner = Cleaner(rules)
        cleaner.begin("text")
        return cleaner.refusals(of: lines, workers: workers)
    }

    @Test func onlyTheFirstOfEqualPairsStays() {
        let lines = [
            ParallelLine(1, "A dog.", "Ein Hund."), ParallelLine(2, "A dog.", "Der Hund."),
            ParallelLine(3, "A dog.", "Ein Hund."), ParallelLine(4, "a DOG", "Ein Hund!"),
            ParallelLine(5, "Page 12", "Seite 12"), ParallelLine(6, "Page 7", "Seite 7"),
        ]
        #expect(refusals(lines) == [nil, nil, .duplicates, .nearDuplicates, nil, .nearDuplicates])
        var rules = CleaningRules()
        rules[.nearDuplicates] = nil
        #expect(refusals(lines, rules) == [nil, nil, .duplicates, nil, nil, nil])
        rules[.duplicates] = 2
        #expect(
            refusals(lines + lines, rules).suffix(6) == [
                .duplicates, nil, .duplicates, nil, nil, nil,
            ])
    }

    @Test func pairsWithoutLettersAreNotTakenForEachOther() {
        let lines = [ParallelLine(1, "10:30", "10.30"), ParallelLine(2, "11:45", "11.45")]
        #expect(refusals(lines) == [nil, nil])
    }

    @Test func aPairThatAnotherRuleRefusesIsNotKeptInMind() {
        let lines = [
            ParallelLine(1, "A dog (", "Ein Hund"), ParallelLine(2, "A dog", "Ein Hund"),
        ]
        #expect(refusals(lines) == [.brackets, nil])
    }

    @Test func aSideThatComesWithManyOthersIsBoilerplate() {
        var lines = Self.good(30).map {
            ParallelLine($0.number, "Read more about it", $0.target ?? "")
        }
        let found = refusals(lines)
        #expect(found.prefix(10).allSatisfy { $0 == nil })
        #expect(found.dropFirst(10).allSatisfy { $0 == .boilerplate })
        // The same pair again and again is no boilerplate.
        var rules = CleaningRules()
        rules[.duplicates] = nil
        rules[.nearDuplicates] = nil
        lines = (1...30).map { ParallelLine($0, "Read more about it", "Mehr darüber lesen") }
        #expect(refusals(lines, rules).allSatisfy { $0 == nil })
    }

    @Test(arguments: [2, 3, 7])
    func theOutcomeDoesNotDependOnTheWorkersOrTheChunks(workers: Int) {
        var source = RandomSource(seed: 3)
        let lines = (1...2000).map { number in
            let word = Self.nouns[source.next(below: 8)]
            let kinds = [
                ("the \(word)", "das \(word)"), ("", "x"), ("a (\(word)", word), ("\(number)", "x"),
            ]
            let pair = kinds[source.next(below: kinds.count)]
            return ParallelLine(number, pair.0, pair.1)
        }
        var one = Cleaner()
        one.begin("text")
        let expected = one.refusals(of: lines)
        var many = Cleaner()
        many.begin("text")
        var found: [CleaningRule?] = []
        for start in stride(from: 0, to: lines.count, by: 700) {
            found += many.refusals(
                of: Array(lines[start..<min(start + 700, 2000)]), workers: workers)
        }
        #expect(found == expected)
        #expect(many.report == one.report)
    }

    @Test func theReportCountsByRuleAndText() throws {
        var cleaner = Cleaner()
        cleaner.begin("a")
        _ = cleaner.refusals(of: [
            .init(1, "A dog.", "Ein Hund."), .init(2, "", "Ein Hund."), .init(3, "<b>A", "Ein ("),
            .init(4, "A house", "Ein Haus"),
        ])
        cleaner.begin("b")
        _ = cleaner.refusals(of: [.init(1, "A dog.", "Ein Hund.")])
        let report = cleaner.report
        #expect(report.pairs.read == 5 && report.pairs.kept == 2)
        #expect(report.sources.map(\.name) == ["a", "b"])
        #expect(report.sources.map(\.pairs.kept) == [2, 0])
        #expect(report.sources.map(\.refused) == [[.minimumWords: 1, .html: 1], [.duplicates: 1]])
        let counts = Dictionary(uniqueKeysWithValues: report.rules.map { ($0.rule, $0) })
        #expect(counts[.html]?.first == 1 && counts[.html]?.all == 1)
        #expect(counts[.brackets]?.first == 0 && counts[.brackets]?.all == 1)
        #expect(counts[.duplicates]?.short == 1 && report.shortPairs.read == 4)
        #expect(counts[.duplicates]?.examples.first?.name == "b")
        let decoded = try JSONDecoder().decode(
            CleaningReport.self, from: JSONEncoder().encode(report))
        #expect(decoded == report)
    }

    @Test func examplesAreSomeOfAllAndFollowFromTheSeed() {
        func examples(seed: UInt64) -> [Int] {
            var cleaner = Cleaner(seed: seed)
            cleaner.begin("text")
            _ = cleaner.refusals(of: (1...1000).map { .init($0, "", "x") })
            return cleaner.report.rules.first { $0.rule == .minimumWords }?.examples.map(\.line)
                ?? []
        }
        #expect(examples(seed: 1) == examples(seed: 1) && examples(seed: 1) != examples(seed: 2))
        #expect(examples(seed: 1).count == 8 && examples(seed: 1).max() ?? 0 > 500)
        // Every line is an example as often as others.
        let all = (0..<200).flatMap { examples(seed: UInt64($0)) }
        #expect(abs(all.reduce(0, +) / all.count - 500) < 50)
    }

    @Test func whatIsNearAThresholdIsSaid() {
        var rules = CleaningRules()
        rules[.maximumWords] = 10
        rules[.nearDuplicates] = nil
        rules[.repeatedWords] = nil
        var cleaner = Cleaner(rules)
        cleaner.begin("text")
        for count in [5, 9, 11, 20] {
            let text = Array(repeating: "word", count: count).joined(separator: " ")
            _ = cleaner.refusals(of: [.init(count, text, text.uppercased() + "!")])
        }
        let rule = cleaner.report.rules.first { $0.rule == .maximumWords }
        #expect(rule?.nearKeptExamples.isEmpty == (rule?.nearKept == 0))
        #expect(rule?.nearRefusedExamples.map(\.measure) == [11])
    }

    @Test func linesThatCannotBeReadAreCounted() {
        var cleaner = Cleaner(.none)
        cleaner.begin("text")
        let line = ParallelLine(number: 1, source: nil, target: "x", flaw: .invalidText)
        #expect(cleaner.refusals(of: [line, .init(2, "", "")]) == [.unreadable, nil])
    }

    @Test func duplicatesBeyondTheLimitAreLostAndSaid() {
        var cleaner = Cleaner(limit: 100)
        cleaner.begin("text")
        let lines = Self.good(150)
        #expect(cleaner.refusals(of: lines).allSatisfy { $0 == nil })
        #expect(cleaner.report.lostCount)
        let again = cleaner.refusals(of: lines)
        #expect(again.count { $0 == .duplicates } == 100 && again.last == .some(nil))
    }
}

@Suite struct CleaningRulesTests {
    @Test func thresholdsAreSetByName() throws {
        var rules = CleaningRules()
        try rules.set("length-ratio", to: "2.5")
        try rules.set("brackets", to: "off")
        try rules.set("numbers", to: "false")
        try rules.set("numbers", to: "on")
        #expect(rules[.lengthRatio] == 2.5 && rules[.brackets] == nil)
        #expect(rules[.numbers] == CleaningRule.numbers.standard)
    }

    @Test(arguments: [
        ("lenght-ratio", "2", "length-ratio"), ("unreadable", "1", "no rule"),
        ("length-ratio", "0.5", "from 1"), ("maximum-words", "1.5", "a whole number"),
        ("letters", "nan", "from 0 to 1"), ("letters", "", "or off"),
    ])
    func whatIsNotAllowedIsSaid(name: String, text: String, words: String) {
        var rules = CleaningRules()
        let error = #expect(throws: CalqueError.self) { try rules.set(name, to: text) }
        #expect(error?.message.contains(words) == true && error?.kind == .configuration)
        #expect(rules == CleaningRules())
    }

    @Test func rulesReadBackAsTheyWere() throws {
        var rules = CleaningRules()
        rules[.brackets] = nil
        rules[.lengthRatio] = 4
        let data = try JSONEncoder().encode(rules)
        #expect(try JSONDecoder().decode(CleaningRules.self, from: data) == rules)
        #expect(String(decoding: data, as: UTF8.self).contains("\"length-ratio\":4"))
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(CleaningRules.self, from: Data(#"{"letters":2}"#.utf8))
        }
    }

    @Test func thresholdsOfPracticeAreAllowed() throws {
        for rule in CleaningRule.allCases where rule.isOptional {
            var rules = CleaningRules.none
            try rules.set(rule.rawValue, to: "\(rule.standard)")
            #expect(rules[rule] == rule.standard)
        }
    }
}
