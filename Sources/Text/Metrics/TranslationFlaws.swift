/// What is wrong with lines of a translation whatever their words: found without a model, by rules that
/// a reader can check.
///
/// Lines have numbers from 1. A line is not blamed for what its reference has, too: a name that is the
/// same in both languages, a song that says a word three times.
public struct TranslationFlaws: Sendable, Codable, Equatable {
    /// How many lines there are.
    public let lineCount: Int
    /// Lines with nothing in them, whose reference has something.
    public let empty: [Int]
    /// Lines that have a phrase of up to five words three times in succession, or letters four times.
    public let repeating: [Int]
    /// Lines of which at least four of five words are the source's, where less than half of the
    /// reference's are; nil without a source.
    public let untranslated: [Int]?
    /// The share of all words that stand in the source as they are, 0 … 1; nil without a source.
    public let copiedShare: Double?
    /// Lines that lack a number which the source and every reference have.
    public let missingNumbers: [Int]
    /// Lines that lack a placeholder or a tag which the source and every reference have.
    public let missingPlaceholders: [Int]

    /// Looks at translations.
    ///
    /// - Parameters:
    ///   - translations: The translations, a line each.
    ///   - references: Reference translations of the whole text, each with a line for every one.
    ///   - sources: What was translated, line by line; nil if it is not at hand.
    public init(of translations: [String], references: [[String]], sources: [String]?) {
        precondition(
            (references + [sources ?? translations]).allSatisfy { $0.count == translations.count },
            "texts that have other lines")
        var (empty, repeating, untranslated): ([Int], [Int], [Int]) = ([], [], [])
        var (numbers, placeholders): ([Int], [Int]) = ([], [])
        var copied = CopiedWords()
        for line in translations.indices {
            let text = Array(translations[line].unicodeScalars)
            let expected = references.map { Array($0[line].unicodeScalars) }
            let source = sources.map { Array($0[line].unicodeScalars) }
            let kept = expected + (source.map { [$0] } ?? [])
            let number = line + 1
            if text.allSatisfy(\.isPythonWhitespace) {
                if !expected.allSatisfy({ $0.allSatisfy(\.isPythonWhitespace) }) {
                    empty.append(number)
                }
                continue
            }
            if RepeatedPhrase.isIn(text), !expected.contains(where: RepeatedPhrase.isIn) {
                repeating.append(number)
            }
            if Self.lacks(text, what: LineMarks.numbers, of: kept) { numbers.append(number) }
            if Self.lacks(text, what: LineMarks.placeholders, of: kept) {
                placeholders.append(number)
            }
            if let source {
                let own = CopiedWords(in: text, from: source)
                copied.add(own)
                let others = expected.map { CopiedWords(in: $0, from: source).share }
                if own.share >= 0.8, others.allSatisfy({ $0 < 0.5 }) { untranslated.append(number) }
            }
        }
        lineCount = translations.count
        self.empty = empty
        self.repeating = repeating
        self.untranslated = sources == nil ? nil : untranslated
        copiedShare = sources == nil ? nil : copied.share
        missingNumbers = numbers
        missingPlaceholders = placeholders
    }

    /// Whether a text has something fewer times than each of those that it was made of.
    private static func lacks(
        _ text: [Unicode.Scalar], what marks: ([Unicode.Scalar]) -> [[Unicode.Scalar]],
        of others: [[Unicode.Scalar]]
    ) -> Bool {
        let found = others.map { Dictionary(marks($0).map { ($0, 1) }, uniquingKeysWith: +) }
        guard let first = found.first, !first.isEmpty else { return false }
        let own = Dictionary(marks(text).map { ($0, 1) }, uniquingKeysWith: +)
        return first.keys.contains { mark in
            own[mark, default: 0] < found.reduce(Int.max) { min($0, $1[mark, default: 0]) }
        }
    }
}

/// Words of a translation that stand in its source, each at most as often as there.
private struct CopiedWords {
    private var copied = 0
    private var count = 0

    var share: Double { count == 0 ? 0 : Double(copied) / Double(count) }

    init() {}

    init(in text: [Unicode.Scalar], from source: [Unicode.Scalar]) {
        var left = Dictionary(Self.words(source).map { ($0, 1) }, uniquingKeysWith: +)
        for word in Self.words(text) {
            count += 1
            guard let times = left[word], times > 0 else { continue }
            left[word] = times - 1
            copied += 1
        }
    }

    mutating func add(_ other: Self) {
        copied += other.copied
        count += other.count
    }

    /// What stands between what is no letter: numbers and punctuation are the same in all languages.
    private static func words(_ text: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>] {
        text.pythonLowercased().split { !$0.isLetterOrMark }.map { Array($0)[...] }
    }
}

/// A phrase again and again, as a search that does not end has it.
private enum RepeatedPhrase {
    static func isIn(_ text: [Unicode.Scalar]) -> Bool {
        let words = text.splitAtWhitespace().filter { $0.contains(where: \.isLetterOrMark) }
        if (1...5).contains(where: { isPeriodic(words, period: $0, length: 3 * $0) }) {
            return true
        }
        return words.contains { word in
            let letters = Array(word)
            return (1...8).contains {
                isPeriodic(letters, period: $0, length: 4 * $0, \.isLetterOrMark)
            }
        }
    }

    /// Whether there are so many symbols in succession of which each is the one a period before.
    private static func isPeriodic<Symbol: Equatable>(
        _ symbols: [Symbol], period: Int, length: Int, _ counts: (Symbol) -> Bool = { _ in true }
    ) -> Bool {
        guard symbols.count >= length else { return false }
        var run = 0
        for place in period..<symbols.count {
            run = symbols[place] == symbols[place - period] && counts(symbols[place]) ? run + 1 : 0
            if run >= length - period { return true }
        }
        return false
    }
}

extension Unicode.Scalar {
    /// `\p{L}` and `\p{M}`.
    fileprivate var isLetterOrMark: Bool {
        if isASCII { return ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .enclosingMark:
            return true
        default: return false
        }
    }
}
