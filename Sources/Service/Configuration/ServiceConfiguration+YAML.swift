import Basics
package import Foundation
import Workflows
import Yams

/// A service's configuration in YAML: a flat mapping of keys to values, of lists to lists.
///
///     model: [en-pt=models/enpt, pt-en=models/pten]
///     char-limit: 5000
extension ServiceConfiguration {
    /// Takes over what a file says; what it says nothing of stays as it is.
    ///
    /// - Throws: `CalqueError` naming the file and everything that is wrong in it.
    package mutating func apply(contentsOf url: URL) throws {
        var problems: [String] = []
        let hint = "It has lines such as \"port: 5000\"."
        for (name, node) in try YAMLFile.mapping(of: url, hint: hint) {
            do {
                try set(name, to: try Self.values(name, node))
            } catch {
                problems.append(error.message)
            }
        }
        guard problems.isEmpty else {
            throw CalqueError(
                "\(url.path): \(problems.joined(separator: "\n"))", kind: .configuration)
        }
    }

    private static func values(_ name: String, _ node: Node) throws(CalqueError) -> [String] {
        let nodes = node.sequence.map { Array($0) } ?? [node]
        let texts = nodes.compactMap(\.scalar?.string)
        guard texts.count == nodes.count else {
            throw CalqueError(
                "\"\(name)\" has neither a value nor a list of values. Keys have lines such as "
                    + "\"port: 5000\".", kind: .configuration)
        }
        return texts
    }
}
