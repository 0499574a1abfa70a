import Basics
public import Foundation
public import Text
import Yams

/// Rules in YAML: a mapping of rules to thresholds.
///
///     rules:
///       length-ratio: 2.5
///       brackets: off
extension CleaningRules {
    /// Takes over what a file says; rules that it says nothing of stay as they are.
    ///
    /// - Parameter url: The file.
    /// - Throws: `CalqueError` naming the file, the rule and what is allowed.
    public mutating func apply(contentsOf url: URL) throws {
        let hint = "It has a line \"rules:\", and below lines such as \"  length-ratio: 2.5\"."
        for (name, value) in try YAMLFile.mapping(of: url, hint: hint) {
            guard name == "rules", let mapping = value.mapping else {
                throw CalqueError(
                    "\(url.path): \"\(name)\" is no mapping of rules. \(hint)",
                    kind: .configuration)
            }
            for (rule, threshold) in mapping {
                do {
                    try set(rule.string ?? "", to: threshold.scalar?.string ?? "")
                } catch {
                    throw error.prefixed(by: "\(url.path): ")
                }
            }
        }
    }
}
