import Basics
import Foundation
import Testing
import Text

/// No file makes SentencePiece read where nothing is.
struct DamagedModelTests {
    /// Text of all kinds, which reaches much of a table for normalising.
    private static let text =
        (TestText.english + TestText.german).joined(separator: " ")
        + String(String.UnicodeScalarView((0x80..<0x3400).compactMap { Unicode.Scalar($0) }))

    private func use(_ model: SentencePieceModel) {
        _ = model.text(ofPieces: model.pieces(of: Self.text))
        if model.canSample {
            _ = model.pieces(of: "the mill", sampling: .init(alpha: 0.1, seed: 1))
        }
    }

    @Test(arguments: SentencePieceTrainerOptions.ModelType.allCases)
    func damagedFilesAreRefusedOrHarmless(_ type: SentencePieceTrainerOptions.ModelType) throws {
        let sound = try TestText.jointModel(type).serialized
        var random = RandomSource(seed: 7)
        var refused = 0
        for _ in 0..<150 {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] =
                    UInt8.random(in: 0...255, using: &random)
            }
            do {
                use(try SentencePieceModel(serialized: bytes))
            } catch is CalqueError {
                refused += 1
            }
        }
        #expect(refused > 100)
    }

    @Test(arguments: SentencePieceTrainerOptions.Normalization.allCases)
    func soundTablesAreAccepted(_ normalization: SentencePieceTrainerOptions.Normalization) throws {
        var options = TestText.options()
        options.normalization = normalization
        use(try SentencePieceModel.train(options, on: TestText.english))
    }

    /// A file that ends in a field that overrides an earlier one.
    @Test(
        arguments: [
            ("a score that is no number", [0x0A, 0x08, 0x0A, 0x01, 0x78, 0x15, 0, 0, 0xC0, 0x7F]),
            ("a score without end", [0x0A, 0x08, 0x0A, 0x01, 0x78, 0x15, 0, 0, 0x80, 0xFF]),
            ("an empty piece", [0x0A, 0x00]),
            ("a piece that is not UTF-8", [0x0A, 0x03, 0x0A, 0x01, 0xFF]),
            ("a piece that is there twice", [0x0A, 0x03, 0x0A, 0x01, 0x61]),
            ("a second unknown piece", [0x0A, 0x05, 0x0A, 0x01, 0x7E, 0x18, 0x02]),
            ("a table of one byte", [0x1A, 0x03, 0x12, 0x01, 0x00]),
            ("a table with a trie of no size", [0x1A, 0x07, 0x12, 0x05, 0, 0, 0, 0, 0]),
            (
                "a table for joining that is damaged",
                [0x2A, 0x0B, 0x12, 0x09, 4, 0, 0, 0, 0, 0, 0, 0, 0]
            ),
            ("a group", [0x1B, 0x1C]),
        ] as [(String, [UInt8])])
    func whatTheLibraryWouldNotSurviveIsRefused(_ what: String, _ field: [UInt8]) throws {
        let file = try TestText.jointModel().serialized + Data(field)
        let error = #expect(throws: CalqueError.self, "\(what)") {
            try SentencePieceModel(serialized: file, name: "x.spm")
        }
        #expect(error?.message.hasPrefix("x.spm ") == true)
    }
}
