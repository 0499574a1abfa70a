import Basics
import TestSupport
import Testing
import Text

struct TokenizerSampleTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func corpus(_ lines: [(source: String, target: String)]) throws -> ParallelCorpus {
        try ParallelCorpus(
            source: folder.write(lines: lines.map(\.source), to: "source.txt"),
            target: folder.write(lines: lines.map(\.target), to: "target.txt"))
    }

    /// A line for every letter of a block of Unicode's, so that the pieces tell which lines were there.
    private static let letters = (0..<2000).compactMap {
        Unicode.Scalar(0x4E00 + $0).map(String.init)
    }

    /// The numbers of the lines that a tokenizer was trained on.
    private func sampled(
        _ sample: TokenizerSample, sharesVocabulary: Bool = true
    ) throws -> (source: [Int], target: [Int]) {
        let text = try corpus(Self.letters.map { ($0, "x" + $0) })
        var options = SentencePieceTrainerOptions()
        options.type = .char
        options.vocabularySize = 5000
        options.characterCoverage = 1
        let tokenizer = try TranslationTokenizer.train(
            on: text, sample: sample, options: options, sharesVocabulary: sharesVocabulary)
        func known(_ side: SubwordTokenizer) -> [Int] {
            let unknown = side.model.id(of: "\u{10FFFF}")
            return Self.letters.indices.filter { side.model.id(of: Self.letters[$0]) != unknown }
        }
        return (known(tokenizer.source), known(tokenizer.target))
    }

    @Test(arguments: [nil, 4000, 5_000_000])
    func aTextThatIsNoLargerIsTakenWhole(_ limit: Int?) throws {
        let text = try corpus(zip(TestText.english, TestText.german).map { ($0, $1) })
        let whole = try TranslationTokenizer.train(on: text, options: TestText.options())
        let sample = TokenizerSample(limit, seed: 7)
        let sampled = try TranslationTokenizer.train(
            on: text, sample: sample, options: TestText.options())
        #expect(sampled.source.model.serialized == whole.source.model.serialized)
        #expect(try self.sampled(sample).source == Array(Self.letters.indices))
    }

    @Test func aSampleIsDrawnFromTheWholeTextByTheSeedAlone() throws {
        let sample = TokenizerSample(1000, seed: 7)
        let lines = try sampled(sample).source
        // 500 of 2,000 lines, give or take five standard deviations.
        #expect(abs(lines.count - 500) < 100, "\(lines.count)")
        for quarter in 0..<4 {
            let part = lines.filter { $0 / 500 == quarter }.count
            #expect(abs(part - 125) < 50, "\(part) of quarter \(quarter)")
        }
        #expect(try sampled(TokenizerSample(1000, seed: 7)).source == lines)
        #expect(try sampled(TokenizerSample(1000, seed: 8)).source != lines)
    }

    @Test func bothSidesOfAPairAreInASample() throws {
        let lines = try sampled(TokenizerSample(1000, seed: 7), sharesVocabulary: false)
        #expect(lines.source == lines.target)
        #expect(try sampled(TokenizerSample(1000, seed: 7)).source == lines.source)
    }

    @Test func whatIsLikeHeldOutPairsIsNotInIt() throws {
        var heldOut = HeldOutText()
        try heldOut.insert(
            ParallelCorpus(table: folder.write(lines: ["\(Self.letters[3])!\tz"], to: "held.tsv")))
        let lines = try sampled(TokenizerSample(nil, without: heldOut)).source
        #expect(lines == Self.letters.indices.filter { $0 != 3 })
    }

    @Test func aSurveyCountsWhatIsThere() throws {
        let lines = [(">>deu<< a b", "c"), (">>nds<< ab", "ca"), ("d", "")]
        let survey = try CorpusSurvey(corpus(lines))
        #expect(survey.pairs == 3)
        #expect(survey.sentences == 6)
        #expect(survey.characters == Set(lines.map { $0.0 + $0.1 }.joined().unicodeScalars).count)
        #expect(survey.languageTokens == [">>deu<<", ">>nds<<"])
        let table = try folder.write(lines: ["a\tb", "c"], to: "flawed.tsv")
        let flawed = try CorpusSurvey(ParallelCorpus(table: table))
        #expect(flawed.pairs == 1 && flawed.sentences == 2)
    }

    @Test func howFarReadingIsIsTold() throws {
        let text = try corpus((0..<20_000).map { ("a dog \($0)", "ein Hund \($0)") })
        var shares: [Double] = []
        _ = try CorpusSurvey(text) { shares.append($0 ?? -1) }
        #expect(
            shares.count == 4 && shares == shares.sorted()
                && shares.allSatisfy { $0 > 0 && $0 <= 1 })
        var steps: [String] = []
        _ = try TranslationTokenizer.train(
            on: text, survey: CorpusSurvey(text), options: TestText.options()
        ) { step in
            switch step {
            case .reading: steps.append("reading")
            case .learning: steps.append("learning")
            }
        }
        #expect(steps.first == "reading" && steps.last == "learning")
        #expect(steps.firstIndex(of: "learning") == 4)
    }

    private struct Enough: Error {}

    @Test func whatProgressThrowsEndsTheTraining() throws {
        let text = try corpus((0..<10_000).map { ("a dog \($0)", "ein Hund \($0)") })
        #expect(throws: Enough.self) { _ = try CorpusSurvey(text) { _ in throw Enough() } }
        #expect(throws: Enough.self) {
            try TranslationTokenizer.train(
                on: text, survey: CorpusSurvey(text), options: TestText.options()
            ) { _ in throw Enough() }
        }
    }
}
