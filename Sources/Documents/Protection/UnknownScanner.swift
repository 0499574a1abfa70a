/// Finds what a model cannot read: signs, and words of another script.
///
/// What it would read as something else, or not at all, is protected. Quotes and dashes are left to
/// it, and so is a word of which it knows most letters: it translates these better than it places
/// a mask.
struct UnknownScanner: Sendable {
    /// What of a text the model cannot read, as places of Unicode scalars.
    let unknownText: @Sendable (String) -> [Range<Int>]

    /// The protected text.
    ///
    /// - Parameter text: Where to look.
    func find(in text: String) -> [ProtectedText] {
        guard Self.mayBeUnknown(text) else { return [] }
        let unknown = unknownText(text)
        if unknown.isEmpty { return [] }
        let scalars = ScalarText(text)
        let spans = unknown.reduce(into: [Range<Int>]()) { spans, range in
            for span in Self.spans(of: range, unknown, scalars) {
                guard let last = spans.last else { return spans.append(span) }
                if span.lowerBound < last.upperBound { continue }
                let between = scalars.scalars[last.upperBound..<span.lowerBound]
                if between.allSatisfy(\.isWhitespace), Self.hasWords(span, scalars),
                    Self.hasWords(last, scalars)
                {
                    // Words of another script stay together.
                    spans[spans.count - 1] = last.lowerBound..<span.upperBound
                } else {
                    spans.append(span)
                }
            }
        }
        return spans.map { .init(kind: .unknown, text: scalars[$0], range: $0) }
    }

    /// Whether a text has anything but letters of Latin and the usual punctuation, which every
    /// vocabulary has; quickly, for few texts do.
    private static func mayBeUnknown(_ text: String) -> Bool {
        text.utf8.contains { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: ","),
                UInt8(ascii: "."), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "-"),
                UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"), UInt8(ascii: ":"),
                UInt8(ascii: "("), UInt8(ascii: ")"):
                false
            // The second bytes of × and ÷, which are between U+00C0 and U+00FF and no letters.
            case 0x97, 0xB7: true
            // U+00C0 to U+00FF: the first byte, and any other second.
            case 0xC3, 0x80...0xBF: false
            default: true
            }
        }
    }

    /// What is protected of an unknown part: the words that it is most of, and signs.
    private static func spans(
        of range: Range<Int>, _ unknown: [Range<Int>], _ text: ScalarText
    ) -> [Range<Int>] {
        var spans: [Range<Int>] = []
        var place = range.lowerBound
        while place < range.upperBound {
            let start = place
            if text[place].isWordPart {
                let word = word(around: place, text)
                place = min(word.upperBound, range.upperBound)
                if isMostly(unknown, word) { spans.append(word) }
            } else if text[place].isSign {
                place = min(text.end(from: place, while: \.isSign), range.upperBound)
                let isInWord = !text.isWordStart(start) && !text.isWordEnd(place)
                if !isInWord || text[start].isSymbol { spans.append(start..<place) }
            } else {
                place += 1
            }
        }
        return spans
    }

    private static func word(around place: Int, _ text: ScalarText) -> Range<Int> {
        var start = place
        while start > 0, text[start - 1].isWordPart { start -= 1 }
        return start..<text.end(from: place, while: \.isWordPart)
    }

    /// Whether more than half of a word is unknown.
    private static func isMostly(_ unknown: [Range<Int>], _ word: Range<Int>) -> Bool {
        let count = unknown.reduce(0) { $0 + $1.clamped(to: word).count }
        return 2 * count > word.count
    }

    private static func hasWords(_ range: Range<Int>, _ text: ScalarText) -> Bool {
        text.scalars[range].contains(where: \.isWordPart)
    }
}

extension Unicode.Scalar {
    /// Whether it is a sign that is read as itself, and no quote, dash or the like.
    fileprivate var isSign: Bool {
        properties.generalCategory == .otherPunctuation
            ? !",.;:!?'\"…¿¡、。，．！？；：".unicodeScalars.contains(self) : isSymbol
    }

    /// Whether it is a mathematical sign, a currency's, an arrow, a picture.
    fileprivate var isSymbol: Bool {
        switch properties.generalCategory {
        case .mathSymbol, .currencySymbol, .otherSymbol: true
        default: false
        }
    }
}
