import Basics
import Text

/// A text by the numbers of its Unicode scalars, for scanners.
struct ScalarText {
    let scalars: [Unicode.Scalar]
    /// The names of the tags in it, where somebody looked for them.
    private(set) var tagNames: TagNames?

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    /// The text with the names of the tags in it.
    static func withTags(_ text: String) -> ScalarText {
        var scalars = ScalarText(text)
        if scalars.scalars.contains("<") { scalars.tagNames = TagNames(scalars) }
        return scalars
    }

    var count: Int { scalars.count }

    /// The scalar at a place; U+0000 outside of the text.
    subscript(place: Int) -> Unicode.Scalar {
        scalars.indices.contains(place) ? scalars[place] : "\0"
    }

    subscript(range: Range<Int>) -> String {
        String(scalars[range.clamped(to: 0..<count)])
    }

    /// The first place from `start` on whose scalar does not fit, or the one behind the last that
    /// is looked at.
    func end(
        from start: Int, atMost length: Int = .max, while fits: (Unicode.Scalar) -> Bool
    ) -> Int {
        let last = length < count - start ? start + length : count
        var place = start
        while place < last, fits(scalars[place]) { place += 1 }
        return place
    }

    func has(_ text: StaticString, at place: Int) -> Bool {
        text.withUTF8Buffer { bytes in
            bytes.enumerated().allSatisfy { self[place + $0.offset].value == UInt32($0.element) }
        }
    }

    /// Whether no word goes on before a place.
    func isWordStart(_ place: Int) -> Bool {
        place == 0 || !self[place - 1].isWordPart
    }

    /// Whether no word goes on at a place.
    func isWordEnd(_ place: Int) -> Bool {
        !self[place].isWordPart
    }
}

extension Unicode.Scalar {
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }

    var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }

    /// Whether it may begin a name of a program's variable.
    var beginsName: Bool { isASCIILetter || self == "_" }

    /// Whether it may be in a name of a program's variable.
    var isNamePart: Bool { beginsName || isASCIIDigit }

    /// Whether it is part of a word of any script, or of a name of a program's variable.
    var isWordPart: Bool { isOfWord || self == "_" }

    var isWhitespace: Bool { properties.isWhitespace }
}
