import CICU

/// The letters of a text, as a language is known by them: in small letters, with ``boundary`` before
/// and after every word.
struct TextLetters {
    /// What stands between words.
    static let boundary: UInt32 = 0x20
    /// The most letters of a text that are looked at: more say nothing new.
    static let limit = 2000

    private(set) var scalars: [UInt32] = [boundary]
    /// How many letters there are of every script, by ICU's number of it.
    private(set) var scripts: [Int32: Int] = [:]
    /// How many letters there are.
    private(set) var count = 0

    init(_ text: String) {
        var latin = 0
        for scalar in text.unicodeScalars {
            guard count < Self.limit else { break }
            guard let letter = Self.letter(scalar) else {
                if scalars[scalars.count - 1] != Self.boundary { scalars.append(Self.boundary) }
                continue
            }
            scalars.append(letter)
            count += 1
            if letter < 0x80 { latin += 1 } else { scripts[cicu_script(letter), default: 0] += 1 }
        }
        if scalars[scalars.count - 1] != Self.boundary { scalars.append(Self.boundary) }
        // Those that belong to all scripts or to none: common and inherited.
        scripts[0] = nil
        scripts[1] = nil
        if latin > 0 { scripts[cicu_script(0x61), default: 0] += latin }
    }

    /// Hands out every run of one to four letters within a word, with the boundaries of the word as
    /// letters, but for a boundary alone.
    @inline(__always)
    func forEachGram(_ body: (_ length: Int, _ hash: UInt64) -> Void) {
        for start in scalars.indices {
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for length in 1...LanguageProfiles.longestGram {
                let place = start + length - 1
                guard place < scalars.count else { break }
                let scalar = scalars[place]
                hash = (hash ^ UInt64(scalar)) &* 0x9E37_79B9_7F4A_7C15
                hash ^= hash >> 29
                if length > 1 || scalar != Self.boundary {
                    body(length, hash &* 4 &+ UInt64(length - 1))
                }
                if length > 1, scalar == Self.boundary { break }
            }
        }
    }

    /// A letter in its small form; nil for what is none.
    private static func letter(_ scalar: Unicode.Scalar) -> UInt32? {
        let value = scalar.value
        if value < 0x80 {
            switch value {
            case 0x61...0x7A: return value
            case 0x41...0x5A: return value | 0x20
            // An apostrophe is part of a word.
            default: return nil
            }
        }
        guard scalar.properties.isAlphabetic else { return nil }
        guard scalar.properties.isUppercase else { return value }
        return scalar.properties.lowercaseMapping.unicodeScalars.first?.value ?? value
    }
}
