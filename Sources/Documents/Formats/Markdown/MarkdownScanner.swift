import Basics

/// Finds the pieces of a paragraph of Markdown.
struct MarkdownScanner {
    /// A bracket that may begin a link.
    struct Bracket {
        /// The number of its node.
        let node: Int
        let isImage: Bool
        /// Where the text behind it begins.
        let textStart: Int
        /// How many runs of delimiters stand before it.
        let delimiterCount: Int
        var isActive = true
    }

    let scalars: [Unicode.Scalar]
    let labels: Set<String>
    var nodes: [MarkdownNode] = []
    var spellings: [Unicode.Scalar: String] = [:]
    var place = 0
    /// The numbers of the nodes that are runs of delimiters and may still match.
    var delimiters: [Int] = []
    var brackets: [Bracket] = []
    /// Where the last run of backticks of each length begins.
    private var lastBackticks: [Int: Int] = [:]

    init(_ scalars: [Unicode.Scalar], labels: Set<String>) {
        self.scalars = scalars
        self.labels = labels
        var place = 0
        while place < scalars.count {
            let count = run(of: "`", at: place)
            if count > 0 { lastBackticks[count] = place }
            place += max(count, 1)
        }
    }

    /// Finds all pieces.
    mutating func scan() {
        while place < scalars.count {
            if !scanMark() { addText(place + 1) }
        }
        matchDelimiters(from: 0)
    }

    /// The text of a part.
    func text(_ range: Range<Int>) -> String { String(scalars[range]) }

    /// The scalar at a place; nil behind the end.
    func scalar(_ place: Int) -> Unicode.Scalar? {
        scalars.indices.contains(place) ? scalars[place] : nil
    }

    /// How many of a scalar stand at a place.
    func run(of scalar: Unicode.Scalar, at place: Int) -> Int {
        scalars[place...].prefix { $0 == scalar }.count
    }
}

// MARK: Pieces

extension MarkdownScanner {
    private mutating func scanMark() -> Bool {
        switch scalars[place] {
        case "\\": scanEscape()
        case "`": scanCode()
        case "<": scanAngle()
        case "&": scanEntity()
        case "*", "_", "~": scanDelimiters()
        case "!" where scalar(place + 1) == "[": openBracket(isImage: true)
        case "[": openBracket(isImage: false)
        case "]": closeBracket()
        case " ", "\n": scanSpace()
        case "h": scanAddress()
        case ":", "{", "$": scanOther()
        default: false
        }
    }

    /// Adds the text up to a place.
    mutating func addText(_ end: Int, _ text: String? = nil) {
        let text = text ?? self.text(place..<end)
        if case .text(var whole)? = nodes.last?.kind {
            let last = nodes.count - 1
            // Nothing else holds the text then, so that it grows without being copied.
            nodes[last].kind = .removed
            whole += text
            nodes[last].kind = .text(whole)
            nodes[last].range = nodes[last].range.lowerBound..<end
        } else {
            nodes.append(MarkdownNode(kind: .text(text), range: place..<end))
        }
        place = end
    }

    /// Adds what is carried up to a place.
    mutating func addAlone(_ end: Int, carrying text: String? = nil, separates: Bool = false) {
        nodes.append(
            MarkdownNode(kind: .alone(carried: text, separates: separates), range: place..<end))
        place = end
    }

    private mutating func scanEscape() -> Bool {
        guard let next = scalar(place + 1) else { return false }
        if next == "\n" {
            addAlone(place + 2, separates: true)
        } else if next.isASCIIPunctuation {
            addText(place + 2, String(next))
        } else {
            return false
        }
        return true
    }

    private mutating func scanCode() -> Bool {
        let count = run(of: "`", at: place)
        let start = place + count
        guard let last = lastBackticks[count], last >= start else {
            addText(start)
            return true
        }
        var end = start
        while end <= last {
            let found = run(of: "`", at: end)
            if found == count {
                let code = text(start..<end).replacing("\n", with: " ")
                addAlone(end + count, carrying: code)
                return true
            }
            end += max(found, 1)
        }
        addText(start)
        return true
    }

    /// A space, or the end of a line, which is hard after two spaces.
    private mutating func scanSpace() -> Bool {
        let spaces = run(of: " ", at: place)
        guard scalar(place + spaces) == "\n" else {
            addText(place + spaces)
            return true
        }
        let end = place + spaces + 1
        if spaces >= 2 {
            addAlone(end, separates: true)
        } else if let next = scalar(end), place > 0,
            Character(scalars[place - 1]).isIdeographic, Character(next).isIdeographic
        {
            addText(end, "")
        } else {
            addText(end, " ")
        }
        return true
    }

    private mutating func scanEntity() -> Bool {
        let end = scalars[place...].prefix(34).firstIndex(of: ";")
        guard let end else { return false }
        let entity = text(place..<end + 1)
        guard
            entity.wholeMatch(of: #/&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});/#)
                != nil
        else { return false }
        if let decoded = CharacterReference.scalar(entity.dropFirst().dropLast()) {
            spellings[decoded] = entity
            addText(end + 1, String(decoded))
        } else {
            addAlone(end + 1)
        }
        return true
    }

    private mutating func scanDelimiters() -> Bool {
        let character = scalars[place]
        let count = run(of: character, at: place)
        let before = place > 0 ? scalars[place - 1] : " "
        let after = scalar(place + count) ?? " "
        if character == "~", count > 2 { return false }
        let isLeft =
            !after.isMarkdownSpace
            && (!after.isMarkdownPunctuation || before.isMarkdownSpace
                || before.isMarkdownPunctuation)
        let isRight =
            !before.isMarkdownSpace
            && (!before.isMarkdownPunctuation || after.isMarkdownSpace
                || after.isMarkdownPunctuation)
        let isWord = character == "_"
        let delimiters = MarkdownDelimiters(
            character: character, count: count,
            canOpen: isLeft && (!isWord || !isRight || before.isMarkdownPunctuation),
            canClose: isRight && (!isWord || !isLeft || after.isMarkdownPunctuation), left: count)
        nodes.append(
            MarkdownNode(kind: .delimiter(delimiters), range: place..<place + count))
        if delimiters.canOpen || delimiters.canClose { self.delimiters.append(nodes.count - 1) }
        place += count
        return true
    }
}

extension Unicode.Scalar {
    /// Whether a backslash before it makes it a character like any other.
    var isASCIIPunctuation: Bool {
        isASCII && (0x21...0x7E).contains(value) && !properties.isAlphabetic
            && properties.numericType == nil
    }

    var isMarkdownSpace: Bool { properties.isWhitespace }

    var isMarkdownPunctuation: Bool {
        if isASCII { return isASCIIPunctuation }
        switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol,
            .currencySymbol, .modifierSymbol, .otherSymbol:
            return true
        default: return false
        }
    }
}
