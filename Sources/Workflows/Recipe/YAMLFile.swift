import Basics
package import Foundation
package import Yams

/// Reads small YAML files that people write: settings and the like.
package enum YAMLFile {
    /// The value that a file holds; nil where it is empty.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - hint: A sentence that says what its lines are like.
    /// - Throws: `CalqueError` naming the file.
    package static func root(of url: URL, hint: String) throws -> Node? {
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
            throw CalqueError("\(url.path) is not YAML: \(reason) \(hint)", kind: .configuration)
        }
    }

    /// The keys of a file with their values; none where it is empty.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - hint: A sentence that says what its lines are like.
    /// - Throws: `CalqueError` naming the file.
    package static func mapping(
        of url: URL, hint: String
    ) throws -> [(name: String, value: Node)] {
        guard let root = try root(of: url, hint: hint) else { return [] }
        guard let mapping = root.mapping else {
            throw CalqueError(
                "\(url.path) is not a YAML mapping. \(hint)", kind: .configuration)
        }
        return mapping.map { ($0.key.string ?? "", $0.value) }
    }
}
