/// A message of ICU's MessageFormat: text with arguments, and choices between messages.
///
///     {count, plural, =0 {No files} one {# file} other {# files}} in {folder}
///
/// Braces are parsed as ICU does it: an apostrophe quotes only before a brace, or before `#` within
/// a plural, and two of them are one. Source: ICU User Guide, "Formatting Messages".
package struct MessageFormat: Equatable {
    /// A part of a message.
    package enum Part: Equatable {
        /// Words, as they are read.
        case text(String)
        /// `{name}`, `{n, number}` or `#`, as it is written.
        case argument(String)
        /// One of several messages.
        case choice(Choice)
    }

    /// One of several messages.
    package struct Choice: Equatable {
        /// What is written before the first selector: `{count, plural,`.
        package let head: String
        /// The messages.
        package let branches: [Branch]
        /// What is written behind the last message.
        package let tail: String

        /// A choice.
        package init(head: String, branches: [Branch], tail: String) {
            self.head = head
            self.branches = branches
            self.tail = tail
        }
    }

    /// A message of a choice.
    package struct Branch: Equatable {
        /// The selector with the space around it, and the brace that opens the message.
        package let head: String
        /// The message.
        package var message: MessageFormat

        /// A message of a choice.
        package init(head: String, message: MessageFormat) {
            self.head = head
            self.message = message
        }
    }

    /// Its parts, in order.
    package var parts: [Part]

    /// Parses a whole text; nil when it is no message.
    package init?(_ text: String) {
        var parser = MessageParser(ScalarText(text))
        guard let parts = parser.message(isNested: false, isPlural: false), parser.isAtEnd else {
            return nil
        }
        self.init(parts: parts)
    }

    /// A message of parts.
    package init(parts: [Part]) {
        self.parts = parts
    }

    /// Whether any of its parts is a choice.
    package var hasChoice: Bool {
        parts.contains { if case .choice = $0 { true } else { false } }
    }

    /// Where a choice ends that begins at a place; nil where none does.
    static func choiceEnd(_ text: ScalarText, _ start: Int) -> Int? {
        var parser = MessageParser(text, at: start)
        guard case .choice = parser.argument(isPlural: false) else { return nil }
        return parser.place
    }

    /// The message as it is written.
    ///
    /// - Parameters:
    ///   - isPlural: Whether it is within a plural, where `#` is a number.
    ///   - doublesApostrophes: Whether apostrophes that quote nothing are doubled, too.
    package func written(isPlural: Bool = false, doublesApostrophes: Bool) -> String {
        parts.reduce(into: "") { text, part in
            switch part {
            case .text(let words):
                text += Self.quoted(words, isPlural, doublesApostrophes)
            case .argument(let argument): text += argument
            case .choice(let choice):
                text += choice.written(isPlural, doublesApostrophes)
            }
        }
    }

    private static func quoted(
        _ text: String, _ isPlural: Bool, _ doublesApostrophes: Bool
    ) -> String {
        let scalars = ScalarText(text)
        var quoted = ""
        var place = 0
        while place < scalars.count {
            if MessageParser.isSyntax(scalars[place], isPlural) {
                // With the apostrophes behind it, of which the first would go on with the quote.
                let end = scalars.end(from: place) {
                    MessageParser.isSyntax($0, isPlural) || $0 == "'"
                }
                quoted += "'\(scalars[place..<end].replacing("'", with: "''"))'"
                place = end
                continue
            }
            let next = place + 1
            // At the end a brace may follow: that of the branch, or an argument's.
            let opensQuote =
                next == scalars.count || scalars[next] == "'"
                || MessageParser.isSyntax(scalars[next], isPlural)
            let isApostrophe = scalars[place] == "'"
            quoted +=
                isApostrophe && (doublesApostrophes || opensQuote) ? "''" : scalars[place..<next]
            place = next
        }
        return quoted
    }
}

extension MessageFormat.Choice {
    var isPlural: Bool { head.contains("plural") || head.contains("selectordinal") }

    func written(_ isPlural: Bool, _ doublesApostrophes: Bool) -> String {
        branches.reduce(into: head) { text, branch in
            text += branch.head
            text += branch.message.written(
                isPlural: self.isPlural || isPlural, doublesApostrophes: doublesApostrophes)
            text += "}"
        } + tail
    }
}
