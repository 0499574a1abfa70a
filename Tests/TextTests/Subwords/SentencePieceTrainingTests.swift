import Basics
import TestSupport
import Testing
import Text

struct SentencePieceTrainingTests {
    typealias Change = @Sendable (inout SentencePieceTrainerOptions) -> Void

    static let wrongChanges: [(String, Change)] = [
        ("vocabulary size is 0", { $0.vocabularySize = 0 }),
        ("alone take 258", { $0.byteFallback = true }),
        ("character coverage is 0.5", { $0.characterCoverage = 0.5 }),
        ("</s> has a meaning", { $0.userDefinedSymbols = ["</s>"] }),
        ("symbol x is given twice", { $0.userDefinedSymbols = ["x", "x"] }),
        ("symbol 1 is empty", { $0.userDefinedSymbols = [""] }),
        ("smaller than required_chars", { $0.vocabularySize = 10 }),
    ]

    @Test(arguments: wrongChanges)
    func wrongOptionsAreExplained(_ expected: String, _ change: Change) {
        var options = TestText.options()
        change(&options)
        let error = #expect(throws: CalqueError.self) {
            try SentencePieceModel.train(options, on: TestText.english)
        }
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
    }

    static let textless: [[String]] = [
        [], [""], ["  ", "\t"], ["\u{1}\u{2}"], ["\u{200B}\u{FEFF}"], ["▁"],
        [String(repeating: "too long ", count: 500)],
    ]

    // The library's unigram trainer would end the process.
    @Test(arguments: SentencePieceTrainerOptions.ModelType.allCases, textless)
    func textlessSentencesAreAnError(
        _ type: SentencePieceTrainerOptions.ModelType, _ sentences: [String]
    ) {
        let error = #expect(throws: CalqueError.self) {
            try SentencePieceModel.train(TestText.options(type), on: sentences)
        }
        #expect(error?.message.contains("no text") == true)
    }

    @Test func whyThereIsNoTextIsSaid() {
        let sentences = ["", "a ▅ b", String(repeating: "x", count: 4193), " ", "▅"]
        let error = #expect(throws: CalqueError.self) {
            try SentencePieceModel.train(TestText.options(), on: sentences)
        }
        for part in ["2 without text", "1 of more than 4192 bytes", "2 with ▅"] {
            #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
        }
    }

    @Test func aVocabularyTooSmallForTheCharactersIsToldFromTooLittleText() {
        let error = #expect(throws: CalqueError.self) {
            try SentencePieceModel.train(TestText.options(pieces: 10), on: TestText.english)
        }
        #expect(error?.message.contains("characters alone take more pieces") == true)
        #expect(error?.message.contains("more text") == false)
    }

    @Test func sentencesWithoutTextMayComeFirst() throws {
        let padded = ["", " ", "\u{1}"] + TestText.english
        let model = try SentencePieceModel.train(TestText.options(.unigram), on: padded)
        let plain = try SentencePieceModel.train(TestText.options(.unigram), on: TestText.english)
        #expect(model.serialized == plain.serialized)
    }

    @Test func errorsOfTheSentencesPassThrough() {
        var rest = TestText.english[...]
        let error = #expect(throws: CalqueError.self) {
            try SentencePieceModel.train(TestText.options()) {
                guard let sentence = rest.popFirst() else {
                    throw CalqueError("out of paper", kind: .system)
                }
                return sentence
            }
        }
        #expect(error == CalqueError("out of paper", kind: .system))
    }

    @Test func foldedModelsLoseCase() throws {
        var options = TestText.options()
        options.normalization = .nmtNFKCCaseFolded
        let model = try SentencePieceModel.train(options, on: TestText.english)
        #expect(model.pieces(of: "THE MILL") == model.pieces(of: "the mill"))
    }
}

struct VocabularySizingTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func options(_ lines: [String]) throws -> SentencePieceTrainerOptions {
        let table = try folder.write(lines: lines.map { "\($0)\t\($0)" }, to: "text.tsv")
        return try .suiting(ParallelCorpus(table: table))
    }

    @Test(arguments: [(pairs: 1, size: 1000), (7999, 1000), (8000, 4000), (25_000, 8000)])
    func aLargerTextGetsALargerVocabulary(pairs: Int, size: Int) throws {
        #expect(try options((0..<pairs).map { "a dog \($0)" }).vocabularySize == size)
    }

    /// What suits a survey of so many pairs.
    private func size(pairs: Int, pairsSeen: Int?) throws -> Int {
        let table = try folder.write(lines: ["a\tb"], to: "survey.tsv")
        var survey = try CorpusSurvey(ParallelCorpus(table: table))
        survey.pairs = pairs
        return SentencePieceTrainerOptions.suiting(survey, pairsSeen: pairsSeen).vocabularySize
    }

    @Test(arguments: [
        (pairs: 10_000_000, seen: nil, size: 32_000), (10_000_000, 20_000_000, 32_000),
        (10_000_000, 3_000_000, 16_000), (10_000_000, 10, 8_000), (2_000_000, 3_000_000, 16_000),
        // Time takes nothing from what small text has.
        (500_000, 10, 8_000), (10_000, 10, 4_000), (100, 10_000_000, 1_000),
    ])
    func aRunThatSeesAPartOfALargeTextGetsFewerPieces(pairs: Int, seen: Int?, size: Int) throws {
        #expect(try self.size(pairs: pairs, pairsSeen: seen) == size)
    }

    @Test func charactersTakeNoMoreThanHalfOfThePieces() throws {
        let lines = (0..<1500).compactMap { Unicode.Scalar(0x4E00 + $0).map { "的\($0)" } }
        #expect(try options(lines).vocabularySize == 4000)
    }

    @Test func everyLetterOfAnAlphabetHasAPiece() throws {
        let lines = Array(repeating: "a dog", count: 5000) + ["sœurs"]
        let options = try options(lines)
        #expect(options.characterCoverage == 1)
        let model = try SentencePieceModel.train(options, on: lines)
        #expect(model.pieces(of: "œ").contains { $0.contains("œ") })
        let signs = (0..<1500).compactMap { Unicode.Scalar(0x4E00 + $0).map { "的\($0)" } }
        #expect(try self.options(signs).characterCoverage == 0.9995)
    }
}
