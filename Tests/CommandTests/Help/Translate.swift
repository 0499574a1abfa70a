extension HelpText {
    static let translate = #"""
        OVERVIEW: Translate lines of text.

        Reads standard input and writes standard output: one line in, one line out, in
        order. Through a pipe or at a terminal, a line is translated as soon as it is
        there. Every sentence of a line is translated by itself; an empty line stays
        empty. A sentence too long for the model is translated in parts, with a
        warning. A translation that is empty or repeats itself is warned of.

        USAGE: calque translate <options>

        SEARCH:
          --beam <n>              Hypotheses kept of every sentence; 1 is greedy
                                  search. (default: the model's num_beams, else 4; 1
                                  with --sample)
          --length-penalty <α>    Exponent α of the length penalty, by which
                                  log-probabilities are divided, from -2 to 10; 0
                                  compares them as they are. (default: 0.6 for gnmt, 1
                                  for average)
          --length-penalty-form <form>
                                  The length penalty: gnmt is ((5 + length) / 6)^α;
                                  average is length^α, which for an α of 1 compares the
                                  tokens' average log-probabilities. (default: average
                                  with the model's length_penalty, if it has one, else
                                  gnmt) (values: gnmt, average)
          --maximum-length-ratio <ratio>
                                  Longest translation: this times the tokens of the
                                  source, plus the offset. (default: 1.0)
          --maximum-length-offset <tokens>
                                  Tokens of the longest translation besides. (default:
                                  50)
          --minimum-length <tokens>
                                  Tokens before which no translation ends. (default: 0)
          --stopping <stopping>   When the search is done with a sentence. (default: as
                                  the model's early_stopping has it, else exact)
                                  (values: exact, currentLength, beamFilled)
          --repetition-penalty <θ>
                                  Multiply log-probabilities of tokens that the
                                  translation has already by θ: above 1 they become
                                  less likely, and 1 is off. (default: the model's
                                  repetition_penalty, else 1)
          --no-repeat-ngram <n>   Never write the same n tokens in succession twice.
                                  (default: the model's no_repeat_ngram_size, else off)
          --coverage-penalty <β>  Lower the scores of translations that looked too
                                  little at some source token, by β times the logarithm
                                  of their attention to it; 0 is off. (default: 0.0)
          --suppress <piece>      Never write this piece of the target vocabulary, a
                                  space standing for the mark of a word's beginning;
                                  may be given several times.
          --allow-unknown         Let the search choose <unk>, which leaves nothing in
                                  the text, where the model finds it most probable.
          --sample                Draw every token at random, from the model's
                                  distribution, instead of searching.
          --temperature <T>       Divide log-probabilities by T: below 1 the probable
                                  are drawn more often, above 1 less. (default: 1.0)
          --top-k <k>             Draw from the k most probable tokens. (default: from
                                  all)
          --top-p <p>             Draw from the fewest most probable tokens that
                                  together have a probability of at least p. (default:
                                  from all)
          --seed <number>         Decides, with the number of its line, what is drawn
                                  for a sentence. (default: 1)

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
          --lines <what>          What a line is: one of paragraphs is translated
                                  sentence by sentence, and keeps the white space
                                  between them; one of sentences is translated as it
                                  is. (values: paragraphs, sentences; default:
                                  paragraphs)
          --n-best <k>            Write so many translations of every line, best first,
                                  in Marian's format: number of the line from 0 |||
                                  translation ||| F0= log-probability ||| score.
          --scores                Write the score, a tab and the translation.
          --json                  Write a JSON object a line: line, text, score,
                                  logProbability, tokens, isRepetitive, unknownSource,
                                  warnings, and with --n-best the other alternatives.
          --target-prefix <file>  Begin every translation as this file says, line by
                                  line; an empty line says nothing.
          --copy-unknown          Carry what of a line the vocabulary lacks into the
                                  translation as it is written, to where the attention
                                  says.
          --alignment             Write behind every translation which words of the
                                  line it goes with: "das Haus ||| 0-0 1-1", by places
                                  from 0 of what spaces separate.
          --input <file>          Read this file, which may be gzip.
          --output <file>         Write this file. If the work ends early, what is done
                                  is kept in file.partial.
          --skip-invalid          Make lines that are not UTF-8 empty instead of
                                  stopping at them.
          --attention-svg <file>  Draw the attention between the first line and its
                                  translation as SVG.
          --version               Show the version.
          -h, --help              Show help information.


        """#
}
