import Basics

/// What became of the sentences.
public struct DistillationChoice: Sendable, Equatable, Codable, CustomStringConvertible {
    /// Sentences whose chosen translation is learned from.
    public internal(set) var chosen = 0
    /// Sentences that are held out.
    public internal(set) var heldOut = 0
    /// Sentences that are held out elsewhere, too.
    public internal(set) var known = 0
    /// Sentences without a text or a translation.
    public internal(set) var empty = 0
    /// Sentences whose translation is far too short or too long.
    public internal(set) var implausible = 0

    /// The numbers, in words.
    public var description: String {
        var text = "translations: \(chosen.grouped) chosen"
        for (count, what) in [
            (heldOut, "held out"), (known, "left out as held-out text"), (empty, "empty"),
            (implausible, "far too short or too long"),
        ] where count > 0 {
            text += ", \(count.grouped) \(what)"
        }
        return text
    }
}
