extension HelpText {
    static let inspect = #"""
        OVERVIEW: Look inside a model.

        Prints what the model consists of; with --attention, which source pieces it
        looks at for each piece of the translation.

        USAGE: calque inspect [--model <folder> ...] [--type <type>] [--workers <n>] [--parameters] [--attention <source>] [--target <target>] [--layer <n>] [--head <n>] [--svg <file>]

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
          --parameters            List every parameter with its shape.
          --attention <source>    Show the encoder-decoder attention of this sentence
                                  instead.
          --target <target>       With this translation. (default: the model's own, by
                                  greedy search)
          --layer <n>             Of this decoder layer, from 0. (default: the last)
          --head <n>              Of this head, from 0. (default: the mean of all)
          --svg <file>            Draw the attention in this file, too.
          --version               Show the version.
          -h, --help              Show help information.


        """#
}
