extension HelpText {
    static let align = #"""
        OVERVIEW: Tell which words of given translations go with which of their
        sources.

        Prints a line for every pair, such as "0-0 1-2 2-1": source words and target
        words that belong together, by their places from 0. Words are what spaces
        separate. A target word goes with the source words that the model looked at
        most when it predicted the word's pieces. With --reference, prints how far the
        alignments of every layer and head are from the right ones instead. A pair that
        the model cannot read, since it is too long or not UTF-8, is named on standard
        error and has an empty line; the exit status is then 1.

        USAGE: calque align [--model <folder> ...] [--type <type>] [--workers <n>] --source <file> --target <file> [--reference <file>] [--soft-alignment] [--alignment-layer <n>] [--alignment-head <n>]

        ALIGNMENT:
          --soft-alignment        Write an object a line instead: {"source": […],
                                  "target": […], "weights": […]}, the words and, for
                                  each target word, its attention to every source word.
          --alignment-layer <n>   Align by this decoder layer, from 0. (default: the
                                  last)
          --alignment-head <n>    Align by this head, from 0. (default: the mean of all)

        OPTIONS:
          --model <folder>        What `calque train --output` wrote, or a Marian model
                                  of the Hugging Face hub. Several are an ensemble,
                                  which predicts with the mean of their probabilities.
          --type <type>           Type of the products; int8 rounds weights and
                                  activations to eight bits. (default: int8 for a model
                                  in eight bits, else the faster of bfloat16 and
                                  float32 on this processor) (values: float32,
                                  bfloat16, int8)
          --workers, --threads <n>
                                  Threads, each with its share of the work. (default:
                                  one a core)
          --source <file>         Source sentences; - is standard input.
          --target <file>         Their translations, line by line; - is standard input.
          --reference <file>      The right alignments, line by line: print error rates
                                  (AER) against them.
          --version               Show the version.
          -h, --help              Show help information.


        """#
}
