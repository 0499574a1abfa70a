import TestSupport
import Testing
import Translation

/// What is a loop.
struct RepetitionTests {
    private func tokens(_ words: String) -> [Int32] {
        words.split(separator: " ").map {
            $0.unicodeScalars.reduce(0) { $0 * 31 + Int32($1.value) }
        }
    }

    private func loop(_ translation: String, of source: String = "a b c") -> (Int, Int)? {
        Repetition.loop(in: tokens(translation), of: tokens(source)).map {
            ($0.tokens.count, $0.count)
        }
    }

    @Test(arguments: [
        "", "ha", "ha ha ha", "ha ha ha ha", ". . . . . . .", "a b a b a b c d", "x x x y x x x y",
        // Three times is no loop, however long.
        "one two three four one two three four one two three four five",
        // Not in succession.
        "a b c a b d a b e a b f a b g a b h",
    ])
    func ordinaryTextIsNone(text: String) {
        #expect(loop(text) == nil)
    }

    @Test(arguments: [
        ("ha ha ha ha ha ha ha ha", 1, 8), ("a b a b a b a b", 2, 4),
        ("in a man in a man in a man in a man in a", 3, 4),
        ("x y z x y z x y z x y z x y z !", 3, 5), ("and so on on on on on on on on on on", 1, 10),
    ])
    func tokensThatComeAgainAndAgainAreOne(text: String, period: Int, count: Int) throws {
        let found = try #require(loop(text))
        #expect(found.0 == period && found.1 == count)
    }

    @Test func whatTheSourceRepeatsAsOftenIsNone() {
        let text = "no no no no no no no no"
        #expect(loop(text, of: "non , non , non , non , non , non , non , non ,") == nil)
        #expect(loop(text, of: "non non non non non non non !") != nil)
    }

    @Test func theWarningSaysWhatIsRepeated() throws {
        let tokenizer = try characterTokenizer()
        let vocabulary = tokenizer.target.vocabulary
        let words = tokenizer.encodeTarget("ab").dropLast()
        let model = ToyModel(vocabulary) { source, prefix in
            var logits = [Float](repeating: 0, count: vocabulary.count)
            // Every sentence is "ab ab ab …" without end, but for one of a letter.
            let next = words[prefix.count % words.count]
            logits[Int(source.count > 3 ? next : vocabulary.endID)] = 9
            return logits
        }
        let translator = Translator(model, tokenizer, workers: 1, precision: .float32)
        let options = SearchOptions.with { $0.maximumLengthRatio = 4 }
        let results = try translator.translate(["cde", "c"], options)
        #expect(results.map(\.isRepetitive) == [true, false])
        #expect(results[0].warnings.last?.contains("\"ab\" occurs") == true)
        #expect(results[1].warnings.allSatisfy { !$0.contains("occurs") })
    }
}
