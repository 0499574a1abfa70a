/// Tests pairs by the rules that look at a pair alone. Any number of threads may use one.
struct PairJudge: Sendable {
    /// What was found in a pair.
    struct Findings: Sendable {
        /// The rules that refuse it.
        var refusals: CleaningRuleSet = []
        /// The rules whose measure is near the threshold.
        var near: CleaningRuleSet = []
        /// Whether both sides have few words.
        var isShort = false
        /// Hashes of the text, and of what it is but for case, digits and punctuation.
        var hashes: (source: UInt64, target: UInt64) = (0, 0)
        var foldedHashes: (source: UInt64, target: UInt64) = (0, 0)
    }

    /// The scans of one thread.
    struct Scans {
        fileprivate var source: SideScan
        fileprivate var target: SideScan
    }

    /// The most words of a line that is called short.
    static let shortWords = 4

    private let tests: [(rule: CleaningRule, set: CleaningRuleSet, threshold: Double)]
    private let languages: CleaningLanguages

    init(_ rules: CleaningRules, _ languages: CleaningLanguages) {
        self.languages = languages
        tests = CleaningRule.allCases.enumerated().compactMap { place, rule in
            rules[rule].map { (rule, CleaningRuleSet(at: place), $0) }
        }
        .filter { Self.isUsed($0.rule, languages) }
    }

    private static func isUsed(_ rule: CleaningRule, _ languages: CleaningLanguages) -> Bool {
        switch rule {
        case .duplicates, .nearDuplicates, .boilerplate: false
        case .script, .language: languages.codes.source != nil || languages.codes.target != nil
        default: true
        }
    }

    /// What one thread needs to test pairs.
    func makeScans() -> Scans {
        Scans(
            source: SideScan(ownScripts: languages.ownScripts.source),
            target: SideScan(ownScripts: languages.ownScripts.target))
    }

    /// Tests a pair.
    func findings(_ line: ParallelLine, _ scans: inout Scans) -> Findings {
        var findings = Findings()
        guard line.flaw == nil, let source = line.source, let target = line.target else {
            findings.refusals = CleaningRuleSet(.unreadable)
            return findings
        }
        let measures = Self.measures(source, target, &scans)
        let words = (measures.source.words, measures.target.words)
        findings.isShort = Self.isShort(words)
        findings.hashes = (measures.source.hash, measures.target.hash)
        findings.foldedHashes = (measures.source.foldedHash, measures.target.foldedHash)
        for (rule, set, threshold) in tests {
            // The language is what takes longest, and is of no use where the pair goes anyway.
            if rule == .language, !findings.refusals.isEmpty { continue }
            guard let measure = measure(of: rule, source, target, measures, threshold) else {
                continue
            }
            if rule.refuses(measure, threshold: threshold) { findings.refusals.insert(set) }
            if rule.isNear(measure, threshold: threshold) { findings.near.insert(set) }
        }
        return findings
    }

    /// The measure of a rule that looks at a pair alone; nil where it says nothing of this one.
    func measure(
        of rule: CleaningRule, _ source: String, _ target: String, _ scans: inout Scans
    ) -> Double? {
        measure(of: rule, source, target, Self.measures(source, target, &scans), 0)
    }

    fileprivate static func isShort(_ words: (source: Int, target: Int)) -> Bool {
        max(words.source, words.target) <= shortWords && min(words.source, words.target) > 0
    }

    private static func measures(
        _ source: String, _ target: String, _ scans: inout Scans
    ) -> PairMeasures {
        PairMeasures(
            source: scans.source.features(of: source), target: scans.target.features(of: target))
    }

    private func measure(
        of rule: CleaningRule, _ source: String, _ target: String, _ measures: PairMeasures,
        _ threshold: Double
    ) -> Double? {
        switch rule {
        case .language:
            languages.probability(source, target, measures, unlessBelow: threshold)
        // A side of which the language is not known has no letters of its own.
        case .script: scriptShare(measures)
        default: measures.measure(of: rule)
        }
    }

    private func scriptShare(_ measures: PairMeasures) -> Double? {
        var known = measures
        if languages.ownScripts.source.isEmpty {
            known = PairMeasures(source: .init(), target: known.target)
        }
        if languages.ownScripts.target.isEmpty {
            known = PairMeasures(source: known.source, target: .init())
        }
        return known.measure(of: .script)
    }
}

/// Tells pairs of at most four words on either side, but of some, from others.
package struct ShortPairs {
    private var scan = SideScan()

    /// One for every thread.
    package init() {}

    /// Whether a pair is short; one that lacks a side is not.
    package mutating func contains(_ line: ParallelLine) -> Bool {
        guard let source = line.source, let target = line.target else { return false }
        return PairJudge.isShort((scan.features(of: source).words, scan.features(of: target).words))
    }
}
