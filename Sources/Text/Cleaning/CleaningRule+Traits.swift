/// What every rule measures, and its threshold from practice: those of Mozilla's pipeline, but for
/// what their issues say of lost short lines.
extension CleaningRule {
    private static let most = Double(1 << 30)

    /// What is known of the rule.
    var traits: Traits {
        switch self {
        case .unreadable, .minimumWords, .maximumWords, .wordLength, .lengthRatio, .equal: ofLength
        case .controlCharacters, .mojibake, .html, .addresses, .brackets: ofLeftovers
        case .letters, .letterWords, .script, .language, .casing, .numbers: ofContent
        case .repeatedCharacters, .repeatedWords, .duplicates, .nearDuplicates, .boilerplate:
            ofRepetition
        }
    }

    private var ofLength: Traits {
        switch self {
        case .minimumWords:
            Traits(
                .atLeast, "words", 1, 0...Self.most, whole: true,
                "Words of the side that has fewer; with 1, no side may be empty.")
        case .maximumWords:
            Traits(
                .atMost, "words", 150, 1...Self.most, whole: true, near: true,
                "Words of the side that has more.")
        case .wordLength:
            Traits(
                .atMost, "characters", 150, 1...Self.most, whole: true, near: true,
                "Characters of the longest word.")
        case .lengthRatio:
            Traits(
                .atMost, "ratio", 3, 1...1000, near: true,
                """
                How many times as long one side is as the other, in characters, of which a Chinese \
                one counts as three; ten are added to both, so that short lines are not lost.
                """)
        case .equal:
            Traits(
                .atMost, "words", 3, 0...Self.most, whole: true,
                """
                Words of a pair whose sides are the same; names and numbers, which are translated \
                by themselves, have few.
                """)
        default:
            Traits(
                .atMost, "", 0, 0...0,
                "Lines that are not UTF-8, are over 16 MiB, or lack a column. Always used.")
        }
    }

    private var ofLeftovers: Traits {
        switch self {
        case .controlCharacters:
            Traits(
                .atMost, "characters", 0, 0...Self.most, whole: true,
                """
                Control characters, characters for private use, and U+FFFD, which stands for \
                bytes that were lost.
                """)
        case .mojibake:
            Traits(
                .atMost, "sequences", 0, 0...Self.most, whole: true,
                "Characters of UTF-8 that was read as Latin-1 or Windows-1252, such as Ã©.")
        case .html:
            Traits(
                .atMost, "tags", 0, 0...Self.most, whole: true,
                "Tags and entities of HTML that one side has and the other has not.")
        case .addresses:
            Traits(
                .atMost, "addresses", 0, 0...Self.most, whole: true,
                "Sites and mail addresses that one side has and the other has not.")
        default:
            Traits(
                .atMost, "marks", 0, 0...Self.most, whole: true,
                """
                Brackets that are open or closed too often on one side and not on the other; one \
                more if quotation marks are odd on one side alone.
                """)
        }
    }

    private var ofContent: Traits {
        switch self {
        case .letters:
            Traits(
                .atLeast, "share", 0.5, 0...1, near: true,
                """
                Share of letters among the characters that are not spaces; eight are added to \
                both, so that short lines are not lost.
                """)
        case .letterWords:
            Traits(
                .atLeast, "share", 0.4, 0...1, near: true,
                "Share of words with a letter; two are added to both.")
        case .script:
            Traits(
                .atLeast, "share", 0.5, 0...1, near: true,
                """
                Share of the letters that are of a script of the side's language, where that is \
                given; ten are added to both, for names.
                """)
        case .language:
            Traits(
                .atLeast, "probability", 0.05, 0...1, near: true,
                """
                How probable the side's language is, where that is given and the line has at least \
                20 letters.
                """)
        case .casing:
            Traits(
                .atMost, "share", 0.6, 0...1, near: true,
                """
                How much larger the share of capitals is on one side, where both have at least 12 \
                letters with case.
                """)
        default:
            Traits(
                .atLeast, "ratio", 1, 0...Self.most, near: false,
                """
                Numbers that both sides have, and one, divided by those that one side lacks, and \
                one. Small and round numbers may be missing, for they are written as words.
                """)
        }
    }

    private var ofRepetition: Traits {
        switch self {
        case .repeatedCharacters:
            Traits(
                .atMost, "times", 9, 1...Self.most, whole: true, near: true,
                "How often a character stands one after the other.")
        case .repeatedWords:
            Traits(
                .atMost, "times", 3, 1...Self.most, whole: true, near: true,
                """
                How often one to four words are said one after the other, on a side where that is \
                oftener than on the other.
                """)
        case .duplicates:
            Traits(
                .atMost, "times", 1, 1...65535, whole: true,
                "How often the same pair is kept.")
        case .nearDuplicates:
            Traits(
                .atMost, "times", 1, 1...65535, whole: true,
                """
                How often a pair is kept that is the same but for case, digits and what is no \
                letter.
                """)
        default:
            Traits(
                .atMost, "times", 10, 1...65534, whole: true,
                "How often a side is kept with different other sides.")
        }
    }
}
