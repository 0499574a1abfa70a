import TestSupport
import Testing
import Text
import Translation

struct LineSplitterTests {
    private let tokenizer: SubwordTokenizer

    init() throws {
        tokenizer = try characterTokenizer().source
    }

    private func parts(
        _ line: String, maximumLength: Int, _ other: SubwordTokenizer? = nil
    ) -> [String] {
        let tokenizer = other ?? tokenizer
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

    /// Whatever ends sentences or closes quotes in one script does so here.
    @Test(arguments: [
        ("ab cd؟ ef gh ij", ["▁ab▁cd؟", "▁ef▁gh▁ij"]),
        ("a b.» c d e", ["▁a▁b.»", "▁c▁d▁e"]),
        ("a b.“ c d e", ["▁a▁b.“", "▁c▁d▁e"]),
        ("abcd。》efghijkl", ["▁abcd。》", "efghijkl"]),
        ("ab።cdefghijkl", ["▁ab።", "cdefghijkl"]),
        // A quote that opens belongs to what follows.
        ("abcd。“efgh”ijkl", ["▁abcd。", "“efgh”ijkl"]),
        // No word begins after the ellipsis, nor is a semicolon an end.
        ("ab…cd ef gh ij", ["▁ab…cd▁ef", "▁gh▁ij"]), ("a; bc de f gh", ["▁a;▁bc▁de", "▁f▁gh"]),
    ])
    func everyScriptHasItsEnds(line: String, expected: [String]) throws {
        let model = try SentencePieceModel.characters(
            of: "abcdefghijkl .؟»“。》።”…;", normalization: .identity)
        let tokenizer = try TranslationTokenizer(sharing: model).source
        #expect(parts(line, maximumLength: 11, tokenizer) == expected)
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

    @Test func bracketsAloneTakeNoLongerThanWords() throws {
        var parts: [[Int32]] = []
        let ids = tokenizer.encode(String(repeating: ")", count: 100_000))
        let time = ContinuousClock().measure {
            parts = LineSplitter(tokenizer, maximumLength: 100).parts(of: ids)
        }
        #expect(parts.reduce(0) { $0 + $1.count - 1 } == ids.count - 1)
        #expect(time < .seconds(5))
    }
}
