/// Puts text into lines of a width.
enum TextWrapping {
    /// A piece of text that no line break goes into.
    struct Word {
        /// What is written.
        var text: String
        /// How wide it is.
        var width: Int
        /// Whether white space is before it, or a line break may stand there without.
        var gap: Gap

        /// What is between a word and the one before it.
        enum Gap {
            /// A space, or a line break.
            case space
            /// Nothing, or a line break: between ideographs.
            case nothing
            /// A line break.
            case lineBreak
        }
    }

    /// The words of a text: parted at spaces, and between ideographs.
    static func words(of text: String) -> [Word] {
        var collector = WordCollector()
        collector.add(text: text)
        return collector.finish()
    }

    /// Lines of words, each as full as the width lets it be.
    ///
    /// - Parameters:
    ///   - words: The words; the gap of the first is no matter.
    ///   - width: The widest a line may be, without what stands before it; a word that is wider has
    ///     a line of its own.
    ///   - indent: How much of the first line is used.
    static func lines(of words: [Word], width: Int, indent: Int = 0) -> [[Word]] {
        var lines: [[Word]] = []
        var used = indent
        for word in words {
            let space = word.gap == .space ? 1 : 0
            if lines.isEmpty {
                lines.append([word])
                used += word.width
            } else if word.gap == .lineBreak || used + space + word.width > width {
                lines.append([word])
                used = word.width
            } else {
                lines[lines.count - 1].append(word)
                used += space + word.width
            }
        }
        return lines
    }

    /// The text of a line of words.
    static func text(of line: [Word]) -> String {
        line.enumerated().reduce(into: "") { text, word in
            if word.offset > 0, word.element.gap == .space { text += " " }
            text += word.element.text
        }
    }

    /// How many columns a text is wide.
    static func width(of text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + ($1.isWide ? 2 : 1) }
    }

    /// Two lines of a wrapped text as one: with a space between, but not between ideographs.
    static func joined(_ first: String, _ second: some StringProtocol) -> String {
        guard let last = first.last, let next = second.first else { return first + second }
        return first + (last.isIdeographic && next.isIdeographic ? "" : " ") + second
    }
}

extension Character {
    /// Whether it is written without spaces between words: Chinese and Japanese.
    var isIdeographic: Bool {
        guard let value = unicodeScalars.first?.value, value > 0x2E7F else { return false }
        return (0x2E80...0x30FF).contains(value) || (0x3400...0x9FFF).contains(value)
            || (0xF900...0xFAFF).contains(value) || (0xFF00...0xFFEF).contains(value)
            || (0x20000...0x3FFFF).contains(value)
    }

    /// Whether it is two columns wide.
    var isWide: Bool {
        guard let value = unicodeScalars.first?.value, value > 0x10FF else { return false }
        return isIdeographic || (0xAC00...0xD7A3).contains(value)
            || (0x1100...0x115F).contains(value) || (0x1F300...0x1FAFF).contains(value)
    }
}
