import ArgumentParser
import Foundation

/// Finds files and folders that would be forgotten: of an option that is given twice, the parser
/// takes the last. (For other options that is a use, for a number may be given over an earlier one.)
enum RepeatedOptions {
    /// Throws a usage error that names such an option.
    ///
    /// - Parameters:
    ///   - arguments: What follows the command's name.
    ///   - command: The command, or one of whose subcommands is called.
    static func check(_ arguments: [String], of command: any ParsableCommand.Type) throws {
        var command = command
        var rest = arguments[...]
        while let word = rest.first, let subcommand = subcommand(word, of: command) {
            command = subcommand
            rest = rest.dropFirst()
        }
        let given = rest.prefix { $0 != "--" }.filter { $0.hasPrefix("--") }
            .map { String($0.dropFirst(2).prefix { $0 != "=" }) }
        let counts = Dictionary(given.map { ($0, 1) }, uniquingKeysWith: +).filter { $0.value > 1 }
        // The description of the command is made only when something is repeated.
        guard !counts.isEmpty else { return }
        for name in try filesReadOnce(by: command) {
            guard let count = counts[name] else { continue }
            throw ValidationError("--\(name) is given \(count) times. Give it once.")
        }
    }

    private static func subcommand(
        _ name: String, of command: any ParsableCommand.Type
    ) -> (any ParsableCommand.Type)? {
        command.configuration.subcommands.first { $0._commandName == name }
    }

    /// The names of the options that take one file or folder.
    private static func filesReadOnce(by command: any ParsableCommand.Type) throws -> [String] {
        let description = try JSONDecoder().decode(
            Description.self, from: Data(command._dumpHelp().utf8))
        return (description.command.arguments ?? [])
            .filter { $0.kind == "option" && !$0.isRepeating && $0.isPath }
            .flatMap { ($0.names ?? []).map(\.name) }
    }

    /// What of the parser's own description of a command is needed here.
    private struct Description: Decodable {
        struct Command: Decodable {
            let arguments: [Argument]?
        }
        struct Argument: Decodable {
            struct Name: Decodable {
                let name: String
            }
            let kind: String
            let isRepeating: Bool
            let names: [Name]?
            let valueName: String?

            /// Such as `file`, `file.safetensors`, `recipe.yaml`, `folder` and `path`.
            var isPath: Bool {
                let name = valueName ?? ""
                return ["file", "folder", "path"].contains(name) || name.contains(".")
            }
        }
        let command: Command
    }
}
