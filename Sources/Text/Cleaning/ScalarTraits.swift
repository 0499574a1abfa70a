import CICU

/// What the rules of cleaning want to know of a character.
struct ScalarTraits {
    struct Flags: OptionSet {
        let rawValue: UInt16
        static let letter = Flags(rawValue: 1)
        static let upper = Flags(rawValue: 2)
        /// A letter that has another case.
        static let cased = Flags(rawValue: 4)
        static let digit = Flags(rawValue: 8)
        static let space = Flags(rawValue: 16)
        /// A control character, one for private use, or none.
        static let control = Flags(rawValue: 32)
        /// A letter of a script that puts no spaces between words.
        static let unspaced = Flags(rawValue: 64)
        /// A mark that belongs to the letter before it.
        static let mark = Flags(rawValue: 128)
    }

    /// What it is.
    let flags: Flags
    /// Its script by ICU's number, where that is below 256.
    let script: UInt8
    /// How many characters of an alphabet say as much, in tenths.
    let weight: UInt8
    /// The character without case; 0 for what is neither letter nor digit.
    let folded: UInt32

    init(_ scalar: Unicode.Scalar) {
        let properties = scalar.properties
        let category = properties.generalCategory
        let number = cicu_script(scalar.value)
        var flags: Flags = []
        var weight: UInt8 = 10
        var folded: UInt32 = 0
        switch category {
        case .nonspacingMark, .spacingMark:
            flags = [.letter, .mark]
            weight = 0
        case .decimalNumber:
            flags = .digit
            folded = 0x30
        case .control, .privateUse, .unassigned, .surrogate: flags = .control
        default: break
        }
        if scalar == "\u{FFFD}" { flags = .control }
        if properties.isWhitespace { flags = .space }
        if properties.isAlphabetic, !flags.contains(.mark) {
            flags.insert(.letter)
            folded = scalar.value
            if properties.isUppercase || properties.isLowercase { flags.insert(.cased) }
            if properties.isUppercase {
                flags.insert(.upper)
                folded = properties.lowercaseMapping.unicodeScalars.first?.value ?? folded
            }
            (weight, flags) = Self.writing(script: number, flags)
        }
        self.flags = flags
        script = number > 0 && number < 256 ? UInt8(number) : 0
        self.weight = weight
        self.folded = folded
    }

    /// How much a letter of a script says, and whether there are spaces between words.
    private static func writing(script: Int32, _ flags: Flags) -> (UInt8, Flags) {
        if script == han { return (30, flags.union(.unspaced)) }
        if kana.contains(script) { return (20, flags.union(.unspaced)) }
        if script == hangul { return (20, flags) }
        if withoutSpaces.contains(script) { return (10, flags.union(.unspaced)) }
        return (withoutVowels.contains(script) ? 12 : 10, flags)
    }

    private static func scripts(of letters: String) -> [Int32] {
        letters.unicodeScalars.map { cicu_script($0.value) }
    }

    private static let han = cicu_script(0x4E00)
    private static let hangul = cicu_script(0xAC00)
    private static let kana = scripts(of: "あア")
    private static let withoutSpaces = scripts(of: "ກကกក")
    private static let withoutVowels = scripts(of: "اא")
}

/// What is known of every character of the basic plane: made once, for it is asked of every character.
struct ScalarTable: Sendable {
    static let standard = ScalarTable()

    private let entries: [ScalarTraits]

    private init() {
        entries = (0..<UInt32(0x10000)).map {
            ScalarTraits(Unicode.Scalar($0) ?? "\u{FFFD}")
        }
    }

    /// What is known of a character.
    @inline(__always)
    subscript(value: UInt32) -> ScalarTraits {
        value < 0x10000
            ? entries[Int(value)] : ScalarTraits(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
}
