import CalqueKit
import Foundation

/// One line of a terminal that is written over and over: a bar, figures, and the time that is left.
struct ProgressLine {
    private static let barWidth = 16
    /// Seconds between two drawings: faster than anyone reads, slower than it costs anything.
    private static let interval = 0.1

    private var start: (time: ContinuousClock.Instant, fraction: Double)?
    private var lastDrawn: ContinuousClock.Instant?
    private var isShown = false

    /// Draws the line anew if it is time to.
    ///
    /// - Parameters:
    ///   - fraction: The share of the work that is done; `nil` where nobody knows.
    ///   - figures: What else to say.
    mutating func draw(fraction: Double?, _ figures: [String]) {
        let now = ContinuousClock.now
        if start == nil { start = (now, fraction ?? 0) }
        if let lastDrawn, lastDrawn.duration(to: now).seconds < Self.interval { return }
        lastDrawn = now
        var parts = figures
        if let fraction {
            let left = secondsLeft(fraction, now).map { "  \($0.clock) left" } ?? ""
            parts.insert("\(Self.bar(fraction)) \(Int(fraction * 100))%\(left)", at: 0)
        }
        let line = parts.joined(separator: "  ")
        StandardError.write("\r\u{1B}[K" + line.prefix(StandardError.width - 1))
        isShown = true
    }

    /// Takes the line away, so that others can be written.
    mutating func clear() {
        if isShown { StandardError.write("\r\u{1B}[K") }
        isShown = false
        lastDrawn = nil
    }

    /// As long as the rate so far lets expect.
    private func secondsLeft(_ fraction: Double, _ now: ContinuousClock.Instant) -> Double? {
        guard let start, fraction > start.fraction else { return nil }
        let elapsed = start.time.duration(to: now).seconds
        return elapsed * (1 - fraction) / (fraction - start.fraction)
    }

    /// A bar of which the share is filled.
    static func bar(_ fraction: Double) -> String {
        let filled = Int((min(max(fraction, 0), 1) * Double(barWidth)).rounded(.down))
        return String(repeating: "█", count: filled)
            + String(repeating: "░", count: barWidth - filled)
    }
}
