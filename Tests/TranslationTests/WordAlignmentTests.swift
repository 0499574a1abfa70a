import Basics
import Models
import Tensors
import TestSupport
import Testing
import Text
import Translation

struct WordAlignmentTests {
    private let tokenizer: TranslationTokenizer

    init() throws {
        tokenizer = try characterTokenizer()
    }

    /// Attention that is 0.8 at one source token of every target token, 0.1 at the first one and at
    /// the last.
    private func attention(_ strongest: [Int], keys: Int) -> [[Float]] {
        strongest.map { place in
            var row = [Float](repeating: 0, count: keys)
            row[0] += 0.1
            row[keys - 1] += 0.1
            row[place] += 0.8
            return row
        }
    }

    @Test func aWordGoesWithWhatItsPiecesLookAtMost() {
        // Tokens: ▁ a b ▁ c </s> and ▁ d e ▁ f </s>
        let pair = EncodedPair(source: "ab c", target: "de f", tokenizer)
        let words = WordAlignment(pair, attention([4, 4, 1, 2, 2, 5], keys: 6), tokenizer)
        #expect(words.sourceWords == ["ab", "c"] && words.targetWords == ["de", "f"])
        #expect(words.alignment.description == "0-0 0-1 1-0")
        let expected: [[Float]] = [[1.1 / 3, 1.6 / 3], [0.9, 0]]
        for (row, other) in zip(words.weights, expected) {
            #expect(zip(row, other).allSatisfy { abs($0 - $1) < 1e-6 }, "\(words.weights)")
        }
    }

    @Test func moreWordsCountWhereAttentionIsShared() {
        let pair = EncodedPair(source: "ab c", target: "d", tokenizer)
        let row: [Float] = [0.02, 0.03, 0.3, 0.05, 0.5, 0.1]
        let attention = [row, row, [0, 0, 0, 0, 0, 1]]
        #expect(WordAlignment(pair, attention, tokenizer).alignment.description == "1-0")
        let shared = WordAlignment(pair, attention, tokenizer, share: 0.5)
        #expect(shared.alignment.description == "0-0 1-0")
        let less = WordAlignment(pair, attention, tokenizer, share: 0.7)
        #expect(less.alignment.description == "1-0")
    }

    @Test func theEndOfTheSourceIsNoWordToGoWith() {
        let pair = EncodedPair(source: "ab c", target: "d", tokenizer)
        let words = WordAlignment(pair, attention([5, 5, 5], keys: 6), tokenizer)
        #expect(words.alignment.description == "0-0")
        #expect(words.weights.joined().reduce(0, +) < 0.2)
    }

    @Test func aLanguageTokenIsCountedButGoesWithNothing() {
        let pair = EncodedPair(source: ">>xxx<< a", target: "d", tokenizer)
        let words = WordAlignment(pair, attention([0, 0, 0], keys: 4), tokenizer)
        #expect(words.sourceWords == [">>xxx<<", "a"])
        #expect(words.alignment.description == "1-0")
    }

    @Test func aTranslationWithoutAnEndKeepsItsLastWord() {
        let target = Array(tokenizer.encodeTarget("d").dropLast())
        let pair = EncodedPair(source: tokenizer.encodeSource("a"), target: target)
        let words = WordAlignment(pair, attention([1, 1], keys: 3), tokenizer)
        #expect(words.targetWords == ["d"] && words.alignment.description == "0-0")
    }

    @Test func aPairThatWasNotReadKeepsItsPlaceInJSON() throws {
        let pair = EncodedPair(source: "a", target: "d", tokenizer)
        let words = WordAlignment(pair, attention([1, 1, 1], keys: 3), tokenizer)
        #expect(try WordAlignment.json(.success((pair, words))) == words.json())
        let problem = CalqueError("It is too long.", kind: .input)
        let line = #"{"error":"It is too long.","source":[],"target":[],"weights":[]}"#
        #expect(try WordAlignment.json(.failure(problem)) == line + "\n")
    }
}

/// Alignments of what a translator finds.
struct TranslatorAlignmentTests {
    private func translator(maximumLength: Int) throws -> Translator {
        let tokenizer = try characterTokenizer()
        var configuration = TransformerConfiguration(.tiny, for: tokenizer)
        configuration.maximumLength = maximumLength
        return Translator(
            configuration.makeModel(seed: 1), tokenizer, workers: 2, precision: .float32)
    }

    @Test func everyLineHasTheAlignmentOfItsWords() throws {
        var translator = try translator(maximumLength: 60)
        let lines = ["ab c de", "", "f", "abc defg hij klm"]
        let plain = try translator.translate(lines)
        #expect(plain.allSatisfy { $0.alignment == nil })
        translator.alignment = AttentionSelection()
        let aligned = try translator.translate(lines)
        #expect(aligned.map(\.text) == plain.map(\.text))
        for (line, result) in zip(lines, aligned) {
            let words = try #require(result.alignment)
            #expect(words.sourceWords == line.split(separator: " ").map(String.init))
            #expect(words.targetWords == result.text.split(separator: " ").map(String.init))
            #expect(words.weights.count == words.targetWords.count)
            #expect(Set(words.alignment.links.map(\.target)).count == words.targetWords.count)
        }
    }

    @Test func translatingWithoutBlockingAlignsTheSame() async throws {
        var translator = try translator(maximumLength: 12)
        translator.alignment = AttentionSelection()
        let lines = ["ab c de", "", "abc def. ghi jkl mno pqr."]
        let blocking = try translateBlocking(lines, translator)
        #expect(try await translator.translate(lines) == blocking)
        #expect(blocking.allSatisfy { $0.alignment != nil })
    }

    /// In an asynchronous function the name alone means the other one.
    private func translateBlocking(
        _ lines: [String], _ translator: Translator
    ) throws -> [TranslationResult] {
        try translator.translate(lines)
    }

    @Test func linesInPartsAreAlignedPartByPart() throws {
        var translator = try translator(maximumLength: 12)
        translator.alignment = AttentionSelection(layer: 0, head: 1)
        let line = "abc def. ghi jkl mno pqr."
        let result = try translator.translate([line])[0]
        #expect(!result.warnings.isEmpty)
        let words = try #require(result.alignment)
        #expect(words.sourceWords == line.split(separator: " ").map(String.init))
        #expect(words.weights.allSatisfy { $0.count == words.sourceWords.count })
        #expect((words.alignment.links.last?.source ?? 0) >= 2)
    }

    /// Sentences and parts with a language token, characters that normalisation takes for spaces,
    /// and words that are cut between parts.
    @Test(arguments: [
        ">>xxx<< ab c de. fg hi jk lm no pq. rs", "ab´c de fg¨hi jk lm",
        "ab\u{200B}c ▁ de fg hi jk",
        "abcdefghijklmnopqrstu vw", ">>xxx<<abcdefghijklmnop qr st uvw",
        "  ab \u{200B} c\tde fgh ijk",
        "你好。再见。 ab", ">>xxx<< 你好。再见。ab。",
    ])
    func wordsAreThoseOfTheLine(line: String) throws {
        var translator = try translator(maximumLength: 12)
        translator.alignment = AttentionSelection()
        let result = try translator.translate([line])[0]
        let words = try #require(result.alignment)
        let expected = line.unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
        #expect(words.sourceWords == expected.map { String($0) })
        #expect(words.weights.allSatisfy { $0.count == expected.count })
        #expect(words.alignment.links.allSatisfy { $0.source < expected.count })
    }

    @Test func wordsOfTheLastPartGoWithTheLastWordsOfTheLine() throws {
        var translator = try translator(maximumLength: 8)
        translator.alignment = AttentionSelection()
        for line in ["ab c´d ef gh ij kl", ">>xxx<< ab cd ef gh ij kl", "abcdefghijkl mn op"] {
            let words = try #require(translator.translate([line])[0].alignment)
            let last = try #require(words.alignment.links.map(\.source).max())
            #expect(last >= words.sourceWords.count - 3, "\(line): \(words.alignment)")
            // No word gets more attention than there is.
            #expect(words.weights.allSatisfy { $0.reduce(0, +) <= 1.001 })
        }
    }

    @Test func aHeadThatIsNotThereIsAnError() throws {
        var translator = try translator(maximumLength: 60)
        translator.alignment = AttentionSelection(head: 4)
        let error = #expect(throws: CalqueError.self) { try translator.translate(["ab"]) }
        #expect(error?.message.contains("no head 4 in decoder layer 3") == true)
    }
}
