import Basics
import Foundation
import Testing
import Text

/// Long texts are cut in parts; nobody can see it.
struct LongTextTests {
    private typealias ModelType = SentencePieceTrainerOptions.ModelType

    /// What makes cutting difficult: characters without a piece and with one, in runs and alone;
    /// spaces in rows, of other kinds, and as pieces write them; what normalising joins, splits,
    /// replaces by a space and removes.
    private static let morsels =
        TestText.english.flatMap { $0.split(separator: " ").map(String.init) }
        + [
            "水", "車水", "水車水車", "ü", "Mühle", "a", "e", " ", "  ", "\t", "\u{3000}", "▁", "▁▁", "´",
            "¨",
            "e\u{301}", "u\u{308}", "\u{308}", "ﬁ", "Ａ", "ｔｈｅ", "①", "½", "\u{200B}", "\u{AD}", "한",
            "\u{1112}\u{1161}\u{11AB}",
            "か\u{3099}", "か", "<x>", "<", "x", "🌊", "\u{FE0F}", "\0", "<unk>", "</s>", "…",
        ]

    private static func lines(seed: UInt64) -> [String] {
        var random = RandomSource(seed: seed)
        return (0..<300).map { _ in
            var line = ""
            for _ in 0..<Int.random(in: 1...60, using: &random) {
                line += morsels.randomElement(using: &random) ?? ""
                if Int.random(in: 0..<3, using: &random) == 0 { line += " " }
            }
            return line
        }
    }

    private func expectEqualPieces(_ model: SentencePieceModel, seed: UInt64) {
        for line in Self.lines(seed: seed) {
            let whole = model.pieces(of: line, partBytes: .max ... .max)
            let cut = model.pieces(of: line, partBytes: 4 ... .max)
            let isEqual = whole.elementsEqual(cut) {
                $0.piece.utf8.elementsEqual($1.piece.utf8) && $0.range == $1.range
            }
            if isEqual { continue }
            Issue.record("\(line.debugDescription): \(cut), not \(whole)")
        }
    }

    @Test(arguments: SentencePieceTrainerOptions.ModelType.allCases)
    func partsGiveThePiecesOfTheWhole(_ type: SentencePieceTrainerOptions.ModelType) throws {
        expectEqualPieces(try TestText.jointModel(type), seed: 1)
    }

    @Test(arguments: SentencePieceTrainerOptions.Normalization.allCases, [true, false])
    func partsGiveThePiecesOfTheWholeHoweverTextIsNormalised(
        _ normalization: SentencePieceTrainerOptions.Normalization, byteFallback: Bool
    ) throws {
        var options = TestText.options(pieces: 400)
        options.normalization = normalization
        options.byteFallback = byteFallback
        options.userDefinedSymbols = ["<x>", "Ａ", "llo w", "水車水"]
        let model = try SentencePieceModel.train(
            options, on: TestText.english + TestText.german + ["e\u{301} ½ ① か が 한"])
        expectEqualPieces(model, seed: 2)
    }

    /// Settings of the trainer that Calque does not offer, by the field that says so.
    @Test(arguments: [
        [0x1A, 0x02, 0x18, 0x00],  // no space before the text
        [0x1A, 0x02, 0x20, 0x00],  // spaces stay as they are
        [0x1A, 0x04, 0x18, 0x00, 0x20, 0x00],
        [0x1A, 0x02, 0x28, 0x00],  // spaces are not escaped
        [0x12, 0x03, 0xC0, 0x01, 0x01],  // spaces after words
    ])
    func partsGiveThePiecesOfTheWholeWithOtherSettings(_ setting: [UInt8]) throws {
        for type in SentencePieceTrainerOptions.ModelType.allCases {
            let model = try TestText.jointModel(type).serialized + Data(setting)
            expectEqualPieces(try SentencePieceModel(serialized: model), seed: 3)
        }
    }

    @Test(.timeLimit(.minutes(3)), arguments: SentencePieceTrainerOptions.ModelType.allCases)
    func runsOfUnknownCharactersTakeTimeInProportion(
        _ type: SentencePieceTrainerOptions.ModelType
    ) throws {
        let run = String(repeating: "計", count: 600_000)
        let pieces = try TestText.jointModel(type).pieces(of: run)
        #expect(pieces.last?.utf8.count ?? 0 >= run.utf8.count)
        // Comparing the texts themselves would print them.
        let isWhole = pieces.joined() == "▁" + run
        // A word of a model of words cannot be cut but as if there were spaces.
        #expect(isWhole == (type != .word))
        #expect(pieces.count <= 2)
    }

    @Test(
        arguments: SentencePieceTrainerOptions.ModelType.allCases,
        ["the mill", "the mill ", " ", "計 ", "a\u{301}", "\u{301}", "🌊\u{200D}", "ﷺ", "▁"])
    func longRunsAreCut(_ type: SentencePieceTrainerOptions.ModelType, _ unit: String) throws {
        let count = 80_000 / unit.utf8.count
        let text = String(repeating: unit, count: count)
        let pieces = try TestText.jointModel(type).pieces(of: text)
        if unit == "the mill " {
            #expect(pieces.joined() == String(repeating: "▁the▁mill", count: count))
        }
    }
}
