import Basics
import Text
import Translation

/// Counts what becomes of scored pairs, and keeps some of them as examples.
struct ScoreTally {
    /// The examples of every kind.
    private static let examples = 8

    private(set) var report: ScoreReport
    private let threshold: Float
    private var short = ShortPairs()
    private var refused: Reservoir<CleaningReport.Example>
    private var shortRefused: Reservoir<CleaningReport.Example>
    private var nearKept = Nearest<CleaningReport.Example>(capacity: examples)
    private var nearRefused = Nearest<CleaningReport.Example>(capacity: examples)

    /// - Parameters:
    ///   - report: What is known before.
    ///   - threshold: The score from which pairs are kept.
    ///   - seed: Decides which pairs are shown.
    init(_ report: ScoreReport, threshold: Float, seed: UInt64) {
        self.report = report
        self.threshold = threshold
        refused = Reservoir(capacity: Self.examples, RandomSource(seed: seed, path: 0))
        shortRefused = Reservoir(capacity: Self.examples, RandomSource(seed: seed, path: 1))
    }

    /// Counts a pair.
    mutating func add(_ line: ParallelLine, _ score: LineScore, text: Int, isKept: Bool) {
        let isShort = short.contains(line)
        report.pairs.add(isKept)
        report.sources[text].pairs.add(isKept)
        if isShort { report.shortPairs.add(isKept) }
        let name = report.sources[text].name
        let value = score.value
        let example = {
            CleaningReport.Example(line, name: name, measure: value.map { $0.asDouble })
        }
        if !isKept {
            refused.offer(example)
            if isShort { shortRefused.offer(example) }
        }
        switch score {
        case .unscored(let reason): report.unscored[reason.rawValue, default: 0] += 1
        case .scored: count(value ?? 0, text)
        }
        guard let value else { return }
        let distance = abs(value - threshold)
        if isKept {
            nearKept.offer(example, distance: distance)
        } else {
            nearRefused.offer(example, distance: distance)
        }
    }

    private mutating func count(_ score: Float, _ text: Int) {
        let bin = min(ScoreReport.binCount - 1, Int(score * Float(ScoreReport.binCount)))
        report.bins[bin].pairs += 1
        report.sources[text].scored += 1
        let (mean, count) = (report.sources[text].meanScore, report.sources[text].scored)
        report.sources[text].meanScore += (Double(score) - mean) / Double(count)
    }

    /// Everything that was counted, with the examples.
    var finished: ScoreReport {
        var report = report
        report.examples = refused.elements
        report.shortExamples = shortRefused.elements
        report.nearKept = nearKept.elements
        report.nearRefused = nearRefused.elements
        return report
    }
}

extension CleaningReport.Counts {
    fileprivate mutating func add(_ isKept: Bool) {
        read += 1
        if isKept { kept += 1 }
    }
}

/// The nearest of what comes; of equals, the first.
private struct Nearest<Element> {
    private let capacity: Int
    private var kept: [(distance: Float, element: Element)] = []

    init(capacity: Int) { self.capacity = capacity }

    /// What was nearest, the nearest first.
    var elements: [Element] { kept.map(\.element) }

    /// Takes something, which is made only if it is kept.
    mutating func offer(_ make: () -> Element, distance: Float) {
        let place = kept.firstIndex { $0.distance > distance } ?? kept.count
        guard place < capacity else { return }
        kept.insert((distance, make()), at: place)
        if kept.count > capacity { kept.removeLast() }
    }
}
