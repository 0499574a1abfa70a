extension HelpText {
    static let ntmAssociativeRecall = #"""
        OVERVIEW: Recall the item that followed a given one (section 4.3).

        Items of a few vectors are shown, then one of them again, and the next one is
        asked for. Prints the cross-entropy and the wrong bits of a sequence at several
        numbers of items.

        USAGE: calque ntm associative-recall <options>

        NETWORK:
          --model <model>         A Neural Turing Machine, or an LSTM to compare it
                                  with. (default: ntm) (values: ntm, lstm)
          --controller <controller>
                                  What directs the machine's heads. (default:
                                  feed-forward) (values: feed-forward, lstm)
          --controller-width <n>  Width of the controller. (default: 100; for
                                  associative-recall, feed-forward, 256)
          --slots <n>             Slots of the memory. (default: 128)
          --slot-width <n>        Length of a slot. (default: 20)
          --write-heads <n>       Heads that write. (default: 1; for
                                  associative-recall, feed-forward, 4)
          --read-heads <n>        Heads that read. (default: 1; for associative-recall,
                                  feed-forward, 4)
          --shift-range <n>       Slots that a head can move in a step, to either side.
                                  (default: 1)
          --lstm-layers <n>       Layers of the LSTM. (default: 3)
          --lstm-width <n>        Width of its layers. (default: 256)

        TRAINING:
          --updates <n>           Updates; with --load only where given. (default:
                                  10000)
          --batch <n>             Sequences of an update, all of one length. (default:
                                  32)
          --learning-rate <rate>  The largest learning rate, from which half a cosine
                                  leads down to a tenth. (default: 0.001)
          --warm-up <n>           Updates until the largest learning rate. (default:
                                  100)
          --clip-norm <norm>      Gradients of a larger norm are scaled down to it; 0
                                  leaves them. (default: 0.0)
          --seed <seed>           Decides initial weights and examples. (default: 1)
          --checkpoint-interval <n>
                                  Updates between checkpoints in the folder of
                                  --output. (default: 500)
          --workers, --threads <n>
                                  Threads, each with its share of the work. (default:
                                  one a core)
          --log-interval <n>      Updates between lines of progress where there is no
                                  terminal. (default: 500)

        RESULTS:
          --load <folder>         Evaluate, or with --updates train on, the network
                                  that --output wrote there.
          --output <folder>       Save checkpoints and the trained network in this
                                  folder.
          --resume                Go on with the training in the folder of --output,
                                  with its options.
          --test-sequences <n>    Sequences to try at every length. (default: 200)
          --svg <file>            Draw what a Neural Turing Machine does with a
                                  sequence of the first test length in this file.
          --json                  Print JSON.

        OPTIONS:
          --lengths <from-to>     Items of the sequences trained on. (default: 2-6)
          --item-length <n>       Vectors of an item. (default: 3)
          --bits <n>              Bits of a vector. (default: 6)
          --test-lengths <n,n,…>  Numbers of items to try it on. (default:
                                  2,4,6,8,12,16,20)
          --version               Show the version.
          -h, --help              Show help information.


        """#
}
