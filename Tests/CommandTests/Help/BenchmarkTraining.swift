extension HelpText {
    static let benchmarkTraining = #"""
        OVERVIEW: Measure updates of a model.

        Prints target tokens a second (end tokens counted, padding does not exist) over
        whole updates: batching, forward and backward pass, optimiser. The share of the
        arithmetic limit is the time that the matrix products alone would take, at the
        rate of products measured in the same run, over the time taken.

        USAGE: calque benchmark training [<options>] --source <file> --target <file> --tokenizer <file>

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

        OPTIONS:
          --source <file>         Source sentences.
          --target <file>         Their translations, line by line.
          --tokenizer <file>      SentencePiece model for both sides.
          --tokens <tokens>       Tokens of an update, over all workers. (default: 4096)
          --steps <n>             Updates that are measured. (default: 8)
          --warmup <n>            Updates before them. (default: 2)
          --precision <precision> Type of products and activations. (default: the
                                  faster on this processor) (values: float32, bfloat16)
          --workers, --threads <n>
                                  Threads, each with its share of the work. (default:
                                  one a core)
          --json                  Print JSON.
          --version               Show the version.
          -h, --help              Show help information.


        """#
}
