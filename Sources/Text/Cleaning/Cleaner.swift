import Basics
import Dispatch

/// Cleans parallel text in one pass: says of every pair whether it stays, and counts why others go.
///
/// Duplicates and boilerplate are known by hashes of what came before, across all texts. Pairs that
/// another rule refuses are not kept in mind.
public struct Cleaner {
    /// The most pairs, and the most texts of a side, whose duplicates are found, unless another
    /// number is given: eight bytes each, and twice as many while the tables grow.
    public static let standardLimit = 50_000_000

    private let judge: PairJudge
    private var seen: SeenPairs
    private var tally: CleaningTally

    /// A cleaner that has seen nothing.
    ///
    /// - Parameters:
    ///   - rules: The rules, and their thresholds.
    ///   - sourceLanguage: The code of the source language, for the rules that ask for it; nil for
    ///     any.
    ///   - targetLanguage: The code of the target language; nil for any.
    ///   - limit: The most pairs whose duplicates are found.
    ///   - seed: Decides which pairs become examples.
    public init(
        _ rules: CleaningRules = CleaningRules(), sourceLanguage: String? = nil,
        targetLanguage: String? = nil, limit: Int = Self.standardLimit, seed: UInt64 = 1
    ) {
        let languages = CleaningLanguages(
            source: sourceLanguage, target: targetLanguage, identifies: rules[.language] != nil)
        judge = PairJudge(rules, languages)
        seen = SeenPairs(rules, limit: limit)
        tally = CleaningTally(
            rules,
            CleaningReport(
                sourceLanguage: languages.codes.source, targetLanguage: languages.codes.target),
            seed: seed)
    }

    /// What was counted so far.
    public var report: CleaningReport { tally.report(lostCount: seen.isFull) }

    /// Goes on with another text; to be said before its first pair.
    ///
    /// - Parameter name: What the report calls it.
    public mutating func begin(_ name: String) { tally.begin(name) }

    /// Tests the next pairs of a text.
    ///
    /// - Parameters:
    ///   - lines: The pairs.
    ///   - workers: The threads that test them; the outcome does not depend on it.
    /// - Returns: For every pair nil if it stays, or the first rule that refuses it.
    public mutating func refusals(
        of lines: [ParallelLine], workers: Int = 1
    ) -> [CleaningRule?] {
        let findings = Self.findings(lines, judge, workers: workers)
        let judge = judge
        var scans = judge.makeScans()
        return zip(lines, findings).map { line, findings in
            var refusals = findings.refusals
            var times: Int?
            if refusals.isEmpty, let found = seen.refusal(findings) {
                refusals = CleaningRuleSet(found.rule)
                times = found.times
            }
            tally.add(line, findings, refusals: refusals) { rule in
                if let times { return Double(times) }
                guard let source = line.source, let target = line.target else { return nil }
                return judge.measure(of: rule, source, target, &scans)
            }
            return refusals.first
        }
    }

    /// The fewest pairs that are worth a thread.
    private static let leastShare = 64

    private static func findings(
        _ lines: [ParallelLine], _ judge: PairJudge, workers: Int
    ) -> [PairJudge.Findings] {
        let shares = max(1, min(workers, lines.count / leastShare))
        var findings = [PairJudge.Findings](repeating: .init(), count: lines.count)
        findings.withUnsafeMutableBufferPointer { buffer in
            // Every share writes its own part.
            nonisolated(unsafe) let buffer = buffer
            DispatchQueue.concurrentPerform(iterations: shares) { share in
                var scans = judge.makeScans()
                let range = lines.count * share / shares..<lines.count * (share + 1) / shares
                for place in range { buffer[place] = judge.findings(lines[place], &scans) }
            }
        }
        return findings
    }
}
