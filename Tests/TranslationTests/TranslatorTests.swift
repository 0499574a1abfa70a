import Basics
import Tensors
import TestSupport
import Testing
import Text
import Translation

struct TranslatorTests {
    /// Of all lengths, in no order.
    private let lines = (0..<150).map { index in
        String(repeating: "abc de ", count: index * 37 % 11) + "\("xyz".dropFirst(index % 3))."
    }

    @Test(arguments: [1, 3], [1, 2, 64])
    func everyLineHasItsResultInOrder(workers: Int, sentences: Int) throws {
        let translator = try Translator.copying(
            workers: workers, limits: BatchLimits(tokens: 200, sentences: sentences))
        for options in [SearchOptions.greedy, SearchOptions()] {
            let results = try translator.translate(lines, options)
            #expect(results.map(\.text) == lines)
            #expect(results.allSatisfy { $0.warnings.isEmpty && $0.alternatives.count == 1 })
        }
    }

    @Test(arguments: ["", " ", "\t \u{A0}\u{3000}", "\u{0}", "\r"])
    func aBlankLineStaysEmpty(line: String) throws {
        let results = try Translator.copying().translate(["abc", line, "def"])
        #expect(results.map(\.text) == ["abc", "", "def"])
        #expect(results[1].warnings.isEmpty)
    }

    @Test func noLinesHaveNoResults() throws {
        #expect(try Translator.copying().translate([]).isEmpty)
    }

    @Test func aLineTooLongIsTranslatedInPartsWithAWarning() throws {
        let translator = try Translator.copying(maximumLength: 14)
        let line = "abc def. ghi jkl mno pqr. abcdefghijklmnop"
        let results = try translator.translate(["abc", line, "xyz"])
        #expect(
            results.map(\.text)
                == ["abc", "abc def. ghi jkl mno pqr. abcdefghijkl mnop", "xyz"])
        #expect(results[1].warnings.count == 1)
        #expect(results[1].warnings.first?.contains("was translated in 5 parts") == true)
        #expect(results[0].warnings.isEmpty)
    }

    @Test func aTranslationThatIsCutOffIsWarnedOf() throws {
        let options = SearchOptions.with {
            $0.maximumLengthRatio = 0
            $0.maximumLengthOffset = 3
        }
        let result = try Translator.copying().translate(["abcdef"], options)[0]
        #expect(result.text == "ab")  // the first token is the space before a word
        #expect(result.warnings == ["The translation was cut off at 3 tokens, its maximum length."])
    }

    @Test(arguments: [1000, 8])
    func nBestIsSortedAndDistinctForWholeLinesAndLinesInParts(maximumLength: Int) throws {
        let translator = try Translator.copying(maximumLength: maximumLength)
        let options = SearchOptions.with { $0.nBest = 4 }
        let result = try translator.translate(["abc def ghi"], options)[0]
        #expect(result.alternatives.count == 4)
        #expect(Set(result.alternatives.map(\.tokens)).count == 4)
        let scores = result.alternatives.map(\.score)
        #expect(scores == scores.sorted(by: >))
        #expect(result.text == "abc def ghi" && result.score == scores[0])
        for alternative in result.alternatives {
            let sum = alternative.tokenLogProbabilities.reduce(0) { $0 + Double($1) }
            #expect(abs(sum - alternative.logProbability) < 1e-9)
            #expect(
                alternative.score
                    == options.lengthPenalty.score(
                        logProbability: alternative.logProbability,
                        length: alternative.tokenLogProbabilities.count))
        }
    }

    @Test func anOptionOutOfRangeIsAnErrorEvenWithoutLines() throws {
        let translator = try Translator.copying()
        #expect(throws: CalqueError.self) {
            try translator.translate([], .with { $0.beamSize = 0 })
        }
    }

    @Test(arguments: [1000, 6])
    func anEmptyTranslationOfTextIsWarnedOf(maximumLength: Int) throws {
        let tokenizer = try characterTokenizer()
        let vocabulary = tokenizer.target.vocabulary
        // Says nothing of what begins with "x", and a space, which no text shows, of "y".
        var model = ToyModel(vocabulary) { source, prefix in
            var logits = [Float](repeating: 0, count: vocabulary.count)
            let says = source.contains(vocabulary.id(of: "x") ?? 0) ? [] : Array(source.dropLast())
            let next = prefix.count < says.count ? says[prefix.count] : vocabulary.endID
            logits[Int(next)] = 12
            return logits
        }
        model.maximumLength = maximumLength
        let translator = Translator(model, tokenizer, workers: 1, precision: .float32)
        let results = try translator.translate(["abc", "x", "", "abc xyz", "\u{0}"], .greedy)
        #expect(results.map(\.text) == ["abc", "", "", maximumLength == 6 ? "abc" : "", ""])
        #expect(
            results.map { $0.warnings.contains { $0.contains("empty") } } == [
                false, true, false, true, false,
            ])
    }

    @Test func encodedSentencesAreTranslatedAsTheyAre() throws {
        let translator = try Translator.copying(maximumLength: 9)
        let sources = ["abc", "d"].map { translator.tokenizer.encodeSource($0) }
        let results = try translator.translate(encoded: sources)
        #expect(results.map { $0[0].tokens } == sources.map { $0.dropLast() })
        let tooLong = #expect(throws: CalqueError.self) {
            try translator.translate(encoded: [sources[0], sources[0] + sources[0]])
        }
        #expect(tooLong?.message.contains("index 1 has 10 tokens") == true)
        #expect(throws: CalqueError.self) { try translator.translate(encoded: [[]]) }
    }

    @Test(arguments: [-1, 5, Int32.max])
    func aSourceTokenThatDoesNotExistIsNamed(token: Int32) throws {
        let model = ToyModel.random(vocabulary: 5, seed: 1)
        let pool = WorkerPool(count: 1, precision: .float32)
        let error = #expect(throws: CalqueError.self) {
            try TokenTranslator(model, on: pool).translate([[1, 0], [1, token, 0]])
        }
        #expect(error?.message.contains("index 1 has the token \(token)") == true)
        #expect(error?.message.contains("source tokens are 0 to 4") == true)
    }

    @Test func aTokenizerOfAnotherModelIsAnErrorOfItsLine() throws {
        let translator = Translator(
            ToyModel.random(vocabulary: 5, seed: 1), try characterTokenizer(), workers: 1,
            precision: .float32)
        let error = #expect(throws: CalqueError.self) { try translator.translate(["", "xyz"]) }
        #expect(error?.message.contains("Line 2 has the token") == true)
    }
}

struct TranslatorStreamTests {
    private struct Interrupted: Error, Equatable {}

    @Test(arguments: [
        Translator.ChunkLimits(lines: 1), .init(lines: 4), .init(lines: 10),
        .init(lines: 7, tokens: 20), .init(tokens: 1), .init(),
    ])
    func resultsComeInOrderAndNoChunkIsLargerThanItsLimit(chunks: Translator.ChunkLimits) throws {
        let lines = (0..<20).map { $0 % 5 == 3 ? "" : String(repeating: "a", count: $0 * 7 % 19) }
        var rest = lines[...]
        var pending = 0
        var texts: [String] = []
        try Translator.copying().translate(
            .greedy, chunks: chunks,
            from: {
                pending += rest.isEmpty ? 0 : 1
                #expect(pending <= chunks.lines)
                return rest.popFirst()
            },
            to: {
                pending -= 1
                texts.append($0.text)
            })
        #expect(texts == lines)
    }

    /// Every third line is late.
    @Test func whatHasArrivedIsTranslatedBeforeMoreIsWaitedFor() throws {
        let lines = (0..<10).map { String(repeating: "a", count: $0 + 1) }
        var read = 0
        var texts: [String] = []
        try Translator.copying().translate(
            .greedy,
            from: {
                guard read < lines.count else { return nil }
                if read % 3 == 0 { #expect(texts.count == read) }
                defer { read += 1 }
                return lines[read]
            },
            hasArrived: { read % 3 != 0 }, to: { texts.append($0.text) })
        #expect(texts == lines)
    }

    @Test func linesBeforeAnErrorOfWaitingAreTranslated() throws {
        var lines = ["abc", "def"][...]
        var texts: [String] = []
        #expect(throws: Interrupted()) {
            try Translator.copying().translate(
                .greedy, from: { lines.popFirst() },
                hasArrived: { if lines.isEmpty { throw Interrupted() } else { true } },
                to: { texts.append($0.text) })
        }
        #expect(texts == ["abc", "def"])
    }

    @Test func linesBeforeAnErrorAreTranslated() throws {
        var lines = ["abc", "def"][...]
        var texts: [String] = []
        #expect(throws: Interrupted()) {
            try Translator.copying().translate(
                .greedy,
                from: {
                    guard let line = lines.popFirst() else { throw Interrupted() }
                    return line
                }, to: { texts.append($0.text) })
        }
        #expect(texts == ["abc", "def"])
    }

    @Test func anErrorOfTheOutputStopsTheStream() throws {
        var count = 0
        #expect(throws: Interrupted()) {
            try Translator.copying().translate(
                .greedy, chunks: .init(lines: 1),
                from: {
                    count += 1
                    return "abc"
                }, to: { _ in throw Interrupted() })
        }
        #expect(count == 1)
    }
}
