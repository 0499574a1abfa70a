import ArgumentParser
import Foundation

/// Finds options that are given twice though a command reads them once: the parser would take the
/// last and forget the others.
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
        guard given.count > 1 else { return }
        for names in try optionsReadOnce(by: command) {
            let uses = given.filter(names.contains)
            guard uses.count > 1 else { continue }
            let spelled = Set(uses).count > 1 ? ", also called --\(uses[1])," : ""
            throw ValidationError(
                "--\(uses[0])\(spelled) is given \(uses.count) times. Give it once.")
        }
    }

    private static func subcommand(
        _ name: String, of command: any ParsableCommand.Type
    ) -> (any ParsableCommand.Type)? {
        command.configuration.subcommands.first { $0._commandName == name }
    }

    /// The names of each option that has one value.
    private static func optionsReadOnce(
        by command: any ParsableCommand.Type
    ) throws -> [Set<String>] {
        let description = try JSONDecoder().decode(
            Description.self, from: Data(command._dumpHelp().utf8))
        return (description.command.arguments ?? [])
            .filter { $0.kind == "option" && !$0.isRepeating }
            .map { Set(($0.names ?? []).map(\.name)) }
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
        }
        let command: Command
    }
}
