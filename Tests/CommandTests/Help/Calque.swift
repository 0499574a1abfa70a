extension HelpText {
    static let calque = #"""
        OVERVIEW: Trains, runs and looks inside translation models.

        Results go to standard output, progress and warnings to standard error. The
        exit status is 0 when a command has done its work, 1 when it failed and 64 when
        it was called wrongly.

        USAGE: calque <subcommand>

        OPTIONS:
          --version               Show the version.
          -h, --help              Show help information.

        SUBCOMMANDS:
          train                   Train a model on parallel text.
          translate               Translate lines of text.
          evaluate                Score translations of a test set with BLEU and chrF2.
          score                   Tell how probable a model finds given translations.
          align                   Tell which words of given translations go with which
                                  of their sources.
          average                 Average the weights of checkpoints of one run.
          convert                 Write a model as a model directory, in a type of your
                                  choice.
          inspect                 Look inside a model.
          compare                 Train architectures on the same text, and set them
                                  side by side.
          benchmark               Measure how fast this machine trains and translates,
                                  and how near to its limits.
          ntm                     Train Neural Turing Machines on the tasks of their
                                  paper.
          demo                    Train a small model on an embedded corpus and
                                  translate with it.

          See 'calque help <subcommand>' for detailed help.

        """#
}
