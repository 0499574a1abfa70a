extension AugmentedSide {
    /// Where a text has capitals.
    enum LetterCase {
        /// Everywhere.
        case upper
        /// At the beginning of every word; the rest is as it was.
        case title
    }

    /// Writes the text in capitals. Words that a program reads, such as addresses and placeholders, are
    /// left as they are.
    mutating func changeCase(_ letterCase: LetterCase) {
        var changed: [Unicode.Scalar] = []
        changed.reserveCapacity(text.count)
        var end = 0
        for word in words {
            changed += text[end..<word.lowerBound]
            end = word.upperBound
            guard !isLiteral(word) else {
                changed += text[word]
                continue
            }
            let first = text[word].firstIndex(where: \.isOfWord) ?? word.upperBound
            for place in word {
                switch letterCase {
                case .upper: appendCapital(of: text[place], to: &changed, isTitle: false)
                case .title where place == first:
                    appendCapital(of: text[place], to: &changed, isTitle: true)
                case .title: changed.append(text[place])
                }
            }
        }
        text = changed + text[end...]
    }

    /// Whether a word is for programs: an address, a tag, a placeholder.
    func isLiteral(_ word: Range<Int>) -> Bool {
        text[word].contains { scalar in
            switch scalar {
            case "{", "}", "<", ">", "%", "@", "\\", "_", "$", "/", "#": true
            default: false
            }
        }
    }

    private func appendCapital(
        of scalar: Unicode.Scalar, to scalars: inout [Unicode.Scalar], isTitle: Bool
    ) {
        if isTurkic, scalar == "i" { return scalars.append("\u{0130}") }
        if scalar.isASCII {
            let isSmall = "a"..."z" ~= scalar
            return scalars.append(
                isSmall ? Unicode.Scalar(UInt8(scalar.value) & ~0x20) : scalar)
        }
        let properties = scalar.properties
        let capital = isTitle ? properties.titlecaseMapping : properties.uppercaseMapping
        scalars.append(contentsOf: capital.unicodeScalars)
    }
}
