extension HelpText {
    static let compare = #"""
        OVERVIEW: Train architectures on the same text, and set them side by side.

        Trains every architecture with as many parameters and for as long, translates a
        test set with each, and prints a table. The models are in folders of their
        names. The same command again goes on where it stopped.

        Without --source the text is the embedded corpus of `calque demo`.

        USAGE: calque compare [<options>] --output <folder>

        TEXT:
          --source <file>         Source sentences, one a line; may be gzip, a pipe, or
                                  - for standard input.
          --target <file>         Their translations, line by line.
          --tsv <file>            Instead of both: lines of source and target with a
                                  tab between them.
          --validation-source <file>
                                  Held-out source sentences.
          --validation-target <file>
                                  Their translations.
          --validation-tsv <file> Instead of both: lines of source and target with a
                                  tab between them.
          --source-language <source-language>
                                  The source language's code, such as en, for the
                                  model's files.
          --target-language <target-language>
                                  The target language's code.
          --minimum-tokens <tokens>
                                  Leave out pairs with fewer tokens on a side; 0 keeps
                                  empty sentences. (default: 1)
          --maximum-tokens <tokens>
                                  Leave out pairs with more tokens on a side. (default:
                                  256)
          --length-ratio <ratio>  Leave out pairs with more tokens on one side for each
                                  of the other; 0 keeps any. (default: 9.0)
          --drop-duplicates/--no-drop-duplicates
                                  Keep only the first of equal pairs. (default:
                                  --no-drop-duplicates)
          --skip-invalid/--no-skip-invalid
                                  Leave out lines that are not UTF-8 instead of
                                  stopping at them. (default: --no-skip-invalid)
          --test-source <file>    Source sentences that the trained models translate.
          --test-target <file>    Their translations.
          --languages <pair>      Without files: the languages of the embedded corpus,
                                  of en, es and fr. (default: en-fr)
          --vocabulary-size <pieces>
                                  Pieces of the vocabulary that all share, at most.
                                  (default: 4000)

        COMPARISON:
          --architectures <list>  Who takes part, with commas between:
                                  transformer,rnn,gru,lstm,additive-attention,ntm,transformer-learned.
                                  (default:
                                  rnn,gru,lstm,additive-attention,transformer,transformer-learned)
          --size <size>           Size of the Transformer, whose number of parameters
                                  all get. (values: tiny, small, base, big; default:
                                  tiny)
          --parameters <n>        Trainable parameters of every model, within ten per
                                  cent: widths are chosen for it. (default: those of
                                  the Transformer of that size)
          --updates <n>           Updates of every model. (default: 2000)
          --minutes <minutes>     Instead: minutes of training of every model.
          --learning-rates <list> Highest learning rates other than the defaults, such
                                  as gru=0.001,lstm=0.002.
          --update-tokens <tokens>
                                  Tokens of an update: the longer side of every pair,
                                  summed over all workers. (default: 2048)
          --dropout <p>           Dropout of all models. (default: 0.1)
          --label-smoothing <ε>   ε of the label smoothing. (default: 0.1)
          --maximum-length <tokens>
                                  The most tokens of a sentence, end token included.
                                  (default: 256)
          --length-limit <tokens> Where sinusoidal and learned positions both take
                                  part, both are also trained on pairs of up to so many
                                  tokens alone, and compared beyond. (default: what
                                  half of the pairs do not exceed)
          --beam <n>              Beam of the test translations; 1 is greedy. (default:
                                  1)
          --precision <precision> Type of products and activations. (default: the
                                  faster on this processor) (values: float32, bfloat16)
          --seed <seed>           Decides initial weights, order of the data and
                                  dropout. (default: 1)

        OPTIONS:
          --output <folder>       The folder to write.
          --workers, --threads <n>
                                  Threads, each with its share of the work. (default:
                                  one a core)
          --json                  Print JSON.
          --version               Show the version.
          -h, --help              Show help information.


        """#
}
