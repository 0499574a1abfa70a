extension HelpText {
    static let convert = #"""
        OVERVIEW: Write a model as a model directory, in a type of your choice.

        Rounds the weights of a model directory, or makes one of what Marian's own
        training wrote: model.npz and its vocabularies, which are .spm files, .yml or
        .json mappings, or lists of one piece a line. Where a vocabulary is no .spm
        file, the SentencePiece model that cuts text into its pieces is needed, too.
        Settings for generating translations are kept.

        USAGE: calque convert [--from <from>] --model <path> --output <folder> [--type <type>] [--overwrite] [--source-vocabulary <file>] [--target-vocabulary <file>] [--source-tokenizer <file.spm>] [--target-tokenizer <file.spm>]

        MARIAN:
          --source-vocabulary <file>
                                  The source language's vocabulary.
          --target-vocabulary <file>
                                  The target language's vocabulary. (default: the
                                  source's)
          --source-tokenizer <file.spm>
                                  SentencePiece model of source text. (default: the
                                  vocabulary)
          --target-tokenizer <file.spm>
                                  SentencePiece model of target text. (default: the
                                  vocabulary, or the source's)

        OPTIONS:
          --from <from>           What --model is. (values: model-directory,
                                  marian-npz; default: model-directory)
          --model <path>          The model.
          --output <folder>       The model directory to write.
          --type <type>           Type of the weights in the file. Only Calque reads
                                  int8. (values: float32, bfloat16, float16, int8;
                                  default: float32)
          --overwrite             Replace a model that --output holds already.
          --version               Show the version.
          -h, --help              Show help information.


        """#
}
