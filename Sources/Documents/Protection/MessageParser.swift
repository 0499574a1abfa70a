/// Reads a ``MessageFormat``.
struct MessageParser {
    /// Deeper choices than anybody writes.
    private static let deepest = 16
    /// A longer argument than anybody writes: one that nobody closed ends nowhere.
    private static let longestArgument = 500
    private static let choiceTypes: Set<String> = ["plural", "select", "selectordinal"]

    private let text: ScalarText
    private(set) var place: Int
    private var depth = 0

    init(_ text: ScalarText, at place: Int = 0) {
        self.text = text
        self.place = place
    }

    var isAtEnd: Bool { place >= text.count }

    /// What an apostrophe may quote.
    static func isSyntax(_ scalar: Unicode.Scalar, _ isPlural: Bool) -> Bool {
        scalar == "{" || scalar == "}" || isPlural && scalar == "#"
    }

    /// A message; within a branch up to its closing brace. nil where braces do not balance.
    mutating func message(isNested: Bool, isPlural: Bool) -> [MessageFormat.Part]? {
        var parts: [MessageFormat.Part] = []
        var words = ""
        func flush() {
            if !words.isEmpty { parts.append(.text(words)) }
            words = ""
        }
        while !isAtEnd {
            switch text[place] {
            case "'": words += quote(isPlural)
            case "}":
                flush()
                return isNested ? parts : nil
            case "{":
                guard let argument = argument(isPlural: isPlural) else { return nil }
                flush()
                parts.append(argument)
            case "#" where isPlural:
                flush()
                parts.append(.argument("#"))
                place += 1
            default:
                words.unicodeScalars.append(text[place])
                place += 1
            }
        }
        flush()
        return isNested ? nil : parts
    }

    /// What an apostrophe and what it quotes stand for.
    private mutating func quote(_ isPlural: Bool) -> String {
        place += 1
        if text[place] == "'" {
            place += 1
            return "'"
        }
        guard !isAtEnd, Self.isSyntax(text[place], isPlural) else { return "'" }
        var words = ""
        while !isAtEnd {
            if text[place] == "'" {
                place += 1
                if text[place] != "'" || isAtEnd { break }
            }
            words.unicodeScalars.append(text[place])
            place += 1
        }
        return words
    }

    /// What a brace opens: an argument, or a choice.
    mutating func argument(isPlural: Bool) -> MessageFormat.Part? {
        let start = place
        place += 1
        skipSpace()
        let name = token()
        skipSpace()
        if text[place] == "}", !name.isEmpty { return simple(from: start) }
        guard text[place] == ",", !name.isEmpty else { return nil }
        place += 1
        skipSpace()
        let type = token()
        skipSpace()
        guard Self.choiceTypes.contains(type) else { return format(from: start) }
        guard text[place] == "," else { return nil }
        place += 1
        return choice(from: start, isPlural: isPlural || type != "select")
    }

    private mutating func simple(from start: Int) -> MessageFormat.Part {
        place += 1
        return .argument(text[start..<place])
    }

    /// The rest of `{n, number, ::currency/EUR}`.
    private mutating func format(from start: Int) -> MessageFormat.Part? {
        var open = 1
        while !isAtEnd, place - start < Self.longestArgument {
            if text[place] == "{" { open += 1 }
            if text[place] == "}" { open -= 1 }
            if open == 0 { return simple(from: start) }
            place += 1
        }
        return nil
    }

    private mutating func choice(from start: Int, isPlural: Bool) -> MessageFormat.Part? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { return nil }
        let headEnd = offsetEnd()
        let head = text[start..<headEnd]
        place = headEnd
        var branches: [MessageFormat.Branch] = []
        while true {
            let branchStart = place
            skipSpace()
            if text[place] == "}" {
                guard branches.contains(where: { $0.head.contains("other") }) else { return nil }
                place += 1
                return .choice(
                    .init(head: head, branches: branches, tail: text[branchStart..<place]))
            }
            guard !token().isEmpty else { return nil }
            skipSpace()
            guard text[place] == "{" else { return nil }
            place += 1
            let branchHead = text[branchStart..<place]
            guard let parts = message(isNested: true, isPlural: isPlural) else { return nil }
            place += 1
            branches.append(.init(head: branchHead, message: .init(parts: parts)))
        }
    }

    /// The place behind `offset:1`, or this one.
    private func offsetEnd() -> Int {
        let start = text.end(from: place, while: \.isWhitespace)
        guard text.has("offset:", at: start) else { return place }
        let number = text.end(from: start + 7, while: \.isWhitespace)
        return text.end(from: number, while: \.isASCIIDigit)
    }

    private mutating func skipSpace() {
        place = text.end(from: place, while: \.isWhitespace)
    }

    /// A name, a number, or a selector such as `=0`.
    private mutating func token() -> String {
        let start = place
        place = text.end(from: place) {
            $0.isWordPart || $0 == "=" || $0 == "." || $0 == "-"
        }
        return text[start..<place]
    }
}
