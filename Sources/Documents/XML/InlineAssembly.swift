import Basics

/// Makes a segment of what was collected: codes that belong together get one number, and what stands
/// at both ends goes to the document.
struct InlineAssembly<Part: Sendable> {
    private typealias Item = InlineFlow<Part>.Item
    private typealias Piece = InlineSegment<Part>.Piece

    private var items: [Item]
    /// Of an item that begins or ends a pair, the index of the other.
    private var partners: [Int: Int] = [:]
    private var range: Range<Int>
    /// How many of the items before each one are read.
    private var readable: [Int] = [0]
    private var before: [Piece] = []
    /// Outermost last.
    private var behind: [Piece] = []

    init(_ items: [InlineFlow<Part>.Item]) {
        self.items = items
        range = 0..<items.count
        for index in items.indices {
            readable.append(readable[index] + (isReading(index) ? 1 : 0))
        }
        pair()
    }

    /// Finds which items are pairs. One that does not nest stands alone, with its other.
    private mutating func pair() {
        // What is open, nil for what has ended before another in it, and the places of each key.
        var open: [(key: String, index: Int)?] = []
        var places: [String: [Int]] = [:]
        for (index, item) in items.enumerated() {
            switch item {
            case .open(let key, _):
                places[key, default: []].append(open.count)
                open.append((key, index))
            case .close(let key, _):
                guard let place = places[key]?.popLast(), let start = open[place]?.index else {
                    continue
                }
                while case .some(nil) = open.last { open.removeLast() }
                // Of two pairs that cross, the one that began first is kept only as single codes,
                // unless what it holds are marks without an end here.
                if place == open.count - 1 || Self.isFirm(key) {
                    (partners[index], partners[start]) = (start, index)
                    while open.count > place + 1 {
                        if let other = open.removeLast() { _ = places[other.key]?.popLast() }
                    }
                    open.removeLast()
                } else {
                    open[place] = nil
                }
            default: break
            }
        }
    }

    /// Whether a pair is an element, which its document closes in its place.
    private static func isFirm(_ key: String) -> Bool { key.hasPrefix("#") }

    private func isReading(_ index: Int) -> Bool {
        switch items[index] {
        case .text(let text): !text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
        case .alone(_, let carriedText, _): carriedText != nil
        case .open, .close: false
        }
    }

    private func isEmpty(_ range: Range<Int>) -> Bool {
        readable[range.lowerBound] == readable[range.upperBound]
    }

    /// Leaves to the document what stands at both ends and is not read, and pairs around everything.
    mutating func peel() {
        while peelFirst() {}
        while peelLast() {}
    }

    private mutating func peelFirst() -> Bool {
        guard let index = range.first else { return false }
        var end = index + 1
        if let partner = partners[index] {
            if isEmpty(index..<partner) {
                end = partner + 1
            } else if isEmpty(partner..<range.upperBound) {
                behind += (partner..<range.upperBound).reversed().map(piece)
                range = range.lowerBound..<partner
            } else {
                return false
            }
        } else if case .text(let text) = items[index], isReading(index) {
            let start = text.unicodeScalars.prefix(while: \.properties.isWhitespace)
            guard !start.isEmpty else { return false }
            before.append(.text(String(start)))
            items[index] = .text(String(text.unicodeScalars.dropFirst(start.count)))
            return false
        } else if isReading(index) {
            return false
        }
        before += (index..<end).map(piece)
        range = end..<range.upperBound
        return true
    }

    private mutating func peelLast() -> Bool {
        guard let index = range.last else { return false }
        var start = index
        if let partner = partners[index] {
            guard isEmpty(partner..<index) else { return false }
            start = partner
        } else if case .text(let text) = items[index], isReading(index) {
            let count = text.unicodeScalars.reversed().prefix(while: \.properties.isWhitespace)
                .count
            guard count > 0 else { return false }
            behind.append(.text(String(text.unicodeScalars.suffix(count))))
            items[index] = .text(String(text.unicodeScalars.dropLast(count)))
            return false
        } else if isReading(index) {
            return false
        }
        behind += (start...index).reversed().map(piece)
        range = range.lowerBound..<start
        return true
    }

    private func piece(_ index: Int) -> Piece {
        switch items[index] {
        case .text(let text): .text(text)
        case .open(_, let part): partners[index] == nil ? .alone(part) : .open(part)
        case .close(_, let part): partners[index] == nil ? .alone(part) : .close(part)
        case .alone(let part, _, _): .alone(part)
        }
    }

    /// Makes one space of white space, across marks around text, and none behind a line break.
    mutating func collapseSpace() {
        var isBehindSpace = false
        for index in range {
            switch items[index] {
            case .text(let text):
                var result = String.UnicodeScalarView()
                for scalar in text.unicodeScalars {
                    let isSpace = scalar == " " || ("\t"..."\r").contains(scalar)
                    if !isSpace {
                        result.append(scalar)
                    } else if !isBehindSpace {
                        result.append(" ")
                    }
                    isBehindSpace = isSpace
                }
                items[index] = .text(String(result))
            case .alone(_, _, let separatesWords): isBehindSpace = separatesWords
            case .open, .close: break
            }
        }
    }

    /// The segment; nil where it has no letter.
    func segment(markup: (Part) -> String) -> InlineSegment<Part>? {
        let (elements, codes) = InlineCodes(items, partners, in: range, markup: markup).result
        let content = InlineContent(elements)
        guard Wording.hasLetters(content.text) else { return nil }
        return InlineSegment(
            content: content, before: before, behind: behind.reversed(), codes: codes)
    }
}
