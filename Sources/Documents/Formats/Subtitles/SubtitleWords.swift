/// A translation of what several cues say, as words that are dealt out to the cues.
struct SubtitleWords {
    /// What no line break goes into.
    fileprivate struct Word {
        var pieces: [InlineContent.Element]
        var width: Int
        var gap: TextWrapping.Word.Gap
        /// The number of the part it is in.
        var part: Int
    }

    private var words: [Word] = []
    private let partCount: Int
    private let markup: SubtitleMarkup

    /// The words of a translation.
    ///
    /// - Parameters:
    ///   - content: The translation.
    ///   - breaks: The ids of the codes that part cues, of which there is one between two cues.
    ///   - markup: What marks are.
    init(_ content: InlineContent, breaks: Set<Int>, _ markup: SubtitleMarkup) {
        partCount = breaks.count + 1
        self.markup = markup
        var part = 0
        var isOpen = false
        var gap = TextWrapping.Word.Gap.space
        for element in content.elements {
            switch element {
            case .code(let code) where breaks.contains(code.id):
                part = min(part + 1, partCount - 1)
                (isOpen, gap) = (false, .space)
            case .code(let code):
                add(element, width: 0, &isOpen, gap, part)
                if code.separatesWords { (isOpen, gap) = (false, .space) }
            case .text(let text):
                let found = TextWrapping.words(of: text)
                if text.first?.isLineSpace ?? false { (isOpen, gap) = (false, .space) }
                for (number, word) in found.enumerated() {
                    if number > 0 { (isOpen, gap) = (false, word.gap) }
                    add(.text(word.text), width: word.width, &isOpen, gap, part)
                }
                if text.last?.isLineSpace ?? false { (isOpen, gap) = (false, .space) }
            }
        }
        settle()
    }

    private mutating func add(
        _ piece: InlineContent.Element, width: Int, _ isOpen: inout Bool,
        _ gap: TextWrapping.Word.Gap, _ part: Int
    ) {
        if isOpen, !words.isEmpty {
            words[words.count - 1].pieces.append(piece)
            words[words.count - 1].width += width
        } else {
            words.append(Word(pieces: [piece], width: width, gap: gap, part: part))
            isOpen = true
        }
    }

    /// Has what ends a clause stand with the word before it, and what is nothing but marks with its
    /// neighbour.
    private mutating func settle() {
        for place in words.indices.dropFirst().reversed() {
            let text = words[place].text
            let isStop = !text.isEmpty && text.allSatisfy { ".,!?;:…)]}»”’、。！？".contains($0) }
            let isApart = words[place].part != words[place - 1].part
            guard isStop && isApart || text.isEmpty && words[place].endsSomething else { continue }
            words[place - 1].pieces += words[place].pieces
            words[place - 1].width += words[place].width
            words.remove(at: place)
        }
        if words.count > 1, words[0].text.isEmpty {
            words[1].pieces = words[0].pieces + words[1].pieces
            words[1].part = words[0].part
            words.removeFirst()
        }
    }

    /// Whether there is nothing to read.
    var isEmpty: Bool { words.allSatisfy { $0.width == 0 } }
}

extension SubtitleWords {
    /// Deals the words out by how long the cues' own texts were, if a cue would have none or more
    /// than it can show.
    ///
    /// - Parameters:
    ///   - widths: How wide the cues' own texts are.
    ///   - room: How wide a text may be that a cue can show.
    mutating func deal(widths: [Int], room: Int) {
        var used = [Int](repeating: 0, count: partCount)
        for word in words { used[word.part] += word.width + 1 }
        let isFull = used.contains { $0 > room + 1 } && used.reduce(0, +) <= room * partCount
        guard used.contains(0) || isFull, words.count >= partCount else { return }
        let total = Double(max(words.reduce(0) { $0 + $1.width + 1 }, 1))
        let whole = Double(max(widths.reduce(0, +), 1))
        var (place, done) = (0, 0)
        var sum = 0.0
        for part in 0..<partCount {
            sum += Double(widths[part]) / whole * total
            let first = place
            let last = words.count - (partCount - 1 - part)
            while place < last {
                let middle = Double(done) + Double(words[place].width + 1) / 2
                guard place == first || part == partCount - 1 || middle <= sum else { break }
                words[place].part = part
                done += words[place].width + 1
                place += 1
            }
        }
    }

    /// The text of a part, in lines.
    ///
    /// A part without words, of a translation that has fewer words than cues, shows the words of the
    /// part before: two cues of one sentence then say the same, and none is empty.
    func lines(of part: Int, width: Int, count: Int) -> [String] {
        let shown = words.contains { $0.part == part } ? part : nearest(part)
        var open: [InlineCode] = []
        for word in words where word.part < shown { track(word.pieces, &open) }
        let beginning = open.map(\.markup).joined()
        var parts: [TextWrapping.Word] = []
        for word in words where word.part == shown {
            track(word.pieces, &open)
            parts.append(
                TextWrapping.Word(text: written(word.pieces), width: word.width, gap: word.gap))
        }
        guard !parts.isEmpty else { return [] }
        parts[0].text = beginning + parts[0].text
        parts[parts.count - 1].text += open.reversed().map { endMarkup(of: $0.id) }.joined()
        return Self.balanced(parts, width: width, count: count).map(TextWrapping.text)
    }

    private func nearest(_ part: Int) -> Int {
        words.last { $0.part < part }?.part ?? words.first?.part ?? part
    }

    /// As few lines as the width needs and the count allows, about equally long.
    private static func balanced(
        _ words: [TextWrapping.Word], width: Int, count: Int
    ) -> [[TextWrapping.Word]] {
        let wanted = min(TextWrapping.lines(of: words, width: width).count, max(count, 1))
        let total = words.reduce(0) { $0 + $1.width + 1 }
        var least = max(total / wanted, 1)
        while true {
            let lines = TextWrapping.lines(of: words, width: least)
            if lines.count <= wanted { return lines }
            least += 1
        }
    }

    private func track(_ pieces: [InlineContent.Element], _ open: inout [InlineCode]) {
        for case .code(let code) in pieces {
            if code.role == .begin { open.append(code) }
            if code.role == .end { open.removeAll { $0.id == code.id } }
        }
    }

    private func endMarkup(of id: Int) -> String {
        for word in words {
            for case .code(let code) in word.pieces where code.id == id && code.role == .end {
                return code.markup
            }
        }
        return ""
    }

    private func written(_ pieces: [InlineContent.Element]) -> String {
        pieces.reduce(into: "") { text, piece in
            switch piece {
            case .text(let part): text += markup.encoded(part)
            case .code(let code): text += code.markup
            }
        }
    }
}

extension SubtitleWords.Word {
    fileprivate var text: String {
        pieces.reduce(into: "") { text, piece in
            switch piece {
            case .text(let part): text += part
            case .code(let code): text += code.carriedText ?? ""
            }
        }
    }

    /// Whether its first mark is the end of something.
    fileprivate var endsSomething: Bool {
        if case .code(let code)? = pieces.first { code.role == .end } else { false }
    }
}
