import Basics
package import Foundation
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
        for (name, node) in try Self.mapping(url) {
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

    private static func mapping(_ url: URL) throws -> [(name: String, value: Node)] {
        let root = try YAMLFile.root(of: url)
        guard let root else { return [] }
        guard let mapping = root.mapping else {
            throw CalqueError(
                "\(url.path) is not a YAML mapping. It has lines such as \"port: 5000\".",
                kind: .configuration)
        }
        return mapping.map { ($0.key.string ?? "", $0.value) }
    }
}

/// Reading small YAML files of an operator's.
enum YAMLFile {
    /// The value that a file holds; nil where it is empty.
    ///
    /// - Throws: `CalqueError` naming the file.
    static func root(of url: URL) throws -> Node? {
        let file = try MappedFile(url: url, upTo: BoundedYAML.limit, kind: .configuration)
        let text = String(decoding: file.bytes, as: UTF8.self)
        do {
            try BoundedYAML.check(text)
            return try Yams.compose(yaml: text)
        } catch let problem as FileProblem {
            throw CalqueError(
                "\(url.path): its lines \(problem.text). Write them out.", kind: .configuration)
        } catch {
            // The rest is an excerpt of the file.
            let reason = "\(error)".split(separator: "\n").prefix(2).joined(separator: " ")
            throw CalqueError("\(url.path) is not YAML: \(reason)", kind: .configuration)
        }
    }
}
