import Basics
import Tensors
import TestSupport
import Testing
import Translation

struct TargetPrefixTests {
    private static let searches: [SearchOptions] = [
        .greedy, SearchOptions(), .sampling(.with()),
        .with {
            $0.nBest = 3
            $0.stoppingRule = .beamFilled
            $0.repetitionPenalty = 1.5
        },
    ]
    private let pool = WorkerPool(count: 2, precision: .float32)
    private let sources: [[Int32]] = [[1, 0], [2, 1, 0], [0], [3, 2, 1, 0]]
    private let prefixes: [[Int32]] = [[5], [], [3, 3, 2, 1], [8, 6]]

    @Test(arguments: searches)
    func everyTranslationBeginsWithItsPrefixAndHasTheModelsProbabilities(
        options: SearchOptions
    ) throws {
        let model = ToyModel.random(vocabulary: 10, seed: 4)
        let found = try TokenTranslator(model, on: pool, limits: BatchLimits(sentences: 3))
            .translate(sources, targetPrefixes: prefixes, options)
        for ((source, prefix), results) in zip(zip(sources, prefixes), found) {
            #expect(results.count == options.nBest)
            for result in results {
                #expect(result.tokens.starts(with: prefix))
                let expected = model.tokenLogProbabilities(of: result.tokens, source: source)
                #expect(abs(result.logProbability - expected.reduce(0, +)) < 1e-4)
            }
        }
        #expect(found == options.search(sources, prefixes: prefixes, with: model))
    }

    @Test(arguments: searches)
    func theBeginningOfATranslationLeadsToTheSame(options: SearchOptions) {
        let model = ToyModel.random(vocabulary: 10, seed: 4)
        guard options.beamSize == 1, options.sampling == nil else { return }
        let free = options.search(sources, model)
        let prefixes = free.map { Array($0[0].tokens.prefix(2)) }
        #expect(options.search(sources, prefixes: prefixes, with: model) == free)
    }

    @Test func aBeamWithRoomForEverythingFindsTheBestThatBeginsSo() {
        let model = ToyModel.random(vocabulary: 4, seed: 2)
        let options = SearchOptions.exhaustive()
        let best = model.best { tokens in
            guard tokens.starts(with: [2, 1]) else { return nil }
            let sum = model.tokenLogProbabilities(of: tokens, source: [1, 0]).reduce(0, +)
            return options.lengthPenalty.score(logProbability: sum, length: tokens.count + 1)
        }
        let found = options.search([[1, 0]], prefixes: [[2, 1]], with: model)[0]
        #expect(found.map(\.tokens) == best.map(\.tokens))
    }

    @Test(arguments: searches)
    func whatIsSuppressedMayBeForced(options: SearchOptions) {
        var options = options
        options.suppressedTokens = [5]
        options.noRepeatNGramSize = 1
        options.repetitionPenalty = 1
        let model = ToyModel.random(vocabulary: 10, seed: 4)
        let result = options.search([[1, 0]], prefixes: [[5, 5]], with: model)[0][0]
        #expect(result.tokens.starts(with: [5, 5]))
        #expect(!result.tokens.dropFirst(2).contains(5))
        // What is forced costs what the model says, not what is forbidden.
        #expect(abs(result.penalizedLogProbability - result.logProbability) < 1e-4)
    }

    @Test(arguments: searches)
    func aPrefixMayBeTheWholeTranslationButNoLonger(options: SearchOptions) throws {
        var options = options
        options.nBest = 1
        options.maximumLengthRatio = 1
        options.maximumLengthOffset = 1
        let model = ToyModel.constant([-9, 0, 0, 0])
        let translator = TokenTranslator(model, on: pool)
        let whole = try translator.translate([[1, 0]], targetPrefixes: [[1, 2]], options)[0][0]
        #expect(whole.tokens == [1, 2] && whole.isCutOff)
        let error = #expect(throws: CalqueError.self) {
            try translator.translate(
                [[1, 0], [1, 0]], targetPrefixes: [[], [1, 2, 3]], options)
        }
        #expect(
            error?.message.contains("target prefix at index 1 has 3 tokens, and the longest")
                == true)
    }

    @Test(arguments: [-1, 10, 0] as [Int32])
    func aTokenThatCannotBePartOfATranslationIsNamed(token: Int32) throws {
        let model = ToyModel.random(vocabulary: 10, seed: 4)
        let error = #expect(throws: CalqueError.self) {
            try TokenTranslator(model, on: pool).translate(
                [[1, 0]], targetPrefixes: [[3, token]], .greedy)
        }
        #expect(error?.message.contains("has the token \(token)") == true)
    }
}

/// Prefixes as text.
struct TargetPrefixTextTests {
    @Test func everyLineBeginsAsItIsTold() throws {
        let results = try Translator.copying().translate(requests: [
            TranslationRequest("abc", targetPrefix: "xy"), TranslationRequest("abc"),
            TranslationRequest("def", targetPrefix: " \t"),
        ])
        // Whoever copies goes on after the prefix, at the same place of the source.
        #expect(results.map(\.text) == ["xyc", "abc", "def"])
    }

    @Test func aLineInPartsHasItsPrefixInTheFirst() throws {
        let result = try Translator.copying(maximumLength: 9).translate(requests: [
            TranslationRequest("abc. def. ghi.", targetPrefix: "x")
        ])[0]
        #expect(result.text == "xbc. def. ghi.")
    }

    @Test(arguments: ["", "  ", "\u{3000}\t"])
    func anEmptyLineStaysEmptyWithAWarning(line: String) throws {
        let result = try Translator.copying().translate(requests: [
            TranslationRequest(line, targetPrefix: "abc")
        ])[0]
        #expect(result.text == "" && result.warnings.count == 1)
        #expect(result.warnings.first?.contains("target prefix was left out") == true)
    }

    @Test func aPrefixThatIsTooLongIsAnErrorOfItsLine() throws {
        var requests = [
            TranslationRequest("abc"), TranslationRequest("def"),
            TranslationRequest("ghi", targetPrefix: "abcdefghijkl"),
        ][...]
        let translator = try Translator.copying(maximumLength: 10)
        let whole = Array(requests)
        var texts: [String] = []
        let error = #expect(throws: CalqueError.self) {
            try translator.translate(
                .greedy, requests: { requests.popFirst() }, to: { texts.append($0.text) })
        }
        #expect(texts == ["abc", "def"])
        #expect(error?.message.contains("target prefix of line 3 has 13 tokens") == true)
        #expect(throws: CalqueError.self) { try translator.translate(requests: whole) }
    }
}
