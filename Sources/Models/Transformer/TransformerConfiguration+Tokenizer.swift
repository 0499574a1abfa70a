public import Text

extension TransformerConfiguration {
    /// A model of a named size for the vocabulary of a tokenizer; everything else is as in the
    /// paper.
    public init(_ size: ModelSize, for tokenizer: TranslationTokenizer) {
        self.init(EmbeddingConfiguration(tokenizer))
        apply(size)
    }
}
