// What keeps the models of two tokenizers from being used together, as half a sentence that speaks
// of the first and the second; nil if nothing does.

extension TranslationTokenizer {
    /// Whether they number their tokens differently.
    package func vocabularyDifference(from other: TranslationTokenizer) -> String? {
        for (side, one, two) in [
            ("source", source, other.source), ("target", target, other.target),
        ]
        where one.vocabulary != two.vocabulary {
            return "they number their \(side) tokens differently"
        }
        return nil
    }

    /// Whether they are said to be of other languages. Where one is silent, nothing is known.
    package func languageDifference(from other: TranslationTokenizer) -> String? {
        for (side, one, two) in [
            ("from", settings.sourceLanguage, other.settings.sourceLanguage),
            ("to", settings.targetLanguage, other.settings.targetLanguage),
        ] {
            if let one, let two, one != two {
                return "the first translates \(side) \(one), the second \(side) \(two)"
            }
        }
        return nil
    }

    /// Whether they cut text into pieces differently.
    package func segmentationDifference(from other: TranslationTokenizer) -> String? {
        for (side, one, two) in [
            ("source", source, other.source), ("target", target, other.target),
        ]
        where one.model.serialized != two.model.serialized {
            return "they cut \(side) text into pieces with different SentencePiece models"
        }
        return nil
    }
}
