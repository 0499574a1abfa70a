extension HelpText {
    static let benchmark = #"""
        OVERVIEW: Measure how fast this machine trains and translates, and how near to
        its limits.

        USAGE: calque benchmark <subcommand>

        OPTIONS:
          --version               Show the version.
          -h, --help              Show help information.

        SUBCOMMANDS:
          training                Measure updates of a model.
          decoding                Measure translation.
          operations              Measure single operations.

          See 'calque help benchmark <subcommand>' for detailed help.

        """#
}
