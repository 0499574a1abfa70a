import ArgumentParser

/// `calque ntm`.
struct NeuralTuringMachineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ntm",
        abstract: "Train Neural Turing Machines on the tasks of their paper.",
        discussion: """
            A Neural Turing Machine (Graves, Wayne & Danihelka 2014) is a network that writes to \
            and reads from a memory. It learns a task from short sequences, and is tried on longer \
            ones.
            """,
        subcommands: [CopyCommand.self, RepeatCopyCommand.self, AssociativeRecallCommand.self])
}
