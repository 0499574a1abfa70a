extension HelpText {
    static let average = #"""
        OVERVIEW: Average the weights of checkpoints of one run.

        USAGE: calque average --output <folder> [--run <folder>] [--last <n>] [<checkpoint> ...]

        ARGUMENTS:
          <checkpoint>            Model directories to average.

        OPTIONS:
          --output <folder>       The model directory to write.
          --run <folder>          A training run, of which to average the last
                                  checkpoints.
          --last <n>              How many of them. (default: 5)
          -h, --help              Show help information.


        """#
}
