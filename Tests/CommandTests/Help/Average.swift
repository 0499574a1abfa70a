extension HelpText {
    static let average = #"""
        OVERVIEW: Average the weights of checkpoints of one run.

        USAGE: calque average --output <folder> [--run <folder>] [--last <n>] [--overwrite] [<checkpoint> ...]

        ARGUMENTS:
          <checkpoint>            Model directories to average.

        OPTIONS:
          --output <folder>       The model directory to write.
          --run <folder>          A training run, of which to average the last
                                  checkpoints.
          --last <n>              How many of them. (default: 5)
          --overwrite             Replace a model that --output holds already.
          --version               Show the version.
          -h, --help              Show help information.


        """#
}
