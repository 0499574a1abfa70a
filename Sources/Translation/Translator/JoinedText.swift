import Basics
import Text

/// Translations of a line's parts, one after the other.
struct JoinedText {
    /// What has been joined. It has no line breaks.
    private(set) var text = ""
    /// How many Unicode scalars that is.
    private var scalarCount = 0

    /// Adds the translation of a part.
    ///
    /// - Parameter gap: The white space between the part and the one before it. It stays as it is
    ///   unless it is nothing or one space: then there is a space, but not after a full stop of
    ///   Chinese and Japanese, which have none. A part without translation has no gap either.
    /// - Returns: The places of the translation's Unicode scalars in the text.
    @discardableResult
    mutating func append(_ translation: String, after gap: String) -> Range<Int> {
        guard !translation.isEmpty else { return scalarCount..<scalarCount }
        if !text.isEmpty { join(separator(gap).onOneLine) }
        let start = scalarCount
        join(translation.onOneLine)
        return start..<scalarCount
    }

    private mutating func join(_ part: String) {
        text += part
        scalarCount += part.unicodeScalars.count
    }

    private func separator(_ gap: String) -> String {
        guard gap.isEmpty || gap == " " else { return gap }
        let last = text.unicodeScalars.last { !$0.closes }
        return last?.endsIdeographicSentences ?? false ? "" : " "
    }
}

extension String {
    /// The text with spaces for line breaks, which a vocabulary of bytes can spell.
    var onOneLine: String {
        guard utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return self }
        return String(unicodeScalars.lazy.map { $0 == "\n" || $0 == "\r" ? " " : $0 })
    }
}
