import Foundation

extension BLEU {
    /// What stands in for the precision of an order that has n-grams but no match, whose logarithm
    /// would make the whole score 0 (Chen and Cherry, 2014, "A Systematic Comparison of Smoothing
    /// Techniques for Sentence-Level BLEU").
    public enum Smoothing: Hashable, Sendable {
        /// `exp`, sacreBLEU's default (method 3, and mteval-v13a's): ½ match for the first order
        /// without one, ¼ for the second, and so on.
        case exponential
        /// `floor` (method 1): this many matches. sacreBLEU's value is 0.1.
        case floor(Double = 0.1)
        /// `add-k` (method 2): this many is added to matches and n-grams of every order above 1.
        /// sacreBLEU's value is 1.
        case addK(Double = 1)
        /// `none`: the precision stays 0.
        case none

        /// The method as it stands in a signature.
        var signature: String {
            switch self {
            case .exponential: "exp"
            case .floor(let value): "floor[\(String(format: "%.2f", value))]"
            case .addK(let value): "add-k[\(String(format: "%.2f", value))]"
            case .none: "none"
            }
        }
    }
}
