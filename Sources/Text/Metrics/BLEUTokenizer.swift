extension BLEU {
    /// How a line is cut into the tokens that BLEU compares; the raw value is sacreBLEU's name.
    ///
    /// Scores from different tokenizers cannot be compared. The signature names the one used.
    public enum Tokenizer: String, CaseIterable, Sendable {
        /// `13a`, sacreBLEU's default: the rules of mteval-v13a, made for Western languages.
        case thirteenA = "13a"
        /// `intl`: the rules of mteval-v14, which separate punctuation and symbols by their Unicode
        /// categories.
        case international = "intl"
        /// `zh`: each Chinese character is a token, and all else is cut as ``thirteenA`` cuts it, but
        /// for the markup.
        case chinese = "zh"
        /// `char`: each Unicode scalar that is not whitespace is a token.
        case characters = "char"
        /// `none`: tokens are what whitespace separates, for text that is tokenised already.
        case none

        /// The tokens of `line`.
        func tokens(of line: ArraySlice<Unicode.Scalar>) -> [ArraySlice<Unicode.Scalar>] {
            switch self {
            case .thirteenA: thirteenATokens(of: line)
            case .international: internationalTokens(of: line)
            case .chinese: chineseTokens(of: line)
            case .characters:
                line.indices.lazy.filter { !line[$0].isPythonWhitespace }.map { line[$0...$0] }
            case .none: line.splitAtWhitespace()
            }
        }
    }
}

/// sacreBLEU's `tokenizer_13a.py`, rule by rule.
private func thirteenATokens(of line: ArraySlice<Unicode.Scalar>) -> [ArraySlice<Unicode.Scalar>] {
    westernTokens(of: [" "] + undoingMarkup(in: Array(line)) + [" "])
}

/// sacreBLEU's `tokenizer_zh.py`.
private func chineseTokens(of line: ArraySlice<Unicode.Scalar>) -> [ArraySlice<Unicode.Scalar>] {
    let stripped = line.drop(while: \.isPythonWhitespace).droppingTrailingWhitespace()
    return westernTokens(of: spacing(Array(stripped), \.isChinese))
}

/// sacreBLEU's `tokenizer_re.py`, rule by rule.
private func westernTokens(of line: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>] {
    func isDigit(_ scalar: Unicode.Scalar) -> Bool { "0"..."9" ~= scalar }
    func isPeriodOrComma(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "," }

    var text = spacing(line) { scalar in
        switch scalar {
        case " "..."&", "("..."+", "/", ":"..."@", "["..."`", "{"..."~": true
        default: false
        }
    }
    text = spacingPairs(text, .second, { !isDigit($0) }, isPeriodOrComma)
    text = spacingPairs(text, .first, isPeriodOrComma, { !isDigit($0) })
    text = spacingPairs(text, .second, isDigit, { $0 == "-" })
    return text.splitAtWhitespace()
}

/// Without the markup of the mteval files: skipped passages, broken lines, four entities. The order
/// counts: `&amp;lt;` ends as `<`, `&amp;quot;` as `&quot;`.
private func undoingMarkup(in line: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var text = line
    for (markup, replacement) in [
        ("<skipped>", ""), ("-\n", ""), ("\n", " "),
        ("&quot;", "\""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"),
    ] {
        text = replacing(Array(markup.unicodeScalars), with: replacement.unicodeScalars, in: text)
    }
    return text
}

/// sacreBLEU's `tokenizer_intl.py`, rule by rule.
private func internationalTokens(
    of line: ArraySlice<Unicode.Scalar>
) -> [ArraySlice<Unicode.Scalar>] {
    var text = Array(line)
    text = spacingPairs(text, .second, { !$0.isNumber }, \.isPunctuation)
    text = spacingPairs(text, .first, \.isPunctuation, { !$0.isNumber })
    text = spacing(text, \.isSymbol)
    return text.splitAtWhitespace()
}

/// `text` with a space on both sides of each scalar that fits.
private func spacing(
    _ text: [Unicode.Scalar], _ fits: (Unicode.Scalar) -> Bool
) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(text.count * 2)
    for scalar in text {
        if fits(scalar) {
            result += [" ", scalar, " "]
        } else {
            result.append(scalar)
        }
    }
    return result
}

/// Which scalar of a pair gets a space on both its sides.
private enum PairMember {
    case first
    case second
}

/// `text` with `separated` set apart in each pair of neighbours that fits. As a regular expression
/// replaces: from left to right, and no scalar belongs to two pairs.
private func spacingPairs(
    _ text: [Unicode.Scalar], _ separated: PairMember,
    _ fitsFirst: (Unicode.Scalar) -> Bool, _ fitsSecond: (Unicode.Scalar) -> Bool
) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(text.count * 2)
    var position = 0
    while position < text.count {
        let first = text[position]
        guard position + 1 < text.count, fitsFirst(first), fitsSecond(text[position + 1]) else {
            result.append(first)
            position += 1
            continue
        }
        let second = text[position + 1]
        result += separated == .first ? [" ", first, " ", second] : [first, " ", second, " "]
        position += 2
    }
    return result
}

/// `text` with each occurrence of `pattern`, from left to right, replaced.
private func replacing(
    _ pattern: [Unicode.Scalar], with replacement: String.UnicodeScalarView,
    in text: [Unicode.Scalar]
) -> [Unicode.Scalar] {
    guard text.contains(pattern[0]) else { return text }
    var result: [Unicode.Scalar] = []
    var position = 0
    while position < text.count {
        if text[position...].starts(with: pattern) {
            result.append(contentsOf: replacement)
            position += pattern.count
        } else {
            result.append(text[position])
            position += 1
        }
    }
    return result
}
