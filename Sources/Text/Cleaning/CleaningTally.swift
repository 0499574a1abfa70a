package import Basics

/// Counts what becomes of pairs, and keeps some of them as examples.
struct CleaningTally {
    /// The examples of every kind.
    static let examples = 8

    private var counts: CleaningReport
    private var samples: [Samples]
    /// The place of every rule among those that are used.
    private let places: [CleaningRule: Int]

    private struct Samples {
        var refused: Reservoir<CleaningReport.Example>
        var short: Reservoir<CleaningReport.Example>
        var nearKept: Reservoir<CleaningReport.Example>
        var nearRefused: Reservoir<CleaningReport.Example>

        init(seed: UInt64, rule: Int) {
            func reservoir(_ kind: Int) -> Reservoir<CleaningReport.Example> {
                Reservoir(
                    capacity: CleaningTally.examples,
                    RandomSource(seed: seed, path: rule, kind))
            }
            (refused, short) = (reservoir(0), reservoir(1))
            (nearKept, nearRefused) = (reservoir(2), reservoir(3))
        }
    }

    init(_ rules: CleaningRules, _ report: CleaningReport, seed: UInt64) {
        let used = CleaningRule.allCases.filter { !$0.isOptional || rules[$0] != nil }
        counts = report
        counts.rules = used.map { .init(rule: $0, threshold: rules[$0]) }
        places = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0) })
        samples = used.indices.map { Samples(seed: seed, rule: $0) }
    }

    /// Goes on with another text.
    mutating func begin(_ name: String) {
        counts.sources.append(.init(name: name))
    }

    /// Counts a pair.
    ///
    /// - Parameters:
    ///   - line: The pair.
    ///   - findings: What was found.
    ///   - refusals: All rules that refuse it.
    ///   - measure: What a rule measured, for examples.
    mutating func add(
        _ line: ParallelLine, _ findings: PairJudge.Findings, refusals: CleaningRuleSet,
        measure: (CleaningRule) -> Double?
    ) {
        let isKept = refusals.isEmpty
        counts.pairs.add(isKept)
        counts.sources[counts.sources.count - 1].pairs.add(isKept)
        if findings.isShort { counts.shortPairs.add(isKept) }
        if let rule = refusals.first { refuse(line, findings, rule, measure) }
        for rule in refusals.rules { counts.rules[places[rule, default: 0]].all += 1 }
        guard isKept, !findings.near.isEmpty else { return }
        let name = counts.sources[counts.sources.count - 1].name
        for rule in findings.near.rules {
            let place = places[rule, default: 0]
            counts.rules[place].nearKept += 1
            samples[place].nearKept.offer { .init(line, name: name, measure: measure(rule)) }
        }
    }

    private mutating func refuse(
        _ line: ParallelLine, _ findings: PairJudge.Findings, _ rule: CleaningRule,
        _ measure: (CleaningRule) -> Double?
    ) {
        counts.sources[counts.sources.count - 1].refused[rule, default: 0] += 1
        let name = counts.sources[counts.sources.count - 1].name
        let place = places[rule, default: 0]
        counts.rules[place].first += 1
        samples[place].refused.offer { .init(line, name: name, measure: measure(rule)) }
        if findings.isShort {
            counts.rules[place].short += 1
            samples[place].short.offer { .init(line, name: name, measure: measure(rule)) }
        }
        if findings.near.contains(CleaningRuleSet(rule)) {
            counts.rules[place].nearRefused += 1
            samples[place].nearRefused.offer { .init(line, name: name, measure: measure(rule)) }
        }
    }

    /// All counts, with the examples in the order in which they came.
    func report(lostCount: Bool) -> CleaningReport {
        var report = counts
        report.lostCount = lostCount
        for (place, samples) in samples.enumerated() {
            report.rules[place].examples = samples.refused.elements
            report.rules[place].shortExamples = samples.short.elements
            report.rules[place].nearKeptExamples = samples.nearKept.elements
            report.rules[place].nearRefusedExamples = samples.nearRefused.elements
        }
        return report
    }
}

extension CleaningReport.Counts {
    fileprivate mutating func add(_ isKept: Bool) {
        read += 1
        if isKept { kept += 1 }
    }
}

/// A sample of what comes, each of it with the same probability (Vitter 1985, algorithm R).
package struct Reservoir<Element> {
    private let capacity: Int
    private var random: RandomSource
    private var count = 0
    private var kept: [(number: Int, element: Element)] = []

    /// A sample of at most so many elements.
    ///
    /// - Parameters:
    ///   - capacity: The most elements.
    ///   - random: Decides which are chosen.
    package init(capacity: Int, _ random: RandomSource) {
        self.capacity = capacity
        self.random = random
    }

    /// What was chosen, in the order in which it came.
    package var elements: [Element] { kept.sorted { $0.number < $1.number }.map(\.element) }

    /// Takes something, which is made only if it is chosen.
    ///
    /// - Parameter make: Makes it.
    package mutating func offer(_ make: () -> Element) {
        count += 1
        if kept.count < capacity {
            kept.append((count, make()))
        } else {
            let place = random.next(below: count)
            if place < capacity { kept[place] = (count, make()) }
        }
    }
}
