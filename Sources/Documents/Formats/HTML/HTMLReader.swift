/// Reads a document's tokens one after the other, and finds what is translated: runs of text and
/// inline elements between blocks, and attributes.
struct HTMLReader {
    /// An element that is open.
    private struct Open {
        let end: Int
        let isTranslated: Bool
        let isPreserved: Bool
        let isListing: Bool
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let tokens: [HTMLToken]
    private let isXML: Bool
    private var open: [Open] = []
    private var run: HTMLRun
    /// What was found, in no order.
    private(set) var places: [HTMLPlace] = []

    /// - Parameter isXML: Whether `<a/>` has no content.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ tokens: [HTMLToken], isXML: Bool) {
        self.bytes = bytes
        self.tokens = tokens
        self.isXML = isXML
        run = HTMLRun(bytes)
    }

    /// Reads them all.
    mutating func read() {
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            while let last = open.last, last.end <= token.range.lowerBound {
                open.removeLast()
            }
            // What was passed over is not translated, and so parts what is.
            if let end = run.end, end != token.range.lowerBound { endRun() }
            index = read(token, at: index)
        }
        endRun()
    }

    private var isTranslated: Bool { open.last?.isTranslated ?? true }

    /// Takes a token.
    ///
    /// - Returns: The number of the next one.
    private mutating func read(_ token: HTMLToken, at index: Int) -> Int {
        switch token.kind {
        case .start(let element): return start(token, element, at: index)
        case .end where HTMLElementKinds.isBlock(token.name): endRun()
        case .end where isTranslated: run.end(token.name, token.range)
        case .text where isTranslated:
            if open.last?.isPreserved == true {
                addLines(token.range)
            } else {
                run.text(token.range)
            }
        case .other where isTranslated: run.alone(token.range)
        default: break
        }
        return index + 1
    }

    private mutating func start(
        _ token: HTMLToken, _ element: HTMLElement?, at index: Int
    ) -> Int {
        let wasTranslated = self.isTranslated
        let isTranslated = isTranslated(token, element)
        let isBlock = HTMLElementKinds.isBlock(token.name)
        let hasContent =
            !HTMLElementKinds.voids.contains(token.name) && !(isXML && token.isSelfClosing)
        if isBlock { endRun() }
        if !isBlock, wasTranslated, !isTranslated {
            if !hasContent { run.alone(token.range) }
            if let next = hasContent ? addCarried(token, element, from: index) : index + 1 {
                return next
            }
        }
        if isTranslated, let element { addAttributes(of: element, token.name) }
        if hasContent, let element { push(element, token.name, isTranslated: isTranslated) }
        if !isBlock, isTranslated, wasTranslated {
            if hasContent {
                run.start(token.name, token.range)
            } else {
                run.alone(token.range, separatesWords: token.name == "br")
            }
        }
        return index + 1
    }

    private func isTranslated(_ token: HTMLToken, _ element: HTMLElement?) -> Bool {
        if HTMLElementKinds.rawText.contains(token.name) { return false }
        if let said = element?.isTranslated { return said }
        if HTMLElementKinds.notTranslated.contains(token.name) { return false }
        if token.name == "pre", open.last?.isListing == true || element?.isListing == true {
            return false
        }
        return isTranslated
    }

    private mutating func push(_ element: HTMLElement, _ name: String, isTranslated: Bool) {
        open.append(
            Open(
                end: element.end, isTranslated: isTranslated,
                isPreserved: open.last?.isPreserved == true
                    || HTMLElementKinds.preserved.contains(name),
                isListing: open.last?.isListing == true || name == "div" && element.isListing))
    }

    private mutating func addAttributes(of element: HTMLElement, _ name: String) {
        for attribute in element.attributes {
            guard let range = attribute.range,
                HTMLTranslatedAttributes.contains(
                    attribute.name, of: name, value: element.value(of:))
            else { continue }
            let words = attribute.value.split(whereSeparator: { $0.isWhitespace && $0 != "\u{A0}" })
            let text = words.joined(separator: " ")
            guard Wording.hasLetters(text) else { continue }
            places.append(
                HTMLPlace(range: range, content: InlineContent(text: text), kind: .attribute))
        }
    }

    /// Adds what is carried over whole as one code, unless something in it is a text of its own.
    ///
    /// - Returns: The number of the token behind it.
    private mutating func addCarried(
        _ token: HTMLToken, _ element: HTMLElement?, from index: Int
    ) -> Int? {
        guard let element else { return nil }
        var next = index + 1
        var texts: [Range<Int>] = []
        while next < tokens.count, tokens[next].range.upperBound <= element.end {
            let inner = tokens[next]
            switch inner.kind {
            case .text: texts.append(inner.range)
            case .start(let child) where child?.isTranslated == true: return nil
            case .start, .end:
                let parts = HTMLElementKinds.isBlock(inner.name)
                if parts, !HTMLElementKinds.unread.contains(token.name) { return nil }
            case .other: break
            }
            next += 1
        }
        if !tokens[next - 1].isEnd(of: token.name), let end = endTag(token.name, from: next) {
            for inner in tokens[next..<end] {
                if case .text = inner.kind { texts.append(inner.range) }
            }
            next = end + 1
        }
        let isRead = !HTMLElementKinds.unread.contains(token.name)
        run.alone(
            token.range.lowerBound..<tokens[next - 1].range.upperBound,
            carriedTexts: isRead ? texts : [])
        return next
    }

    /// The end tag of a carried element that a parser ended before it, as a link in a link does: what
    /// is between them is carried as well, or the tags could come to stand across others.
    private func endTag(_ name: String, from first: Int) -> Int? {
        let most = 100
        var depth = 0
        for index in first..<min(first + most, tokens.count) {
            let token = tokens[index]
            switch token.kind {
            case .start where HTMLElementKinds.isBlock(token.name),
                .end where HTMLElementKinds.isBlock(token.name):
                return nil
            case .start(let child) where child?.isTranslated == true: return nil
            case .start where token.name == name: depth += 1
            case .end where token.name == name:
                if depth == 0 { return index }
                depth -= 1
            default: break
            }
        }
        return nil
    }

    /// Adds text of which every line is a segment.
    private mutating func addLines(_ range: Range<Int>) {
        var start = range.lowerBound
        for place in range where bytes[place] == 0x0A || bytes[place] == 0x0D {
            run.text(start..<place, isPreserved: true)
            endRun()
            start = place + 1
        }
        run.text(start..<range.upperBound, isPreserved: true)
    }

    private mutating func endRun() {
        places += run.places()
        run = HTMLRun(bytes)
    }
}

extension HTMLToken {
    /// Whether it is an end tag of a name.
    fileprivate func isEnd(of name: String) -> Bool {
        if case .end = kind { self.name == name } else { false }
    }
}
