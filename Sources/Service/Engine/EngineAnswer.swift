package import Documents

/// What became of texts.
package struct EngineAnswer: Sendable {
    /// What the texts are written in: what was asked for, or the best guess.
    package let source: String
    package let target: String
    /// The guess, where no source was given.
    package let detected: DetectedLanguage?
    /// The language in between, if there was one.
    package let via: String?
    /// One for every text, in order.
    package let translations: [EngineTranslation]

    /// What became of texts.
    package init(
        source: String, target: String, detected: DetectedLanguage? = nil, via: String? = nil,
        translations: [EngineTranslation]
    ) {
        self.source = source
        self.target = target
        self.detected = detected
        self.via = via
        self.translations = translations
    }
}

/// What became of a text.
package struct EngineTranslation: Sendable {
    package let text: String
    package let alternatives: [String]
    /// The parts of the text that were translated each by itself: lines, paragraphs.
    package let segments: [SegmentTranslation]
    package let warnings: [String]

    /// What became of a text.
    package init(
        text: String, alternatives: [String] = [], segments: [SegmentTranslation] = [],
        warnings: [String] = []
    ) {
        self.text = text
        self.alternatives = alternatives
        self.segments = segments
        self.warnings = warnings
    }
}

/// How a translation may go on.
package struct EngineContinuation: Sendable, Equatable {
    /// The next word.
    package let word: String
    /// The translation with it, up to the end of the line that it is in.
    package let text: String
    /// log P of it after the beginning.
    package let score: Double

    /// A word with what follows it.
    package init(word: String, text: String, score: Double) {
        self.word = word
        self.text = text
        self.score = score
    }
}
