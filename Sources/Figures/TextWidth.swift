/// How wide text is: in a terminal, in columns; in a figure, in pixels.
package enum TextWidth {
    /// The columns that a terminal gives `text`: two for East Asian wide and emoji characters, none
    /// for combining marks and format controls, one for the others.
    package static func columns(_ text: String) -> Int {
        text.reduce(0) { $0 + columns($1) }
    }

    /// The columns that a terminal gives one character with all that combines with it.
    package static func columns(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        // U+FE0F asks for the emoji form of a character that has two.
        if scalars.contains(where: { $0.properties.isEmojiPresentation || $0 == "\u{FE0F}" }) {
            return 2
        }
        return scalars.reduce(0) { $0 + columns($1) }
    }

    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        if hangulVowelsAndFinals.contains(scalar.value) { return 0 }
        return wideRanges.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    /// The letters that a terminal sets into the syllable before them.
    private static let hangulVowelsAndFinals: ClosedRange<UInt32> = 0x1160...0x11FF

    /// Unicode's East Asian Width (Standard Annex 11) `W` and `F`, adjacent blocks joined.
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1B000...0x1B2FF,
        0x20000...0x3FFFD,
    ]

    /// About how many pixels a proportional sans-serif gives `text`.
    ///
    /// The reader's font is not known; the widths by kind of letter are those of common ones
    /// (Helvetica, Inter), rounded up.
    package static func pixels(_ text: String, fontSize: Double) -> Double {
        text.reduce(0) { $0 + ems($1) } * fontSize
    }

    private static func ems(_ character: Character) -> Double {
        switch columns(character) {
        case 0: return 0
        case 2: return 1
        default: break
        }
        if "iljtfrI.,:;'|!()[] ".contains(character) { return 0.32 }
        if "mwMW@%".contains(character) { return 0.92 }
        return character.isUppercase ? 0.7 : 0.58
    }

    /// `text` cut to at most `columns` columns, its last an ellipsis where something was cut.
    ///
    /// Control characters, and those that turn the direction of what follows, become U+FFFD, so
    /// that a label cannot steer the terminal.
    package static func clipped(_ text: String, toColumns columns: Int) -> String {
        let text = printable(text)
        guard self.columns(text) > columns else { return text }
        guard columns > 0 else { return "" }
        var (clipped, width) = ("", 0)
        for character in text {
            width += self.columns(character)
            guard width < columns else { break }
            clipped.append(character)
        }
        return clipped + "…"
    }

    /// `text` clipped and filled with spaces to exactly `columns` columns.
    package static func fitted(
        _ text: String, toColumns columns: Int, alignedRight: Bool = false
    ) -> String {
        let clipped = clipped(text, toColumns: columns)
        let filling = String(repeating: " ", count: max(0, columns - self.columns(clipped)))
        return alignedRight ? filling + clipped : clipped + filling
    }

    private static func printable(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control
            let turns = turningRanges.contains { $0.contains(scalar.value) }
            output.append(isControl || turns ? "\u{FFFD}" : scalar)
        }
        return String(output)
    }

    /// Unicode's embeddings, overrides and isolates (Standard Annex 9).
    private static let turningRanges: [ClosedRange<UInt32>] = [0x202A...0x202E, 0x2066...0x2069]
}
