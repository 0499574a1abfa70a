import Basics
import Foundation
import TestSupport
import Testing
import Text

struct SentencePieceModelTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(arguments: SentencePieceTrainerOptions.ModelType.allCases)
    func everyKindOfModelCutsAndJoinsItsTrainingText(
        _ type: SentencePieceTrainerOptions.ModelType
    ) throws {
        let model = try TestText.jointModel(type)
        for sentence in TestText.english {
            let pieces = model.pieces(of: sentence)
            #expect(model.text(ofPieces: pieces) == sentence)
            #expect(pieces.allSatisfy { model.kind(model.id(of: $0)) == .normal })
        }
    }

    @Test func spacesAreNormalised() throws {
        let model = try TestText.jointModel()
        #expect(model.pieces(of: "  the\t\tmill ") == model.pieces(of: "the mill"))
        #expect(model.pieces(of: "   ").isEmpty)
        #expect(model.text(ofPieces: []) == "")
    }

    @Test func runsOfUnknownCharactersBecomeOnePiece() throws {
        let model = try TestText.jointModel()
        let pieces = model.pieces(of: "mill 水車")
        #expect(pieces.last == "水車")
        #expect(model.kind(model.id(of: "水車")) == .unknown)
        #expect(model.text(ofPieces: pieces).hasSuffix("水車"))
    }

    @Test func textMayHoldNUL() throws {
        let pieces = try TestText.jointModel().pieces(of: "mill\0mill")
        #expect(pieces.joined() == "▁mill\0mill")
    }

    @Test func bytesStandForUnknownCharactersWhenAskedTo() throws {
        var options = TestText.options(pieces: 400)
        options.byteFallback = true
        let model = try SentencePieceModel.train(options, on: TestText.english)
        let pieces = model.pieces(of: "ü")
        #expect(pieces == ["▁", "<0xC3>", "<0xBC>"])
        #expect(model.kind(model.id(of: "<0xC3>")) == .byte)
        #expect(model.text(ofPieces: pieces) == "ü")
    }

    @Test func userDefinedSymbolsStayWhole() throws {
        var options = TestText.options()
        options.userDefinedSymbols = ["<a,b>", "\"x\""]
        let model = try SentencePieceModel.train(options, on: TestText.english)
        let pieces = model.pieces(of: "the<a,b>mill\"x\"")
        #expect(pieces.contains("<a,b>"))
        #expect(pieces.contains("\"x\""))
    }

    @Test func sameSentencesGiveTheSameModel() throws {
        let models = try (0..<2).map { _ in try TestText.jointModel(.unigram).serialized }
        #expect(models[0] == models[1])
    }
}

// MARK: Sampling

extension SentencePieceModelTests {
    @Test(arguments: [SentencePieceTrainerOptions.ModelType.bpe, .unigram])
    func sampledSegmentationsFollowFromTheSeedAlone(
        _ type: SentencePieceTrainerOptions.ModelType
    ) async throws {
        let model = try TestText.jointModel(type)
        let text = TestText.english[0]
        @Sendable func draw(_ seed: UInt32) -> [String] {
            model.pieces(of: text, sampling: .init(alpha: 0.3, seed: seed))
        }
        let draws = (0..<20).map(draw)
        #expect(Set(draws).count > 5)
        #expect(draws.allSatisfy { model.text(ofPieces: $0) == text })
        let others = await withTaskGroup(of: (Int, [String]).self) { group in
            for seed in (0..<20).reversed() {
                group.addTask { (seed, draw(UInt32(seed))) }
            }
            return await group.reduce(into: [Int: [String]]()) { $0[$1.0] = $1.1 }
        }
        #expect((0..<20).map { others[$0] } == draws)
    }

    @Test func leavingOutNoMergeGivesTheBestSegmentation() throws {
        let model = try TestText.jointModel()
        let text = TestText.german[4]
        #expect(
            model.pieces(of: text, sampling: .init(alpha: 0, seed: 3)) == model.pieces(of: text))
        let characters = model.pieces(of: text, sampling: .init(alpha: 1, seed: 3))
        #expect(characters.allSatisfy { $0.count == 1 })
    }

    @Test func onlySubwordsCanBeSampled() throws {
        let types = SentencePieceTrainerOptions.ModelType.allCases
        let sampling = try types.filter { try TestText.jointModel($0).canSample }
        #expect(sampling == [.bpe, .unigram])
    }
}

// MARK: Files

extension SentencePieceModelTests {
    @Test func modelsSurviveTheirFile() throws {
        let model = try TestText.jointModel()
        let loaded = try SentencePieceModel.load(folder.write(model.serialized, to: "a.spm"))
        #expect(loaded.pieceCount == model.pieceCount)
        for id in 0..<model.pieceCount {
            #expect(loaded.piece(id) == model.piece(id))
            #expect(loaded.score(id) == model.score(id))
        }
        #expect(loaded.serialized == model.serialized)
    }

    @Test func noPartOfAModelFileIsTakenForAModel() throws {
        let bytes = try TestText.jointModel().serialized
        for count in Array(0..<3000) + stride(from: 3000, to: bytes.count, by: 997) {
            #expect(throws: CalqueError.self) {
                try SentencePieceModel(serialized: bytes.prefix(count))
            }
        }
    }

    @Test(arguments: [
        ("text.spm", "hello, I am no model"), ("empty.spm", ""),
        ("page.spm", "\n\u{3}abc\u{12}\u{0}"),
    ])
    func foreignFilesAreNamed(_ name: String, _ content: String) throws {
        let file = try folder.write(content.utf8, to: name)
        let error = #expect(throws: CalqueError.self) { try SentencePieceModel.load(file) }
        #expect(error?.message.contains("\(file.path) is not a whole SentencePiece model") == true)
    }

    @Test func missingFilesAreNamed() throws {
        let file = folder.file("none.spm")
        let error = #expect(throws: CalqueError.self) { try SentencePieceModel.load(file) }
        #expect(error?.message.contains("none.spm: No such file") == true)
    }
}
