extension HelpText {
    static let translate = #"""
        OVERVIEW: Translate lines of text.

        Reads standard input and writes standard output: one line in, one line out, in
        order. An empty line stays empty. A line too long for the model is translated
        in parts, with a warning.

        USAGE: calque translate <options>

        SEARCH:
          --beam <n>              Hypotheses kept of every sentence; 1 is greedy
                                  search. (default: 4)
          --length-penalty <α>    Exponent α of the length penalty ((5 + length) /
                                  6)^α, by which log-probabilities are divided; 0
                                  compares them as they are. (default: 0.6)
          --maximum-length-ratio <ratio>
                                  Longest translation: this times the tokens of the
                                  source, plus the offset. (default: 1.0)
          --maximum-length-offset <tokens>
                                  Tokens of the longest translation besides. (default:
                                  50)
          --minimum-length <tokens>
                                  Tokens before which no translation ends. (default: 0)
          --stopping <stopping>   When the search is done with a sentence. (values:
                                  exact, currentLength, beamFilled; default: exact)

        OPTIONS:
          --model <folder>        What `calque train --output` wrote, or a Marian model
                                  of the Hugging Face hub.
          --type <type>           Type of products and activations. (default: the
                                  fastest that the processor supports) (values:
                                  float32, bfloat16)
          --workers, --threads <n>
                                  Threads that each compute whole batches. (default:
                                  one a core)
          --n-best <k>            Write so many translations of every line, best first,
                                  as lines of line number, score and translation with
                                  tabs between them.
          --input <file>          Read this file, which may be gzip.
          --output <file>         Write this file.
          --skip-invalid          Make lines that are not UTF-8 empty instead of
                                  stopping at them.
          --attention-svg <file>  Draw the attention between the first line and its
                                  translation as SVG.
          -h, --help              Show help information.


        """#
}
