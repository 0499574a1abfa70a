extension HelpText {
    static let ntm = #"""
        OVERVIEW: Train Neural Turing Machines on the tasks of their paper.

        A Neural Turing Machine (Graves, Wayne & Danihelka 2014) is a network that
        writes to and reads from a memory. It learns a task from short sequences, and
        is tried on longer ones.

        USAGE: calque ntm <subcommand>

        OPTIONS:
          --version               Show the version.
          -h, --help              Show help information.

        SUBCOMMANDS:
          copy                    Copy a sequence of random vectors (section 4.1).
          repeat-copy             Copy a sequence as often as is asked for (section
                                  4.2).
          associative-recall      Recall the item that followed a given one (section
                                  4.3).

          See 'calque help ntm <subcommand>' for detailed help.

        """#
}
