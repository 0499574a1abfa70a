/// Why a pair of a parallel text may be left out: something that is measured, and a threshold.
///
/// A pair is tested by all rules; the first one that refuses it, in this order, is what it is counted
/// under. ``CleaningRules`` says which are used, and with which thresholds.
public enum CleaningRule: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable {
    /// A line is not UTF-8, is longer than a reader holds, or lacks a column.
    case unreadable
    /// A side has too few words; with one, none may be empty.
    case minimumWords = "minimum-words"
    /// A side has too many words.
    case maximumWords = "maximum-words"
    /// A word is too long.
    case wordLength = "word-length"
    /// One side is too long for the other.
    case lengthRatio = "length-ratio"
    /// Source and target are the same.
    case equal
    /// There are control characters, or such as stand for bytes that were lost.
    case controlCharacters = "control-characters"
    /// UTF-8 was read as another encoding.
    case mojibake
    /// One side has tags or entities of HTML that the other has not.
    case html
    /// One side names other sites or mail addresses than the other.
    case addresses
    /// There are too few letters among the characters.
    case letters
    /// There are too few words with letters.
    case letterWords = "letter-words"
    /// A character is repeated.
    case repeatedCharacters = "repeated-characters"
    /// A word, or some, are repeated on one side.
    case repeatedWords = "repeated-words"
    /// One side alone is in capitals.
    case casing
    /// One side alone has brackets or quotation marks that are not closed.
    case brackets
    /// Numbers of one side are missing on the other.
    case numbers
    /// Letters are of another script than the language's.
    case script
    /// A side is in another language.
    case language
    /// The same pair came before.
    case duplicates
    /// The same pair came before but for case, digits and punctuation.
    case nearDuplicates = "near-duplicates"
    /// A side came before with many other sides.
    case boilerplate
}

extension CleaningRule {
    /// On which side of its threshold a measure is good.
    public enum Bound: String, Codable, Sendable {
        /// Pairs are refused whose measure is larger.
        case atMost
        /// Pairs are refused whose measure is smaller.
        case atLeast
    }

    /// What is known of a rule.
    struct Traits {
        let bound: Bound
        /// What the measure is counted in, or called.
        let unit: String
        /// The threshold unless another is given.
        let standard: Double
        /// What a threshold may be.
        let allowed: ClosedRange<Double>
        /// Whether a threshold is a whole number.
        let isWhole: Bool
        /// Whether a measure near the threshold says that another threshold may be better.
        let tellsNearness: Bool
        let meaning: String

        init(
            _ bound: Bound, _ unit: String, _ standard: Double, _ allowed: ClosedRange<Double>,
            whole isWhole: Bool = false, near tellsNearness: Bool = false, _ meaning: String
        ) {
            self.bound = bound
            self.unit = unit
            self.standard = standard
            self.allowed = allowed
            self.isWhole = isWhole
            self.tellsNearness = tellsNearness
            self.meaning = meaning
        }
    }

    /// Whether the measure has to be at most or at least the threshold.
    public var bound: Bound { traits.bound }
    /// What the measure is counted in, or called.
    public var unit: String { traits.unit }
    /// The threshold unless another is given.
    public var standard: Double { traits.standard }
    /// What is measured, and what is refused: a sentence or two.
    public var meaning: String { traits.meaning }
    /// Whether it can be left out, and has a threshold: all but ``unreadable``.
    public var isOptional: Bool { self != .unreadable }

    /// What a threshold may be, in words.
    public var allowed: String {
        let range = traits.allowed
        let ends =
            "from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound)), or off"
        return (traits.isWhole ? "a whole number " : "a number ") + ends
    }

    /// A threshold or a measure as text: without a point where it is whole.
    public static func text(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }

    /// Whether a measure is refused.
    func refuses(_ measure: Double, threshold: Double) -> Bool {
        bound == .atMost ? measure > threshold : measure < threshold
    }

    /// How far from a threshold is near, as a share of it.
    static let nearness = 0.2

    /// Whether a measure is so near its threshold that somebody may want to look.
    func isNear(_ measure: Double, threshold: Double) -> Bool {
        traits.tellsNearness && threshold > 0
            && abs(measure - threshold) <= Self.nearness * threshold
    }
}
