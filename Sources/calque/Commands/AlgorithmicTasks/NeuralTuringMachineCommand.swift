import ArgumentParser

/// `calque ntm`.
struct NeuralTuringMachineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ntm",
        abstract: "Train Neural Turing Machines on the tasks of the paper that introduced them.",
        discussion: """
            A Neural Turing Machine (Graves, Wayne & Danihelka 2014) is a network that writes to \
            and reads from a memory. It learns a task from short sequences, and is tested on \
            longer ones.
            """,
        subcommands: [CopyCommand.self, RepeatCopyCommand.self, AssociativeRecallCommand.self])
}
