/// Finds addresses on the web and of mail.
enum WebScanner {
    private static let domains: Set<String> = [
        "com", "org", "net", "io", "dev", "app", "gov", "edu", "info",
    ]

    /// The most characters of the name of a host, and of what stands before the `@` of a mail
    /// address: there are none longer.
    private static let longestName = 253

    /// Whether a name of a host or of a mailbox begins at a place. Behind `a-` or `a.` none does
    /// that did not begin at the `a`.
    private static func isNameStart(_ text: ScalarText, _ start: Int) -> Bool {
        guard text.isWordStart(start) else { return false }
        return !("+.-".unicodeScalars.contains(text[start - 1]) && text[start - 2].isNamePart)
    }

    private static func nameEnd(_ text: ScalarText, _ start: Int) -> Int {
        text.end(from: start, atMost: longestName + 1) {
            $0.isNamePart || $0 == "+" || $0 == "." || $0 == "-"
        }
    }

    /// The end of a URL, or of a name such as `example.org/page`.
    static func urlEnd(_ text: ScalarText, _ start: Int) -> Int? {
        guard isNameStart(text, start), text[start - 1] != "@" else { return nil }
        let scheme = nameEnd(text, start)
        guard scheme - start <= longestName else { return nil }
        if text.has("://", at: scheme) {
            let end = addressEnd(text, from: scheme + 3)
            return end > scheme + 3 ? end : nil
        }
        let beginning = text[start..<min(scheme, start + 6)].lowercased()
        if beginning == "mailto", text[scheme] == ":" {
            let end = addressEnd(text, from: scheme + 1)
            return end > scheme + 1 ? end : nil
        }
        return text[scheme] == "@" ? nil : domainEnd(text, start, nameEnd: scheme)
    }

    /// The end of an address without a scheme, if its name is one of a domain.
    private static func domainEnd(_ text: ScalarText, _ start: Int, nameEnd: Int) -> Int? {
        var end = nameEnd
        while end > start, [".", "-", "+"].contains(text[end - 1]) { end -= 1 }
        let labels = text[start..<end].split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }), let last = labels.last
        else { return nil }
        let isNamed = labels[0].lowercased() == "www" && labels.count > 2
        guard isNamed || domains.contains(String(last)) else { return nil }
        return text[end] == "/" || text[end] == ":" ? addressEnd(text, from: end) : end
    }

    /// Where an address ends: before white space, a quote or an angle bracket, and without the
    /// punctuation of the sentence that it stands in.
    private static func addressEnd(_ text: ScalarText, from start: Int) -> Int {
        var end = text.end(from: start) {
            !$0.isWhitespace && !"<>\"“”«»`‘’。、，）（」「".unicodeScalars.contains($0)
        }
        var unopened = unopenedBrackets(text, start..<end)
        while end > start {
            let last = text[end - 1]
            if ".,;:!?'*…".unicodeScalars.contains(last) {
                end -= 1
            } else if let count = unopened[last], count > 0 {
                unopened[last] = count - 1
                end -= 1
            } else {
                break
            }
        }
        return end
    }

    private static let brackets: [Unicode.Scalar: Unicode.Scalar] = [
        ")": "(", "]": "[", "}": "{",
    ]

    /// How many more brackets close than open, of every kind.
    private static func unopenedBrackets(
        _ text: ScalarText, _ range: Range<Int>
    ) -> [Unicode.Scalar: Int] {
        var counts: [Unicode.Scalar: Int] = [:]
        for (close, open) in brackets {
            counts[close] = text.scalars[range].reduce(0) {
                $0 + ($1 == close ? 1 : 0) - ($1 == open ? 1 : 0)
            }
        }
        return counts
    }

    static func beginsMail(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isNamePart
    }

    /// The end of a mail address.
    static func mailEnd(_ text: ScalarText, _ start: Int) -> Int? {
        guard isNameStart(text, start) else { return nil }
        let at = nameEnd(text, start)
        guard text[at] == "@", at > start else { return nil }
        var end = text.end(from: at + 1, atMost: longestName) {
            $0.isNamePart || $0 == "." || $0 == "-"
        }
        while end > at, [".", "-"].contains(text[end - 1]) { end -= 1 }
        let labels = text[at + 1..<max(at + 1, end)].split(separator: ".")
        guard labels.count >= 2, let last = labels.last, last.count >= 2 else { return nil }
        return end
    }
}
