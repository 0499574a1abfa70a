extension HelpText {
    static let demo = #"""
        OVERVIEW: Train a small model on an embedded corpus and translate with it.

        A grammar generates sentences from English to French and from Spanish to
        English. A Transformer learns them, translates sentences that it never saw, and
        shows what it looks at.

        USAGE: calque demo [--output <folder>] [--export <folder>] [--from <from>] [--to <to>] [--workers <n>]

        OPTIONS:
          --output <folder>       The folder for corpus, model and pictures; replaces
                                  an earlier demonstration. (default: calque-demo)
          --export <folder>       Only write the corpus of one direction into this
                                  folder: train, validation, test and antecedents (what
                                  do pronouns stand for?), plain text with the language
                                  for an ending, and .alignment with the words that
                                  translate each other.
          --from <from>           Source language of that direction. (values: en, fr,
                                  es; default: en)
          --to <to>               Target language of that direction. (values: en, fr,
                                  es; default: fr)
          --workers, --threads <n>
                                  Threads, each with its share of the work. (default:
                                  one a core)
          --version               Show the version.
          -h, --help              Show help information.


        """#
}
