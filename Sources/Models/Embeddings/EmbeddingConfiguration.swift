import Basics

public import Text

/// The vocabularies of a model, and which of its tables of embeddings are one.
public struct EmbeddingConfiguration: Sendable, Equatable {
    /// Source tokens that exist (`vocab_size`).
    public var sourceVocabularySize: Int
    /// Target tokens that exist (`decoder_vocab_size`); the same where embeddings are shared.
    public var targetVocabularySize: Int
    /// Whether source, target and output share one table (`share_encoder_decoder_embeddings`;
    /// Vaswani et al. 2017, section 3.4).
    public var isShared = true
    /// Whether the output layer's weights are the target embedding (`tie_word_embeddings`; Press &
    /// Wolf 2017).
    public var tiesOutput = true
    /// The tokens that begin, end and fill up.
    public var specialTokens: SpecialTokens
    /// The tensor of a file whose tables are said to be one, but are not: that of every use which
    /// has no table of its own there.
    var commonTable: String?

    /// One table for a shared vocabulary.
    public init(vocabularySize: Int, specialTokens: SpecialTokens) {
        sourceVocabularySize = vocabularySize
        targetVocabularySize = vocabularySize
        self.specialTokens = specialTokens
    }

    /// One table if the tokenizer has one vocabulary, else one for each side. The decoder starts
    /// from padding, as in Marian.
    public init(_ tokenizer: TranslationTokenizer) {
        let target = tokenizer.target.vocabulary
        self.init(
            vocabularySize: target.count,
            specialTokens: SpecialTokens(
                start: target.paddingID, end: target.endID, padding: target.paddingID))
        sourceVocabularySize = tokenizer.source.vocabulary.count
        isShared = tokenizer.sharesVocabulary
    }

    /// Throws `CalqueError` when the sizes do not fit each other.
    public func validate() throws {
        if isShared && sourceVocabularySize != targetVocabularySize {
            throw CalqueError(
                """
                vocab_size is \(sourceVocabularySize) and decoder_vocab_size \
                \(targetVocabularySize), but the embeddings are shared: the two must be equal.
                """, kind: .configuration)
        }
        let common = min(sourceVocabularySize, targetVocabularySize)
        for (token, key, count) in [
            (specialTokens.start, "decoder_start_token_id", targetVocabularySize),
            (specialTokens.end, "eos_token_id", targetVocabularySize),
            (specialTokens.padding, "pad_token_id", common),
        ] where !(0..<Int32(count)).contains(token) {
            throw CalqueError(
                "\(key) is \(token); allowed is a token of the vocabulary, 0 to \(count - 1).",
                kind: .configuration)
        }
    }
}
