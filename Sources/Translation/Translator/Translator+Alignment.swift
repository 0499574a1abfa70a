import Text

extension Translator {
    /// Adds the alignment of the best translation, if it is asked for.
    func aligned(
        _ result: TranslationResult, _ line: SourceLine, _ found: ArraySlice<FoundTranslations>
    ) throws -> TranslationResult {
        guard let alignment else { return result }
        let words = line.words(tokenizer.source)
        let targets = result.alternatives[0].tokensOfParts
        let parts = try zip(zip(words.parts, targets), found).map { part, found in
            let (words, target) = part
            return (
                firstWord: words.firstWord,
                alignment: WordAlignment(
                    PairWords(
                        source: words.words, target: tokenizer.target.words(ofIDs: target)),
                    try found.attention.get()[0], share: model.linkShare(of: alignment))
            )
        }
        var aligned = result
        aligned.alignment = WordAlignment(sourceWords: words.all, joining: parts)
        return aligned
    }
}
