import Basics
import Foundation
import Testing
import Text

/// Tokens with their places, and what is built on them, come of the same pieces as `encode`.
struct PlacedTokensTests {
    private typealias ModelType = SentencePieceTrainerOptions.ModelType

    private func tokenizer(_ model: SentencePieceModel) throws -> SubwordTokenizer {
        try SubwordTokenizer(
            model: model, vocabulary: Vocabulary(models: [model], languageTokens: [">>deu<<"]))
    }

    /// Checks that every place begins where the one before it ends, and that only white space is in
    /// none.
    private func expectCovered(_ text: String, by tokens: PlacedTokens) {
        let places = tokens.places.dropFirst(tokens.languageTokenCount).dropLast()
        let bytes = Array(text.utf8)
        let ends = [places.first?.lowerBound ?? bytes.count] + places.map(\.upperBound)
        #expect(zip(places, ends).allSatisfy { $0.lowerBound == $1 })
        let rest = bytes[tokens.textStart..<ends[0]] + bytes[ends[ends.count - 1]...]
        #expect(String(decoding: rest, as: UTF8.self).allSatisfy { $0.isWhitespace })
        #expect(tokens.places.last == bytes.count..<bytes.count)
    }

    /// Words that a model has pieces for, words that it has none for, and runs of both.
    private static func line(bytes: Int) -> String {
        let words = TestText.english + ["水車水車", "Mühle", "計計計計計計計", "½  ①\t", "the計mill計"]
        var random = RandomSource(seed: 4)
        var line = " >>deu<< "
        while line.utf8.count < bytes {
            line += words.randomElement(using: &random) ?? ""
            line += ["", " ", "  "].randomElement(using: &random) ?? ""
        }
        return line + " \t"
    }

    @Test(arguments: SentencePieceTrainerOptions.ModelType.allCases, [40, 10_000, 40_000])
    func idsAreThoseOfEncode(_ type: SentencePieceTrainerOptions.ModelType, bytes: Int) throws {
        let tokenizer = try tokenizer(TestText.jointModel(type))
        let line = Self.line(bytes: bytes)
        let tokens = tokenizer.placedTokens(of: line)
        #expect(tokens.ids == tokenizer.encode(line))
        #expect(tokens.languageTokenCount == 1 && tokens.places[0] == 1..<8)
        expectCovered(line, by: tokens)
        let unknown = tokenizer.unknownText(in: line, encodedAs: tokens.ids)
        #expect(
            unknown.allSatisfy { !$0.tokens.isEmpty && $0.tokens.upperBound < tokens.ids.count })
        let unknownPlaces = tokens.ids.indices.filter {
            tokens.ids[$0] == tokenizer.vocabulary.unknownID
        }
        #expect(unknown.flatMap(\.tokens) == unknownPlaces)
    }

    /// The place of a piece is the text that is written there.
    @Test func placesAreThoseOfThePieces() throws {
        let tokenizer = try tokenizer(TestText.jointModel())
        let line = Array(repeating: "The mill ", count: 2000).joined()
        let tokens = tokenizer.placedTokens(of: line)
        for (piece, place) in zip(tokenizer.pieces(ofIDs: tokens.ids.dropLast()), tokens.places) {
            let text = line.utf8.dropFirst(place.lowerBound).prefix(place.count)
            let spelled = piece.unicodeScalars.map { $0 == "\u{2581}" ? " " : String($0) }.joined()
            let written = String(decoding: text, as: UTF8.self)
            // The library puts a space before a text.
            #expect((place.lowerBound == 0 ? " " : "") + written == spelled)
        }
    }

    @Test(
        .timeLimit(.minutes(3)), arguments: [SentencePieceTrainerOptions.ModelType.bpe, .unigram])
    func runsOfUnknownCharactersAreOneTokenInProportionateTime(
        _ type: SentencePieceTrainerOptions.ModelType
    ) throws {
        let tokenizer = try tokenizer(TestText.jointModel(type))
        let run = String(repeating: "計", count: 600_000)
        let ids = tokenizer.encode(run)
        let tokens = tokenizer.placedTokens(of: run)
        // A space, the run, and the end.
        #expect(ids.count == 3 && tokens.ids == ids)
        #expect(tokens.places[1] == 0..<run.utf8.count)
        let words = tokenizer.words(of: run)
        #expect(words.map(\.tokens) == [0..<2])
        let unknown = tokenizer.unknownText(in: run, encodedAs: ids)
        #expect(unknown.map(\.tokens) == [1..<2] && unknown.map(\.range) == [0..<600_000])
        // Comparing the texts themselves would print them.
        let isWhole = unknown.first?.text == run && words.first?.text == run
        #expect(isWhole)
    }

    /// A model with a control piece of one character, which no text may yield.
    private func refusing() throws -> SubwordTokenizer {
        let piece: [UInt8] = [0x0A, 0x03] + Array("計".utf8) + [0x18, 0x03]
        let file = try TestText.jointModel(.char).serialized + Data([0x0A, 0x07] + piece)
        return try tokenizer(SentencePieceModel(serialized: file))
    }

    @Test(arguments: ["計", "the 計 mill", " 計 "])
    func aTextThatTheLibraryRefusesIsUnknown(_ text: String) throws {
        let tokenizer = try refusing()
        let vocabulary = tokenizer.vocabulary
        let tokens = tokenizer.placedTokens(of: text)
        #expect(tokens.ids == [vocabulary.unknownID, vocabulary.endID])
        #expect(tokens.ids == tokenizer.encode(text))
        #expect(tokens.places[0] == 0..<text.utf8.count)
        let words = tokenizer.words(of: text)
        #expect(words.map(\.text) == text.split(separator: " ").map(String.init))
        #expect(words.allSatisfy { $0.tokens == 0..<1 })
        let unknown = tokenizer.unknownText(in: text, encodedAs: tokens.ids)
        #expect(unknown.map(\.text) == [text.trimmingCharacters(in: .whitespaces)])
    }

    /// A part of a long text that begins with a space of the library's own keeps its text.
    @Test func partsThatTheLibraryRefusesAreUnknown() throws {
        let tokenizer = try refusing()
        let run = String(repeating: "水", count: 5000)
        let line = String(repeating: "the mill ", count: 2000) + run + "計" + run
        let tokens = tokenizer.placedTokens(of: line)
        #expect(tokens.ids == tokenizer.encode(line))
        #expect(tokens.ids.count { $0 == tokenizer.vocabulary.unknownID } == 1)
        expectCovered(line, by: tokens)
        let isWhole = tokenizer.model.pieces(of: line).last == run + "計" + run
        #expect(isWhole)
    }

    @Test func anUnknownTokenBelongsToAllWordsThatItStandsFor() throws {
        let tokenizer = try tokenizer(TestText.jointModel(.word))
        let words = tokenizer.words(of: "The 計 水 mill The")
        #expect(words.map(\.text) == ["The", "計", "水", "mill", "The"])
        #expect(words.map(\.tokens) == [0..<1, 1..<2, 1..<2, 2..<3, 3..<4])
    }
}
