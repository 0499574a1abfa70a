import Basics
import Documents
import Testing

/// The quick answer that nothing of a text is protected, against the search for it.
struct ProtectedTextAbsenceTests {
    private static let rules = ProtectionRules(kinds: Set(ProtectedKind.allCases))

    /// What texts are made of that it passes, and what makes it refuse most of them.
    private static let pieces = [
        "a", "v", "the", "Mother", "mailto", "www", "http", "com", "O", " ", " ", " ", ",", ", ",
        "'", "\"", "!", "?", ";", "(", ")", ".", ". ", "... ", ":", ": ", "-", "a-b", "--", "–",
        "—",
        "‘", "’", "“", "”", "…", "é", "ß", "×", "÷", "Ω", "ж", "א", "ع", "؋", "٣", "\u{301}", "Ⓐ",
        "家", "한", "䷀", "ꠘ", "が", "&", "1", "/", "@", "©", "❤️", "\n", "\u{A0}", "\u{200D}",
    ]

    @Test func whereItSaysSoNothingIsFound() {
        var random = RandomSource(seed: 5)
        var absentCount = 0
        for _ in 0..<100_000 {
            let count = Int.random(in: 1...8, using: &random)
            let text = (0..<count).map { _ in
                Self.pieces[Int.random(in: Self.pieces.indices, using: &random)]
            }.joined()
            guard ProtectedText.isAbsent(from: text) else { continue }
            absentCount += 1
            let found = ProtectedText.find(in: text, Self.rules)
            let scalars = text.unicodeScalars
            let hasEdge = [scalars.first, scalars.last].contains {
                $0?.properties.isWhitespace == true
            }
            guard found.isEmpty, !hasEdge else {
                Issue.record("“\(text)” has \(found)")
                return
            }
        }
        #expect(absentCount > 10_000)
    }

    /// Every scalar that it passes, alone and before and behind what might make something of it.
    @Test func noScalarThatItPassesIsProtected() {
        var passed = 0
        for scalar in (UInt32(0)...0xFFFF).lazy.compactMap(Unicode.Scalar.init) {
            for text in ["\(scalar)", "a\(scalar)", "a \(scalar) b", "v\(scalar)a"]
            where ProtectedText.isAbsent(from: text) {
                passed += 1
                let found = ProtectedText.find(in: text, Self.rules)
                #expect(found.isEmpty, "U+\(String(scalar.value, radix: 16)): \(text)")
            }
        }
        #expect(passed > 100_000)
    }

    @Test(
        arguments: [
            (.format, "%s"), (.variable, "{name}"), (.message, "{n, plural, other {a}}"),
            (.reference, "$t(key)"), (.colon, ":name"), (.tag, "<b>"),
            (.url, "https://example.org"),
            (.url, "www.example.org"), (.url, "mailto:a"), (.mail, "a@b.org"),
            (.path, "/etc/hosts"),
            (.path, "a.txt"), (.option, "--verbose"), (.quantity, "5 kg"), (.quantity, "€5"),
            (.version, "1.2.3"), (.version, "v2.0"), (.emoji, "🙂"), (.emoji, "©️"),
            (.mnemonic, "&File"),
        ] as [(ProtectedKind, String)])
    func textOfEveryKindIsNoticed(kind: ProtectedKind, protected: String) {
        for text in [protected, "see \(protected)", "Wörter, \(protected) there"] {
            #expect(ProtectedText.find(in: text, Self.rules).first?.kind == kind, "\(text)")
            #expect(!ProtectedText.isAbsent(from: text), "\(text)")
        }
    }

    @Test(arguments: [
        "The red house is old.", "Straße, café: über", "Well-known (see above)!", "Дом; σπίτι?",
        "家有三人", "She said “no…”",
    ])
    func sentencesArePassed(text: String) {
        #expect(ProtectedText.isAbsent(from: text))
    }

    @Test(arguments: ["", " a", "a ", "\u{A0}a"])
    func whatIsLeftOutAtTheEndsIsNoticed(text: String) {
        #expect(!ProtectedText.isAbsent(from: text))
    }
}
