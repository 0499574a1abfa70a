/// What a line of text is to a translator.
public enum LineReading: String, Sendable, CaseIterable, Codable {
    /// A paragraph, of which every sentence is translated by itself: see `SentenceSplitter`.
    ///
    /// Models are trained on sentences, and of several at once they leave most out. The white space
    /// between two sentences comes back as it was, but for one space: Chinese and Japanese have none
    /// after the full stop, and other scripts do.
    case paragraphs
    /// One sentence, whatever is in it.
    case sentences
}
