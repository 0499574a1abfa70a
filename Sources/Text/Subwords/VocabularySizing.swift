extension SentencePieceTrainerOptions {
    /// Texts with no more distinct characters are in an alphabet, of which every letter counts: those
    /// that Chinese and Japanese are written with are thousands, most of them rare.
    private static let alphabetLimit = 1000

    /// The default options, with the vocabulary size and the character coverage that suit a corpus:
    /// what is rare in it is not learnt as a piece, characters take no more than half of the pieces,
    /// and none is left out unless there are very many.
    ///
    /// - Throws: What reading the corpus throws.
    public static func suiting(_ corpus: ParallelCorpus) throws -> SentencePieceTrainerOptions {
        let reader = try corpus.makeReader()
        var pairs = 0
        var characters = Characters()
        while let line = try reader.next() {
            // A memory of many languages has few units in two of them.
            if line.flaw == nil { pairs += 1 }
            for text in [line.source, line.target].compactMap(\.self) { characters.insert(text) }
        }
        var options = SentencePieceTrainerOptions()
        let size = vocabularySize(pairs: pairs)
        options.vocabularySize = max(size, (2 * characters.count + 999) / 1000 * 1000)
        options.characterCoverage = characters.count <= alphabetLimit ? 1 : 0.9995
        return options
    }

    /// The size for an alphabet of letters.
    static func vocabularySize(pairs: Int) -> Int {
        switch pairs {
        case ..<8_000: 1_000
        case ..<20_000: 4_000
        case ..<1_000_000: 8_000
        case ..<4_000_000: 16_000
        default: 32_000
        }
    }
}

/// The distinct Unicode scalars of a text.
private struct Characters {
    private var isKnown = [Bool](repeating: false, count: 0x11_0000)
    private(set) var count = 0

    mutating func insert(_ text: String) {
        for scalar in text.unicodeScalars where !isKnown[Int(scalar.value)] {
            isKnown[Int(scalar.value)] = true
            count += 1
        }
    }
}
