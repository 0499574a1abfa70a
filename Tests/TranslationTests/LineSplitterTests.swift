import Testing
import Text
import Translation

struct LineSplitterTests {
    private let tokenizer: SubwordTokenizer

    init() throws {
        tokenizer = try characterTokenizer().source
    }

    private func parts(_ line: String, maximumLength: Int) -> [String] {
        let ids = tokenizer.encode(line)
        let parts = LineSplitter(tokenizer, maximumLength: maximumLength).parts(of: ids)
        for part in parts {
            #expect(part.count <= maximumLength && part.last == tokenizer.vocabulary.endID)
        }
        return parts.map { tokenizer.pieces(ofIDs: $0.dropLast()).joined() }
    }

    @Test func aLineThatFitsStaysWhole() {
        #expect(parts("a bc.", maximumLength: 7) == ["▁a▁bc."])
    }

    @Test(arguments: [
        // The last end of a sentence in reach, even where more words would fit.
        ("ab. cd. ef gh", ["▁ab.▁cd.", "▁ef▁gh"]),
        ("ab! cd? ef gh ij", ["▁ab!▁cd?", "▁ef▁gh▁ij"]),
        // A quote that closes after the full stop belongs to the sentence.
        ("ab cd.\" ef gh", ["▁ab▁cd.\"", "▁ef▁gh"]),
        // A full stop in a word ends nothing.
        ("ab.cd ef gh ij", ["▁ab.cd▁ef", "▁gh▁ij"]),
        // Scripts without spaces.
        ("abcd。efghijkl", ["▁abcd。", "efghijkl"]),
        // Neither sentence nor word ends: between any two tokens.
        ("abcdefghijklm", ["▁abcdefghi", "jklm"]),
    ])
    func cutsWhereItHurtsLeast(line: String, expected: [String]) {
        #expect(parts(line, maximumLength: 11) == expected)
    }

    @Test func nothingIsLost() {
        let line = String(repeating: "ab cd. efghijklmnopq rs! ", count: 40)
        for maximumLength in 2...40 {
            let joined = parts(line, maximumLength: maximumLength).joined()
            #expect(joined == tokenizer.pieces(of: line).joined())
        }
    }

    @Test func everyPartBeginsWithTheLanguageToken() {
        #expect(
            parts(">>xxx<< ab cd ef gh", maximumLength: 9)
                == [">>xxx<<▁ab▁cd", ">>xxx<<▁ef▁gh"])
    }
}
