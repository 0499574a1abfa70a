extension HelpText {
    static let evaluate = #"""
        OVERVIEW: Score translations of a test set with BLEU and chrF2.

        Translates the source with a model, or takes translations that exist, and
        prints scores and signatures as sacreBLEU does.

        USAGE: calque evaluate [<options>] --reference <file> ...

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
          --source <file>         Sentences for the model to translate.
          --hypotheses <file>     Translations that exist, instead of a model.
          --reference <file>      Reference translations, line by line; may be given
                                  several times.
          --output <file>         Write the model's translations here.
          --tokenize <tokenize>   How BLEU cuts lines into words. (values: 13a, intl,
                                  char, none; default: 13a)
          --lowercase             Compare lower-cased text.
          --json                  Print JSON.
          -h, --help              Show help information.


        """#
}
