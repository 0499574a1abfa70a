import Foundation
import TestSupport
import Testing
import Text

struct ShortlistCountsTests {
    /// </s> 0, <unk> 1, five pieces, and padding, which text does not have.
    private static func sharing() throws -> TranslationTokenizer {
        let tokenizer = try TranslationTokenizer(sharing: .characters(of: "abcd"))
        try #require(tokenizer.target.vocabulary.textCount == 7)
        return tokenizer
    }

    /// Of two sentences, counted by hand: 2 goes with 5 once and with 6 three times, 3 with 5 and 6
    /// once. The text has 6 three times, 0 twice, 4 and 5 once.
    private static func counts() throws -> ShortlistCounts {
        var counts = ShortlistCounts(try sharing())
        #expect(counts.isEmpty)
        counts.add(source: [2, 3, 0], target: [4, 5, 6, 0], links: [(0..<2, 1..<3)])
        counts.add(source: [2, 0], target: [6, 6, 0], links: [(0..<1, 0..<2)])
        #expect(!counts.isEmpty)
        return counts
    }

    private func lists(_ shortlist: Shortlist) -> [[Int32]] {
        (0..<Int32(shortlist.sourceCount)).map { Array(shortlist[$0]) }
    }

    /// A piece has itself, too, the end what is frequent, and of equal translations the first is taken.
    @Test func theMostProbableTranslationsAreKept() throws {
        let one = try Self.counts().shortlist(frequentCount: 1, bestCount: 1)
        #expect(one.frequentCount == 1 && one.bestCount == 1 && one.targetCount == 7)
        #expect(lists(one) == [[6], [1], [2, 6], [3, 5], [4], [5], [6]])
        let two = try Self.counts().shortlist(frequentCount: 1, bestCount: 2)
        #expect(lists(two) == [[6], [1], [2, 5, 6], [3, 5, 6], [4], [5], [6]])
    }

    @Test func whatEverySentenceMayHaveIsInNoList() throws {
        let shortlist = try Self.counts().shortlist(frequentCount: 3, bestCount: 1)
        #expect(lists(shortlist) == [[4, 6], [], [6], [3, 5], [4], [5], [6]])
        let all = try Self.counts().shortlist(frequentCount: 6, bestCount: 2)
        #expect(lists(all) == [[6], [], [6], [6], [], [], [6]])
        #expect(all.candidates(for: [2, 0], sharesVocabulary: true) == [0, 1, 2, 3, 4, 5, 6])
    }

    /// A link without tokens, and a text without links.
    @Test func nothingGoesWithNothing() throws {
        var counts = ShortlistCounts(try Self.sharing())
        counts.add(source: [2, 0], target: [3, 0], links: [(0..<0, 0..<1), (0..<1, 1..<1)])
        counts.add(source: [0], target: [0], links: [])
        #expect(counts.isEmpty)
        #expect(
            lists(counts.shortlist(frequentCount: 1, bestCount: 9))
                == [[], [1], [2], [3], [4], [5], [6]])
    }

    @Test func theRarestPairsAreForgotten() throws {
        var counts = ShortlistCounts(try Self.sharing(), pairLimit: 2)
        counts.add(source: [2, 0], target: [5, 5, 0], links: [(0..<1, 0..<2)])
        counts.add(source: [3, 4, 0], target: [6, 0], links: [(0..<2, 0..<1)])
        let kept = counts.shortlist(frequentCount: 1, bestCount: 9)
        #expect(Array(kept[2]) == [2, 5] && Array(kept[3]) == [3] && Array(kept[4]) == [4])
        // What is left counts on.
        counts.add(source: [2, 0], target: [6, 0], links: [(0..<1, 0..<1)])
        #expect(Array(counts.shortlist(frequentCount: 1, bestCount: 9)[2]) == [2, 5, 6])
    }

    @Test func namesCanBeCopiedBetweenVocabularies() throws {
        let (source, target) = try (
            SentencePieceModel.characters(of: "abc"), SentencePieceModel.characters(of: "bcd")
        )
        let tokenizer = try TranslationTokenizer(
            sourceModel: source, targetModel: target,
            sourceVocabulary: Vocabulary(ofSide: source),
            targetVocabulary: Vocabulary(ofSide: target))
        let shortlist = ShortlistCounts(tokenizer).shortlist(frequentCount: 0, bestCount: 0)
        func list(_ piece: String) throws -> [Int32] {
            Array(shortlist[try #require(tokenizer.source.vocabulary.id(of: piece))])
        }
        for piece in ["b", "c", "▁", Vocabulary.endPiece, Vocabulary.unknownPiece] {
            #expect(try list(piece).contains(#require(tokenizer.target.vocabulary.id(of: piece))))
        }
        #expect(try list(Vocabulary.paddingPiece).isEmpty)
        // The last list is never empty: see `Shortlist`.
        #expect(try [[], [tokenizer.target.vocabulary.endID]].contains(list("a")))
    }

    @Test func bytesAllowAllBytes() throws {
        var options = TestText.options(pieces: 400)
        options.byteFallback = true
        let tokenizer = try TranslationTokenizer(
            sharing: .train(options, on: TestText.english + TestText.german))
        let bytes = try (0..<256).map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            let name = "<0x\(digits.count == 1 ? "0" : "")\(digits)>"
            return try #require(tokenizer.target.vocabulary.id(of: name))
        }
        let shortlist = ShortlistCounts(tokenizer).shortlist(frequentCount: 1, bestCount: 5)
        let emoji = tokenizer.encodeSource("Mill 😀")
        #expect(
            Set(shortlist.candidates(for: emoji, sharesVocabulary: false)).isSuperset(of: bytes))
        let plain = tokenizer.encodeSource("The mill stands still.")
        #expect(
            Set(shortlist.candidates(for: plain, sharesVocabulary: false)).isDisjoint(with: bytes))
    }

    /// BPE has its single characters last, the full stop among them.
    @Test func whatIsFrequentIsAllowedWhereverTheVocabularyHasIt() throws {
        let tokenizer = try TestText.jointTokenizer()
        var counts = ShortlistCounts(tokenizer)
        for (source, target) in zip(TestText.english, TestText.german) {
            counts.add(
                source: tokenizer.encodeSource(source), target: tokenizer.encodeTarget(target),
                links: [])
        }
        let stop = try #require(tokenizer.target.vocabulary.id(of: "."))
        #expect(stop >= 20)
        let shortlist = counts.shortlist(frequentCount: 20, bestCount: 5)
        let end = tokenizer.source.vocabulary.endID
        #expect(shortlist[end].contains(stop))
        #expect(shortlist.candidates(for: [end], sharesVocabulary: true).contains(stop))
        #expect(shortlist.candidates(for: [end], sharesVocabulary: true).count <= 40)
    }

    @Test func itIsWrittenAndReadBack() throws {
        let folder = try TemporaryFolder()
        let shortlist = try Self.counts().shortlist(frequentCount: 2, bestCount: 1)
        try shortlist.write(to: folder.file("lex.bin"))
        #expect(
            try Shortlist(url: folder.file("lex.bin"), sourceCount: 7, targetCount: 7) == shortlist)
    }
}
