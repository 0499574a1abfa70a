import Models
public import Text

/// A sentence for a search.
public struct SearchSentence: Sendable, Equatable {
    /// Token ids of the source, the end token's last.
    public var source: [Int32]
    /// What the translation begins with, without end token: forced decoding. These tokens come
    /// whatever the options forbid, with the model's probabilities and no penalty; for lengths, and
    /// for what is a repetition of them, they count as the others do.
    public var targetPrefix: [Int32]
    /// What it goes on with then; nil for anything.
    var completion: Spelling?
    /// The place of the sentence in the request, from which, with the seed, its random numbers
    /// follow: the line, and the part of the line when it is translated in parts.
    public var place: Place

    /// See ``SearchSentence/place``.
    public struct Place: Sendable, Hashable {
        /// The line, from 0.
        public var line: Int
        /// The part of it, from 0.
        public var part: Int

        /// A part of a line.
        public init(line: Int, part: Int = 0) {
            self.line = line
            self.part = part
        }
    }

    /// A sentence at a place.
    public init(source: [Int32], targetPrefix: [Int32] = [], place: Place) {
        self.source = source
        self.targetPrefix = targetPrefix
        self.place = place
    }
}

/// Sentences that a search translates together.
public struct SearchBatch: Sendable {
    /// The sentences.
    public let sentences: [SearchSentence]
    /// Their sources, as a model reads them.
    public let source: PackedSentences

    /// A batch of sentences; `padding` fills its rows up.
    public init(_ sentences: [SearchSentence], padding: Int32) {
        self.sentences = sentences
        source = PackedSentences(sentences.lazy.map(\.source), fillerID: padding)
    }

    /// The most tokens that the translation of each sentence may have.
    func maximumLengths(
        _ options: SearchOptions, for model: some TranslationModel
    ) -> [Int] {
        sentences.map {
            options.maximumLength(
                sourceCount: $0.source.count, modelMaximum: model.maximumLength)
        }
    }
}
