public import Text

extension TransformerConfiguration {
    /// A model of a named size for the vocabulary of a tokenizer; everything else is as in the
    /// paper. The decoder starts from padding, as in Marian.
    public init(_ size: TransformerSize, for tokenizer: TranslationTokenizer) {
        let target = tokenizer.target.vocabulary
        self.init(
            vocabularySize: target.count,
            specialTokens: SpecialTokens(
                start: target.paddingID, end: target.endID, padding: target.paddingID))
        sourceVocabularySize = tokenizer.source.vocabulary.count
        sharesEmbeddings = tokenizer.sharesVocabulary
        apply(size)
    }
}
