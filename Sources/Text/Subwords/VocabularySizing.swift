extension SentencePieceTrainerOptions {
    /// Texts with no more distinct characters are in an alphabet, of which every letter counts: those
    /// that Chinese and Japanese are written with are thousands, most of them rare.
    private static let alphabetLimit = 1000
    /// Pieces that a short run does not take away: with half of them, 29,000 captions came to 4 BLEU less.
    private static let fewestOfLargeText = 8_000

    /// The default options, with the vocabulary size and the character coverage that suit a corpus:
    /// what is rare in it is not learnt as a piece, characters take no more than half of the pieces,
    /// and none is left out unless there are very many.
    ///
    /// - Throws: What reading the corpus throws.
    public static func suiting(_ corpus: ParallelCorpus) throws -> SentencePieceTrainerOptions {
        try suiting(CorpusSurvey(corpus))
    }

    /// The options that suit a corpus of which these counts are.
    ///
    /// - Parameters:
    ///   - survey: What was counted.
    ///   - pairsSeen: The pairs that a run has the time to see, where that is limited: a model that sees but
    ///     a part of a large text learns no more pieces well than that part has.
    public static func suiting(
        _ survey: CorpusSurvey, pairsSeen: Int? = nil
    ) -> SentencePieceTrainerOptions {
        var options = SentencePieceTrainerOptions()
        var size = vocabularySize(pairs: survey.pairs)
        if let pairsSeen {
            size = min(size, max(fewestOfLargeText, vocabularySize(pairs: pairsSeen)))
        }
        options.vocabularySize = max(size, (2 * survey.characters + 999) / 1000 * 1000)
        options.characterCoverage = survey.characters <= alphabetLimit ? 1 : 0.9995
        return options
    }

    /// The size for an alphabet of letters.
    private static func vocabularySize(pairs: Int) -> Int {
        switch pairs {
        case ..<8_000: 1_000
        case ..<20_000: 4_000
        case ..<1_000_000: 8_000
        case ..<4_000_000: 16_000
        default: 32_000
        }
    }
}
