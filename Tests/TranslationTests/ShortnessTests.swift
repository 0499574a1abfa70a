import TestSupport
import Testing
import Text
import Translation

struct ShortnessTests {
    /// Says "a" and so on, as many letters as it is told, whatever the source.
    private func translator(letters: Int) throws -> Translator {
        let tokenizer = try characterTokenizer()
        let says = tokenizer.encodeTarget(String("abcdefghijklmnop".prefix(letters)))
        return Translator(
            ToyModel.saying(says, tokenizer.target.vocabulary), tokenizer, workers: 1,
            precision: .float32)
    }

    private static let long = "abc def ghi jkl mno pqr stu vwx yz abc def"

    @Test func aTranslationFarTooShortIsWarnedOf() throws {
        let result = try translator(letters: 5).translate([Self.long])[0]
        #expect(
            result.warnings == [
                "The translation has 6 tokens, and its source 43: something may be left out."
            ])
    }

    @Test(arguments: [
        (10, long), (1, "abc def ghi jkl"), (1, "abcdefghijklmnopqr"), (1, "a"),
    ])
    func whatMayBeAllIsNot(letters: Int, line: String) throws {
        #expect(try translator(letters: letters).translate([line])[0].warnings.isEmpty)
    }

    @Test func sentencesAreComparedOneByOne() throws {
        var translator = try translator(letters: 5)
        translator.lines = .sentences
        let joined = try translator.translate(["abc def.\u{2028}\(Self.long)"])[0]
        #expect(joined.warnings.count == 1)
        translator.lines = .paragraphs
        let result = try translator.translate(["abc def.\u{2028}\(Self.long)\u{2028}\(Self.long)"])[
            0]
        #expect(
            result.warnings == [
                "The translations of 2 of 3 parts are far shorter than their sources: something may "
                    + "be left out."
            ])
    }
}
