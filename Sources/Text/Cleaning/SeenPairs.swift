import Basics

/// The rules that need what came before: duplicates and boilerplate.
struct SeenPairs {
    private let thresholds: (duplicates: Int?, nearDuplicates: Int?, boilerplate: Int?)
    private var pairs: Sightings
    private var foldedPairs: Sightings
    private var sources: Sightings
    private var targets: Sightings

    /// - Parameters:
    ///   - rules: The rules.
    ///   - limit: The most pairs, and the most sides, that are kept in mind.
    init(_ rules: CleaningRules, limit: Int) {
        func whole(_ rule: CleaningRule) -> Int? { rules[rule].map { Int($0) } }
        thresholds = (whole(.duplicates), whole(.nearDuplicates), whole(.boilerplate))
        pairs = Sightings(limit: limit)
        foldedPairs = Sightings(limit: limit)
        sources = Sightings(limit: limit)
        targets = Sightings(limit: limit)
    }

    /// Whether more has come than is kept in mind.
    var isFull: Bool { [pairs, foldedPairs, sources, targets].contains(where: \.isFull) }

    /// The rule that refuses a pair, nil if none does; it has come now.
    mutating func refusal(_ findings: PairJudge.Findings) -> (rule: CleaningRule, times: Int)? {
        if let most = thresholds.duplicates {
            let times = pairs.see(Self.joined(findings.hashes))
            if times > most { return (.duplicates, times) }
        }
        guard thresholds.nearDuplicates != nil || thresholds.boilerplate != nil else { return nil }
        let times = foldedPairs.see(Self.joined(findings.foldedHashes))
        if let most = thresholds.nearDuplicates, times > most { return (.nearDuplicates, times) }
        guard let most = thresholds.boilerplate, times == 1 else { return nil }
        // A side is counted where it comes with another one than before.
        let sides = (
            sources.see(findings.foldedHashes.source), targets.see(findings.foldedHashes.target)
        )
        return max(sides.0, sides.1) > most ? (.boilerplate, max(sides.0, sides.1)) : nil
    }

    private static func joined(_ hashes: (source: UInt64, target: UInt64)) -> UInt64 {
        RandomSource.mix(hashes.source &+ RandomSource.mix(hashes.target))
    }
}
