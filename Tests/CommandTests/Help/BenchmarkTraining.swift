extension HelpText {
    static let benchmarkTraining = #"""
        OVERVIEW: Measure updates of a Transformer.

        Prints target tokens a second (end tokens counted, padding does not exist) over
        whole updates: batching, forward and backward pass, optimiser. The share of the
        arithmetic limit is the time that the matrix products alone would take, at the
        rate of products measured in the same run, over the time taken.

        USAGE: calque benchmark training [--size <size>] --source <file> --target <file> --tokenizer <file> [--tokens <tokens>] [--steps <n>] [--warmup <n>] [--precision <precision>] [--workers <n>] [--json]

        OPTIONS:
          --size <size>           Named size of the model. (values: tiny, small, base,
                                  big; default: small)
          --source <file>         Source sentences.
          --target <file>         Their translations, line by line.
          --tokenizer <file>      SentencePiece model for both sides.
          --tokens <tokens>       Tokens of an update, over all workers. (default: 4096)
          --steps <n>             Updates that are measured. (default: 8)
          --warmup <n>            Updates before them. (default: 2)
          --precision <precision> Type of products and activations. (default: the
                                  fastest that the processor supports) (values:
                                  float32, bfloat16)
          --workers, --threads <n>
                                  Threads that each compute whole batches. (default:
                                  one a core)
          --json                  Print JSON.
          -h, --help              Show help information.


        """#
}
