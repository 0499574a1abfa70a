extension HelpText {
    static let score = #"""
        OVERVIEW: Tell how probable a model finds given translations.

        Prints the log-probability of every pair, natural logarithm, end token
        included, as soon as it is known. Nothing is translated. A pair that the model
        cannot read, since it is too long or not UTF-8, is named on standard error and
        has the score nan (null in JSON); the exit status is then 1.

        USAGE: calque score [--model <folder> ...] [--type <type>] [--workers <n>] --source <file> --target <file> [--json] [--logits <file.safetensors>]

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
          --json                  Print an object a line: {"score": …, "tokens": […]}.
          --logits <file.safetensors>
                                  Write the tensors logits [tokens, vocabulary], of all
                                  target tokens one after the other, and offsets [pairs
                                  + 1], where each pair begins.
          --version               Show the version.
          -h, --help              Show help information.


        """#
}
