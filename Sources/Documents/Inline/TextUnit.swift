import Text

/// What of a text stays whole when codes are put into it: a word, or what stands beside words.
///
/// A word is a run of letters and digits, with an apostrophe in it and the separators of a number. In
/// scripts without spaces it is what the caller says, at the least one character. Everything else that
/// is no white space is a mark, character by character; but full stops in succession are one.
struct TextUnit: Equatable {
    enum Kind {
        /// A word of a script with spaces.
        case word
        /// Some characters of a script without.
        case unspaced
        /// Punctuation, or a sign.
        case mark
    }

    /// The places of its Unicode scalars in the text.
    var places: Range<Int>
    let kind: Kind
    /// The first of them.
    let first: Unicode.Scalar

    /// Whether it says something.
    var isWord: Bool { kind != .mark }
}

extension TextUnit {
    /// The units of a text, in order; what is in none of them is white space.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - cuts: Where words of scripts without spaces begin, as places of Unicode scalars; nil for at
    ///     every character.
    ///   - partsDigits: Whether letters and digits are words of their own, as a number is that stands
    ///     above the line.
    static func units(of text: String, cuts: Set<Int>?, partsDigits: Bool) -> [TextUnit] {
        var units: [TextUnit] = []
        var isDigit = false
        let characters = Array(text)
        var start = 0
        for (number, character) in characters.enumerated() {
            let places = start..<start + character.unicodeScalars.count
            start = places.upperBound
            guard let kind = kind(of: number, in: characters),
                let first = character.unicodeScalars.first
            else { continue }
            let wasDigit = isDigit
            if first.isOfWord { isDigit = first.isDigit }
            let goesOn =
                switch kind {
                case .word: !partsDigits || isDigit == wasDigit
                case .unspaced: cuts.map { !$0.contains(places.lowerBound) } ?? false
                case .mark: first == "." && units.last?.first == "."
                }
            if goesOn, let last = units.last, last.kind == kind,
                last.places.upperBound == places.lowerBound
            {
                units[units.count - 1].places = last.places.lowerBound..<places.upperBound
            } else {
                units.append(TextUnit(places: places, kind: kind, first: first))
            }
        }
        return units
    }

    /// What a character is part of; nil for white space.
    private static func kind(of place: Int, in characters: [Character]) -> Kind? {
        let character = characters[place]
        guard let scalar = character.unicodeScalars.first else { return nil }
        if character.isWhitespace { return nil }
        if scalar.isOfWord { return scalar.isOfUnspacedScript ? .unspaced : .word }
        guard place > 0, place + 1 < characters.count else { return .mark }
        let (before, after) = (characters[place - 1], characters[place + 1])
        let joins =
            switch character {
            case "'", "\u{2019}", "\u{2BC}", "\u{B7}", "\u{AD}", "\u{2060}", "_":
                before.isOfSpacedWord && after.isOfSpacedWord
            case ".", ",", ":": before.isNumber && after.isNumber
            default: false
            }
        return joins ? .word : .mark
    }
}

extension Character {
    fileprivate var isOfSpacedWord: Bool {
        unicodeScalars.first?.isOfSpacedWord ?? false
    }
}

extension Unicode.Scalar {
    /// Whether it is a digit.
    var isDigit: Bool { properties.numericType != nil }

    /// Whether it opens what another closes behind it.
    var opensBracket: Bool {
        self == "\u{BF}" || self == "\u{A1}"
            || [.openPunctuation, .initialPunctuation].contains(properties.generalCategory)
    }

    /// Whether two marks stand for the same in two languages, as quotes do.
    func isLike(_ other: Unicode.Scalar) -> Bool { self == other || family == other.family }

    private var family: Int {
        switch self {
        case _ where endsSentences: 1
        case ",", ";", ":", "\u{FF0C}", "\u{3001}", "\u{60C}", "\u{61B}", "\u{FF1B}", "\u{FF1A}": 2
        case "\"", "'": 3
        default:
            switch properties.generalCategory {
            case .initialPunctuation, .finalPunctuation: 3
            case .openPunctuation, .closePunctuation: isQuoteBracket ? 3 : 4
            case .dashPunctuation: 5
            default: -Int(value)
            }
        }
    }

    private var isQuoteBracket: Bool { "„‚「」『』〝〞〟".unicodeScalars.contains(self) }
}
