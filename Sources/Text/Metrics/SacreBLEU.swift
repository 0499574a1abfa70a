import Basics

/// What all metrics that reproduce sacreBLEU (https://github.com/mjpost/sacrebleu) share.
public enum SacreBLEU {
    /// The version of sacreBLEU whose scores are reproduced.
    ///
    /// It stands in the signatures, rather than a version of Calque: a signature says how a score
    /// was computed, so equal computations must have equal signatures, and a score of Calque can be
    /// set beside one from a paper.
    public static let version = "2.6.0"

    /// `name:value|name:value|version:…`.
    static func signature(_ fields: [(name: String, value: String)]) -> String {
        (fields + [("version", version)]).map { "\($0.name):\($0.value)" }.joined(separator: "|")
    }
}

/// Checks that there are a hypothesis and a reference, and that each reference has as many lines as
/// there are hypotheses.
func checkAlignment(hypotheses: [String], references: [[String]]) throws {
    guard !hypotheses.isEmpty, !references.isEmpty else {
        throw CalqueError(
            """
            There is nothing to score: \(hypotheses.count) hypotheses and \(references.count) \
            references. Give at least one line and one reference.
            """, kind: .input)
    }
    for (number, lines) in references.enumerated() where lines.count != hypotheses.count {
        throw CalqueError(
            """
            There are \(hypotheses.count) hypotheses, but reference \(number + 1) has \
            \(lines.count) lines. Give a line of every reference for each hypothesis, in the same \
            order.
            """, kind: .input)
    }
}
