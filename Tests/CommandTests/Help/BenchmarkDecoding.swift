extension HelpText {
    static let benchmarkDecoding = #"""
        OVERVIEW: Measure translation.

        Prints target tokens a second (of the best translation, end tokens not counted)
        over the search alone, without the tokenizer. With --batch 1 sentences are
        translated one after the other on one worker, and the median time of a sentence
        is printed besides. The share of the arithmetic limit is the time that the
        products with weights alone would take, at the rate of products measured in the
        same run, over the time taken.

        USAGE: calque benchmark decoding [--model <folder> ...] [--type <type>] [--workers <n>] --input <file> [--limit <n>] [--beam <n>] [--batch <n>] [--fixed-length <tokens>] [--source-length <tokens>] [--repeat <n>] [--json]

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
          --input <file>          Source sentences, one a line; may be gzip.
          --limit <n>             Translate only the first sentences.
          --beam <n>              Hypotheses kept of every sentence; 1 is greedy
                                  search. (default: 4)
          --batch <n>             Sentences of a batch. (default: 64)
          --fixed-length <tokens> Make every translation so many tokens long, as
                                  untrained models need.
          --source-length <tokens>
                                  Cut the text into sentences of so many tokens, the
                                  end token counted.
          --repeat <n>            Times that everything is translated; the quickest
                                  counts. (default: 3)
          --json                  Print JSON.
          --version               Show the version.
          -h, --help              Show help information.


        """#
}
