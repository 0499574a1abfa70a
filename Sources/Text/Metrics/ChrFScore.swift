import Foundation

/// A chrF or chrF++ score.
public struct ChrFScore: Equatable, Sendable, CustomStringConvertible {
    /// The metric's name: `chrF2`; a `+` for each order of words, as in `chrF2++`.
    public let name: String

    /// The score, 0 … 100.
    public let score: Double

    /// Which computation this is, in sacreBLEU's form, such as
    /// `nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0`.
    public let signature: String

    /// The score as sacreBLEU prints it: `chrF2 = 58.31`.
    public var description: String { name + String(format: " = %.2f", score) }

    /// The score that `metric` gave against `referenceCount` references.
    init(score: Double, metric: ChrF, referenceCount: Int) {
        self.score = score
        name = "chrF\(metric.beta)" + String(repeating: "+", count: metric.wordOrder)
        signature = SacreBLEU.signature([
            ("nrefs", "\(referenceCount)"), ("case", metric.lowercase ? "lc" : "mixed"),
            ("eff", metric.epsilonSmoothing ? "no" : "yes"), ("nc", "\(metric.characterOrder)"),
            ("nw", "\(metric.wordOrder)"), ("space", metric.whitespace ? "yes" : "no"),
        ])
    }
}
