import Basics
package import Text
package import Translation

/// Makes a shortlist of parallel text: which target pieces the pieces of a source word become, as its
/// aligned words tell.
///
/// Text is read line by line, and memory is bounded. A pair with a line that is too long, not UTF-8, or
/// asks for a language that the tokenizer lacks counts for nothing.
package struct ShortlistMaking {
    /// What tells which words belong together.
    package enum Aligner {
        /// A file of alignments, as `Alignment` reads them, a line for every pair; `-` is standard
        /// input. Words are what white space separates.
        case file(path: String)
        /// The attention of a model.
        case attention(AttentionReader, AttentionSelection)
    }

    /// A shortlist, and what it was made of.
    package struct Outcome {
        /// The shortlist.
        package let shortlist: Shortlist
        /// How many pairs there were.
        package let counts: PairReader.Counts
        /// The first pairs of the text.
        package let sample: [EncodedPair]
    }

    /// How many of each kind a list has by default, as in Firefox's models.
    package static let standardCount = 50
    /// As many pairs as make figures that hardly depend on chance.
    private static let sampleSize = 10_000

    private let source: String
    private let target: String
    private let aligner: Aligner
    private let tokenizer: TranslationTokenizer
    private let maximumLength: Int
    private let frequentCount: Int
    private let bestCount: Int

    /// A shortlist of text that is aligned in one way or another.
    ///
    /// - Parameters:
    ///   - source: The path of the source sentences, or `-` for standard input.
    ///   - target: The path of their translations, or `-` for standard input.
    ///   - aligner: What tells which words belong together.
    ///   - tokenizer: Whose pieces are listed.
    ///   - maximumLength: The most tokens of a line; pairs with longer lines are left out.
    ///   - frequentCount: How many of the first target pieces, and of the most frequent, every sentence
    ///     may have.
    ///   - bestCount: How many translations every source piece has.
    package init(
        source: String, target: String, aligner: Aligner, tokenizer: TranslationTokenizer,
        maximumLength: Int, frequentCount: Int = Self.standardCount,
        bestCount: Int = Self.standardCount
    ) {
        self.source = source
        self.target = target
        self.aligner = aligner
        self.tokenizer = tokenizer
        self.maximumLength = maximumLength
        self.frequentCount = frequentCount
        self.bestCount = bestCount
    }

    /// Reads the text, and makes the shortlist.
    ///
    /// - Parameter progress: Is told from time to time how many pairs are read, and which share of the
    ///   source that is, if anybody knows.
    /// - Throws: `CalqueError` when a file cannot be read, one has more lines than another, an
    ///   alignment does not fit its pair, or no words belong together.
    package func make(
        progress: (_ count: Int, _ fraction: Double?) -> Void = { _, _ in }
    ) throws -> Outcome {
        var pieces = ShortlistCounts(tokenizer)
        var sample: [EncodedPair] = []
        let counts = try forEachPair(progress: progress) { pair, words, alignment in
            pieces.add(
                source: pair.source, target: pair.target,
                links: alignment.links.map {
                    (words.source[$0.source].tokens, words.target[$0.target].tokens)
                })
            if sample.count < Self.sampleSize { sample.append(pair) }
        }
        guard !pieces.isEmpty else {
            throw CalqueError(
                """
                No word of \(source) goes with a word of \(target), so there is nothing to make a \
                shortlist of. Give the text that the model was trained on.
                """, kind: .input)
        }
        return Outcome(
            shortlist: pieces.shortlist(frequentCount: frequentCount, bestCount: bestCount),
            counts: counts, sample: sample)
    }

    /// Hands all pairs that can be read to `body`, with their words and their alignment.
    private func forEachPair(
        progress: (_ count: Int, _ fraction: Double?) -> Void,
        _ body: (EncodedPair, PairWords, Alignment) -> Void
    ) throws -> PairReader.Counts {
        let reader = try PairReader(
            source: source, target: target, tokenizer: tokenizer, maximumLength: maximumLength)
        switch aligner {
        case .file(let path):
            let file = try AlignmentFile(path: path, ofPairsIn: source)
            let counts = try reader.forEach({ $0.map { $0.words(tokenizer) } }, progress: progress)
            {
                guard case .success(let (pair, words)) = $0 else {
                    _ = try file.next()
                    return
                }
                let alignment = try file.next(
                    sourceWords: words.source.count, targetWords: words.target.count)
                body(pair, words, alignment)
            }
            try file.requireEnd()
            return counts
        case .attention(let attention, let selection):
            return try reader.forEach(
                { try attention.alignments(of: $0, selection) }, progress: progress
            ) {
                guard case .success(let (pair, found)) = $0 else { return }
                body(pair, pair.words(tokenizer), found.alignment)
            }
        }
    }
}
