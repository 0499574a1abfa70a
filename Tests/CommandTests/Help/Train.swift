extension HelpText {
    static let train = #"""
        OVERVIEW: Train a model on parallel text.

        Writes a model directory that `calque translate --model` takes, and beside the
        model log.jsonl, the curves in training.svg, the configuration in
        training.yaml, and checkpoints. Ctrl-C ends after the current update and writes
        a checkpoint, and so does a closed terminal; `calque train --output FOLDER
        --resume` goes on.

        USAGE: calque train <options>

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

        TOKENIZER:
          --tokenizer <file>      SentencePiece model for both sides.
          --source-tokenizer <file>
                                  SentencePiece model of the source side.
          --target-tokenizer <file>
                                  SentencePiece model of the target side.
          --vocabulary-size <pieces>
                                  Pieces of a tokenizer that is trained. (default: 1000
                                  to 32000, by the number of pairs and of characters;
                                  8000 for 20,000 to a million pairs)
          --tokenizer-type <tokenizer-type>
                                  What a tokenizer that is trained cuts text into.
                                  (values: bpe, unigram, char, word; default: bpe)
          --character-coverage <share>
                                  Share of the text's characters that get a piece of
                                  their own, from 0.98 to 1. (default: 0.9995)
          --normalization <normalization>
                                  How text is normalised before it is cut. (values:
                                  nmt_nfkc, nmt_nfkc_cf, identity; default: nmt_nfkc)
          --byte-fallback/--no-byte-fallback
                                  Cut characters without a piece into bytes. (default:
                                  --no-byte-fallback)
          --separate-vocabularies/--no-separate-vocabularies
                                  A vocabulary for each side instead of one for both.
                                  (default: --no-separate-vocabularies)
          --subword-sampling <α>  Cut sentences anew in every epoch (BPE-dropout,
                                  unigram sampling); 0.1 is usual. (default: 0.0)

        MODEL:
          --architecture <architecture>
                                  What the model is: the Transformer; an
                                  encoder-decoder of plain recurrent cells, GRUs or
                                  LSTMs without attention; GRUs with additive
                                  attention; or Neural Turing Machines. (values:
                                  transformer, rnn, gru, lstm, additive-attention, ntm;
                                  default: transformer)
          --size <size>           Named size of the model; base and big are the
                                  Transformer paper's. (default: the largest of tiny,
                                  small and base for which there are text and time
                                  enough; small of other architectures) (values: tiny,
                                  small, base, big)
          --width <d>             Width d of every row, or state. (default: the size's)
          --maximum-length <tokens>
                                  The most tokens of a sentence, end token included.
                                  (default: 512)
          --dropout <p>           Dropout of embeddings and of what goes from layer to
                                  layer. (default: 0.1 to 0.3, the more the oftener the
                                  text is seen)
          --separate-embeddings/--no-separate-embeddings
                                  An embedding each for source and target instead of
                                  one for both. (default: --no-separate-embeddings)
          --untied-output/--no-untied-output
                                  An output layer of its own instead of the target
                                  embedding; separates all embeddings. (default:
                                  --no-untied-output)
          --inner-width <d>       Inner width of the feed-forward networks. (default:
                                  the size's)
          --heads <h>             Attention heads; they divide the width. (default: the
                                  size's)
          --encoder-layers <n>    Layers of the encoder. (default: the size's)
          --decoder-layers <n>    Layers of the decoder. (default: the size's)
          --activation <activation>
                                  Non-linearity of the feed-forward networks. (default:
                                  relu) (values: relu, gelu, gelu_new, swish, tanh,
                                  sigmoid)
          --norm <norm>           Layer norm behind the sublayers, as in the paper, or
                                  before them. (default: post) (values: post, pre)
          --positions <positions> Positions computed, as in the paper, or learned.
                                  (default: sinusoidal) (values: sinusoidal, learned)
          --attention-dropout <p> Dropout of attention weights. (default: 0)
          --activation-dropout <p>
                                  Dropout inside the feed-forward networks. (default: 0)
          --layers <n>            Layers of encoder and decoder each. (default: 1)
          --embedding-width <d>   Width of the embeddings. (default: half the width)
          --reading <reading>     In which order the encoder reads the source; with
                                  both, a second encoder reads it from its end.
                                  (default: both with additive-attention, else
                                  reversed) (values: forward, reversed, both)
          --attention <attention> How the decoder scores the source's tokens: with a
                                  layer of its own (additive), or by products, directly
                                  or through a matrix (dot, general). (default:
                                  additive with additive-attention, else none) (values:
                                  none, additive, dot, general)
          --attention-width <d>   Inner width of additive attention. (default: the
                                  width)
          --slots <n>             Slots of the memory. (default: 64)
          --slot-width <n>        Numbers in a slot. (default: 32)
          --read-heads <n>        Heads that read, of encoder and decoder each.
                                  (default: 1)
          --write-heads <n>       Heads that write, of encoder and decoder each.
                                  (default: 1)
          --shift-range <n>       How many slots a head can move in a step, to either
                                  side. (default: 1)

        LEARNING RATE:
          --schedule <schedule>   Learning rate after the linear warm-up: falling with
                                  the inverse square root of the update; the paper's
                                  equation 3; falling as half a cosine to the end of
                                  the run; constant. (default: cosine with --updates,
                                  --epochs or --minutes, else inverse-sqrt) (values:
                                  inverse-sqrt, paper, cosine, constant)
          --learning-rate <rate>  Highest learning rate; of the paper's schedule, the
                                  factor of equation 3. (default: the architecture's
                                  for its width; of the paper's schedule 1)
          --warm-up <updates>     Updates until the highest learning rate, or a share
                                  of the run such as 10%, which is never more than 4000
                                  updates. (default: 15% with --updates, --epochs or
                                  --minutes, but of the paper's schedule 4000; else
                                  1000 for size tiny, 4000 for others)
          --final-learning-rate <rate>
                                  Learning rate at which the cosine ends. (default: 0.0)

        OPTIMISER:
          --adam-beta1 <β>        Decay of Adam's mean gradient. (default: 0.9)
          --adam-beta2 <β>        Decay of Adam's mean squared gradient. (default: 0.98)
          --adam-epsilon <ε>      Added to the root of the latter. (default: 1e-09)
          --weight-decay <share>  Share of every matrix that an update takes away,
                                  times the learning rate (AdamW). (default: 0.0)
          --clip-norm <norm>      Gradients of a larger norm are scaled down to it; 0
                                  leaves them. (default: 0.0)
          --average-decay <decay> Decay of a moving average of the weights, which is
                                  validated and kept instead of them, such as 0.999; 0
                                  for none. (default: 0.0)

        TRAINING:
          --update-tokens <tokens>
                                  Tokens of an update: the longer side of every pair,
                                  summed over all workers. (default: 1024 to 8192,
                                  about a hundredth of the text, and less where time is
                                  short)
          --accumulation <parts>  Parts that a worker cuts its share of an update into:
                                  less memory, and the same update but for rounding and
                                  for what dropout drops. (default: 1)
          --label-smoothing <ε>   ε of the label smoothing. (default: 0.1)
          --precision <precision> Type of products and activations. (default: the
                                  faster on this processor) (values: float32, bfloat16)
          --workers, --threads <n>
                                  Threads, each with its share of the work. (default:
                                  one a core)
          --seed <seed>           Decides initial weights, order of the data and
                                  dropout. (default: 1)
          --updates <n>           Stop after so many updates.
          --epochs <n>            Stop after so many passes over the data.
          --minutes <minutes>     Stop after so many minutes of training.
          --patience <n>          Stop after so many validations in a row with neither
                                  a higher BLEU nor a lower loss than any before.
                                  (default: 10 where nothing else says when to stop)

        VALIDATION AND CHECKPOINTS:
          --validation-interval <updates>
                                  Updates between validations, or a share of the run
                                  such as 10%. After the last update there is always
                                  one. (default: 10%, but at most 500 updates and with
                                  --minutes at least a minute; without a limit four
                                  epochs, but 100 to 500 updates)
          --validation-beam <n>   Beam of the validation translations; 1 is greedy.
                                  (default: 1)
          --validation-tokenize <validation-tokenize>
                                  How the BLEU of a validation cuts lines into words.
                                  (default: 13a, as `calque evaluate` does; char for
                                  text with hardly any spaces) (values: 13a, intl,
                                  char, none)
          --checkpoint-interval <updates>
                                  Updates between checkpoints. (default: 500)
          --kept-checkpoints <n>  Checkpoints kept beside the best. (default: 5)
          --log-interval <updates>
                                  Updates between lines of log.jsonl, and of progress
                                  where there is no terminal. (default: 50)
          --best-by <best-by>     What decides which checkpoint is the best: BLEU, and
                                  between equal scores the loss; or the loss. (values:
                                  bleu, loss; default: bleu)
          --final <final>         The model in the end: the best checkpoint (the last
                                  where there is no validation), the last, or the mean
                                  of the last ones. (values: best, last, average;
                                  default: best)
          --averaged-checkpoints <n>
                                  Checkpoints of that mean. (default: 5)

        OPTIONS:
          --output <folder>       The folder to write.
          --config <recipe.yaml>  YAML mapping of the other options' names to values;
                                  options given override it.
          --resume                Go on with the run in the folder, with its
                                  configuration.
          --overwrite             Delete the run in the folder and begin anew.
          --version               Show the version.
          -h, --help              Show help information.


        """#
}
