extension HelpText {
    static let benchmarkOperations = #"""
        OVERVIEW: Measure single operations.

        Each operation runs on all workers at once, forward, with the shapes of a
        training batch. Its rate stands beside the limit of this machine that is
        measured in the same run: products of large matrices for what calculates,
        copies of large blocks for what moves memory. First come the products of all
        types, and a word when the type that is the default on this processor is not
        the fastest.

        USAGE: calque benchmark operations [--size <size>] [--rows <rows>] [--precision <precision>] [--workers <n>] [--json]

        OPTIONS:
          --size <size>           Named size of the model whose shapes are measured.
                                  (values: tiny, small, base, big; default: base)
          --rows <rows>           Rows of a worker's batch. (default: 2048)
          --precision <precision> Type of products and activations. (default: the
                                  faster on this processor) (values: float32, bfloat16)
          --workers, --threads <n>
                                  Threads, each with its share of the work. (default:
                                  one a core)
          --json                  Print JSON, an object a line.
          --version               Show the version.
          -h, --help              Show help information.


        """#
}
