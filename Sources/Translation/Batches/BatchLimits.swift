package import Models

/// How much goes into one batch.
public struct BatchLimits: Sendable, Equatable {
    /// The most tokens of all its sentences together, end tokens included. A single sentence may
    /// have more.
    public var tokens: Int
    /// The most sentences: with the beam size, it bounds the rows of a decoding step.
    public var sentences: Int
    /// The same where a search uses a shortlist. The output layer is computed for the tokens of all of
    /// a batch's sentences, so that of a large batch most of it is nobody's.
    public var sentencesWithShortlist: Int

    /// Limits that fill a core without filling its memory.
    public init(tokens: Int = 4096, sentences: Int = 64, sentencesWithShortlist: Int = 16) {
        precondition(
            tokens > 0 && sentences > 0 && sentencesWithShortlist > 0,
            "batches of \(tokens) tokens and \(sentences) or \(sentencesWithShortlist) sentences")
        self.tokens = tokens
        self.sentences = sentences
        self.sentencesWithShortlist = min(sentences, sentencesWithShortlist)
    }

    /// The most sentences of a batch for a model by a search.
    package func sentences(of model: any TranslationModel, _ options: SearchOptions) -> Int {
        options.usesShortlist && model.hasShortlist ? sentencesWithShortlist : sentences
    }

    /// Puts sentences of like length together, the longest first.
    ///
    /// Where there are too few sentences to fill a batch for every worker, each gets its share.
    ///
    /// - Parameters:
    ///   - lengths: The sentences' lengths in tokens.
    ///   - workers: The number of workers that share the batches.
    /// - Returns: The places of each batch's sentences in `lengths`.
    package func batches(of lengths: [Int], workers: Int) -> [[Int]] {
        let longestFirst = lengths.indices.sorted {
            (lengths[$1], $0) < (lengths[$0], $1)
        }
        let share = (lengths.count + workers - 1) / workers
        var batches: [[Int]] = []
        var filled = 0
        for sentence in longestFirst {
            let length = lengths[sentence]
            if let last = batches.last, last.count < min(sentences, share),
                filled + length <= tokens
            {
                batches[batches.count - 1].append(sentence)
                filled += length
            } else {
                batches.append([sentence])
                filled = length
            }
        }
        return batches
    }
}
