import Testing
import Text

/// What is of words, and of which.
struct WordScalarTests {
    @Test(arguments: ["aZ09éßΩж", "한ÀẾა", "٣אع\u{301}"])
    func lettersAndDigitsAreOfWordsWithSpacesBetween(scalars: String) {
        #expect(scalars.unicodeScalars.allSatisfy { $0.isOfWord && $0.isOfSpacedWord })
    }

    @Test(arguments: ["家々〇", "がガㇷﾊｰㄅ", "กຂཀမក"])
    func someScriptsHaveNoSpaces(scalars: String) {
        #expect(scalars.unicodeScalars.allSatisfy { $0.isOfWord && !$0.isOfSpacedWord })
    }

    @Test(arguments: [" _-.@[`{/:×÷→€、。"])
    func signsAreOfNoWord(scalars: String) {
        #expect(scalars.unicodeScalars.allSatisfy { !$0.isOfWord })
    }
}
