import Testing
import Text

struct TranslationFlawsTests {
    private func flaws(
        _ translation: String, _ reference: String, _ source: String?
    ) -> TranslationFlaws {
        TranslationFlaws(
            of: [translation], references: [[reference]], sources: source.map { [$0] })
    }

    @Test(arguments: [
        ("the dog the dog the dog", true), ("the dog the dog", false), ("no no no", true),
        ("hahaha", false), ("的的的的", true), ("......", false), ("- - - -", false),
        ("1 1 1 1", false), ("so good, so good, so good, yes", true), ("abcabcabcabc", true),
    ])
    func phrasesAgainAndAgain(line: String, isRepeating: Bool) {
        #expect(flaws(line, "x", nil).repeating == (isRepeating ? [1] : []))
        #expect(flaws(line, line, nil).repeating == [])
    }

    @Test func whatIsLeftAsItWas() {
        let source = "The cat sat on the mat"
        #expect(flaws("the cat sat on the Matte", "Die Katze saß", source).untranslated == [1])
        #expect(flaws("Die Katze sat on", "Die Katze saß", source).untranslated == [])
        #expect(flaws("New York", "New York", "New York").untranslated == [])
        #expect(flaws("猫在睡觉", "The cat sleeps", "猫在睡觉").untranslated == [1])
        #expect(flaws("die cat", "x", source).copiedShare == 0.5)
        let without = flaws("die cat", "x", nil)
        #expect(without.untranslated == nil && without.copiedShare == nil)
    }

    @Test(arguments: [
        ("1.000,50 Euro", "1,000.50 euros", "1,000.50 euros", false),
        ("tausend Euro", "1,000 euros", "1,000 euros", true),
        ("zwei Hunde", "2 dogs", "two dogs", false), ("zwei Hunde", "two dogs", "2 dogs", false),
        ("3 und 3", "3 and 3", "3 und 3", false), ("nur 3", "3 and 3", "3 und 3", true),
        ("13", "3", "3", true), ("٣ قطط", "3", "3", false), ("Es sind 5.", "5", "5.", false),
    ])
    func numbers(translation: String, reference: String, source: String, isMissing: Bool) {
        let found = flaws(translation, reference, source).missingNumbers
        #expect(found == (isMissing ? [1] : []))
    }

    @Test(arguments: [
        ("Hallo {Name}", "Hello {name}", "Hi {name}", true),
        ("Hallo {name}", "Hello {name}", "Hi {name}", false),
        ("%s Dateien", "%d files", "%d files", true),
        ("%2$s von %1$s", "%1$s of %2$s", "%1$s of %2$s", false),
        ("100 sicher", "100% sure", "100 % sure", false),
        ("fett", "<b>bold</b>", "<b>bold</b>", true),
        ("a < b", "a < b > c", "a < b > c", false), ("x", "{a b}", "{a b}", false),
    ])
    func placeholders(translation: String, reference: String, source: String, isMissing: Bool) {
        let found = flaws(translation, reference, source).missingPlaceholders
        #expect(found == (isMissing ? [1] : []))
    }

    @Test func linesOfNothing() {
        let found = TranslationFlaws(
            of: ["", " ", "a"], references: [["x", "", "y"]], sources: nil)
        #expect(found.empty == [1] && found.lineCount == 3)
    }
}
