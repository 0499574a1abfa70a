import Foundation

/// How many characters are translated in a second, of late.
struct TranslationRate {
    private var characters = 0.0
    private var seconds = 0.0
    private var last: Date?

    /// Counts characters that are done; `idle` where nothing is left to do.
    mutating func count(_ count: Int, at now: Date, idle: Bool) {
        if let last {
            characters = 0.95 * characters + Double(count)
            seconds = 0.95 * seconds + max(0, now.timeIntervalSince(last))
        }
        // Time in which nothing is to be done does not count.
        last = idle ? nil : now
    }

    /// How many seconds so many characters take, by what is known.
    func seconds(for count: Int) -> Int {
        guard characters > 0, seconds > 0 else { return 1 }
        return Int(min(600, max(1, (Double(count) * seconds / characters).rounded(.up))))
    }
}
