extension ProtectedText {
    /// Whether a text is words and their punctuation alone, so that ``find(in:_:)`` finds nothing in
    /// it and nothing before or behind it is left out; quickly, for most sentences are.
    ///
    /// It is never wrong where it says so. Where it does not, there may be nothing protected either.
    /// What a model cannot read is another question: see ``UnknownScanner``.
    ///
    /// - Parameter text: Where to look.
    package static func isAbsent(from text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard let first = bytes.first, let last = bytes.last, first != 0x20, last != 0x20 else {
                return false
            }
            var place = 0
            while place < bytes.count {
                let length = plainLength(bytes, at: place)
                if length == 0 { return false }
                place += length
            }
            return true
        }
    }

    /// The bytes of a character that begins nothing protected where it stands; 0 for any other.
    private static func plainLength(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Int {
        let byte = bytes[place]
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: "'"), UInt8(ascii: "\""),
            UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"), UInt8(ascii: "("),
            UInt8(ascii: ")"):
            return 1
        case UInt8(ascii: "."), UInt8(ascii: ":"):
            // "a.b" may be the name of a host or a file, ":b" that of a value.
            return place + 1 == bytes.count || bytes[place + 1] == UInt8(ascii: " ") ? 1 : 0
        case UInt8(ascii: "-"):
            // "-b" may be an option of a command.
            let isInWord = place > 0 && bytes[place - 1] | 0x20 >= UInt8(ascii: "a")
            return isInWord && bytes[place - 1] | 0x20 <= UInt8(ascii: "z") ? 1 : 0
        // U+00C0 to U+06FF: letters of Latin beyond ASCII, Greek, Cyrillic, Hebrew and Arabic, and
        // signs of which none begins anything.
        case 0xC3...0xDB: return 2
        // Dashes and quotation marks.
        case 0xE2:
            return place + 2 < bytes.count && isMark(bytes[place + 1], bytes[place + 2]) ? 3 : 0
        // U+4000 to U+D7FF: ideographs, Hangul and other letters.
        case 0xE4...0xED: return 3
        default: return 0
        }
    }

    /// U+2013, U+2014, U+2018, U+2019, U+201C, U+201D, U+2026 behind their first byte.
    private static func isMark(_ second: UInt8, _ third: UInt8) -> Bool {
        second == 0x80 && [0x93, 0x94, 0x98, 0x99, 0x9C, 0x9D, 0xA6].contains(third)
    }
}
