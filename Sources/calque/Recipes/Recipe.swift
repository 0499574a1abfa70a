import ArgumentParser
import CalqueKit
import Foundation
import Yams

/// A YAML file of a command's options: a flat mapping whose keys are their long names.
struct Recipe {
    /// What the mapping says, as if it had been given on the command line.
    let arguments: [String]

    /// Reads a recipe for a command.
    ///
    /// - Throws: `CalqueError` naming the file, the key and what is allowed when the command does
    ///   not take it.
    init(_ path: String, for command: (some ParsableArguments).Type) throws {
        var arguments: [String] = []
        for (key, value) in try Self.mapping(path) {
            guard key != "config" else {
                throw CalqueError(
                    "\(path): \"config\" names another recipe. Copy what it says into this one.")
            }
            let words = try Self.words(key, value, path)
            try Self.check(words, key, value, path, command)
            arguments += words
        }
        self.arguments = arguments
    }

    /// Writes settings as a recipe.
    static func write(_ settings: Settings, to url: URL) throws {
        try AtomicFile.write(Data(yaml(settings).utf8), to: url)
    }

    /// Settings as the text of a recipe.
    static func yaml(_ settings: Settings) throws -> String {
        let pairs = settings.entries.map { (Node($0.name), Node($0.value)) }
        return try Yams.serialize(node: Node(pairs))
    }

    private static func mapping(_ path: String) throws -> [(key: String, value: Node)] {
        let file = try MappedFile(url: path.fileURL, upTo: BoundedYAML.limit)
        let text = String(decoding: file.bytes, as: UTF8.self)
        let root: Node?
        do {
            try BoundedYAML.check(text)
            root = try Yams.compose(yaml: text)
        } catch let problem as FileProblem {
            throw CalqueError("\(path): its lines \(problem.text). Write them out.")
        } catch {
            // The rest is an excerpt of the file.
            let reason = "\(error)".split(separator: "\n").prefix(2).joined(separator: " ")
            throw CalqueError(
                "\(path) is not YAML: \(reason) A recipe has lines such as \"width: 256\".")
        }
        guard let root else { return [] }
        guard let mapping = root.mapping else {
            throw CalqueError(
                "\(path) is not a YAML mapping. A recipe has lines such as \"width: 256\".")
        }
        return mapping.map { ($0.key.string ?? "", $0.value) }
    }

    /// A key and its value as arguments: `--key=value`, or `--key` and `--no-key` for switches.
    private static func words(_ key: String, _ value: Node, _ path: String) throws -> [String] {
        guard let text = value.scalar?.string, !text.isEmpty else {
            throw CalqueError(
                "\(path): \"\(key)\" has no single value. Recipes have lines like \"width: 256\"."
            )
        }
        switch text {
        case "true": return ["--\(key)"]
        case "false": return ["--no-\(key)"]
        default: return ["--\(key)=\(text)"]
        }
    }

    private static func check(
        _ words: [String], _ key: String, _ value: Node, _ path: String,
        _ command: (some ParsableArguments).Type
    ) throws {
        do {
            _ = try command.parse(words)
        } catch {
            throw CalqueError(
                """
                \(path): "\(key)" cannot be "\(value.scalar?.string ?? "")". \
                \(oneSentence(command.message(for: error)))
                """)
        }
    }

    /// A message of ArgumentParser, in which allowed values stand below each other, on one line.
    private static func oneSentence(_ message: String) -> String {
        message.replacing("\n  - ", with: ", ").replacing(":,", with: ":").replacing(
            "\n", with: " ")
    }
}
