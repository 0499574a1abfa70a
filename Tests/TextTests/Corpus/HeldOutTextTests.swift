import Basics
import TestSupport
import Testing
import Text

/// Pairs that are held out, and what is nearly the same.
struct HeldOutTextTests {
    private let folder: TemporaryFolder
    private let tokenizer: TranslationTokenizer

    init() throws {
        folder = try TemporaryFolder()
        tokenizer = try TestText.jointTokenizer()
    }

    private func corpus(_ pairs: [(String, String)], _ name: String) throws -> ParallelCorpus {
        let lines = pairs.map { "\($0.0)\t\($0.1)" }
        return try ParallelCorpus(table: folder.write(lines: lines, to: name))
    }

    @Test(arguments: [
        ("Page 7 of the book.", true), ("page  12 of The Book", false),
        ("page 9: of the book!", true), ("pages 9 of the book", false),
        ("\u{201E}PAGE 7\u{201C} of the book", true), ("Pag\u{E9} 7 of the book", false),
        ("PAGE\u{A0}\u{661} OF THE BOOK", true), ("", false), (" ", false),
    ])
    func sidesAreComparedByTheirLetters(text: String, isLike: Bool) throws {
        var heldOut = HeldOutText()
        #expect(heldOut.isEmpty)
        try heldOut.insert(corpus([("page 5 of the book", "Seite")], "held-out"))
        #expect(!heldOut.isEmpty)
        #expect(heldOut.isLike(source: text, target: "anders") == isLike)
        // A side is compared with the same side.
        #expect(!heldOut.isLike(source: "anders", target: text))
        #expect(heldOut.isLike(source: "other", target: "SEITE!"))
    }

    @Test func textWithoutLettersIsComparedAsItIs() throws {
        var heldOut = HeldOutText()
        try heldOut.insert(corpus([("12.5 %", "12,5 %"), ("...", "!"), ("", "")], "held-out"))
        #expect(heldOut.isLike(source: "12.5 %", target: "x"))
        #expect(!heldOut.isLike(source: "13.5 %", target: "14,5 %"))
        #expect(heldOut.isLike(source: "...", target: "x"))
        #expect(!heldOut.isLike(source: "?", target: "?"))
        #expect(!heldOut.isLike(source: "", target: ""))
    }

    @Test func whatIsLikeThemIsLeftOutAndCounted() throws {
        let pairs = Array(zip(TestText.english, TestText.german))
        var heldOut = HeldOutText()
        try heldOut.insert(
            corpus([(pairs[2].0.uppercased(), "anders"), ("other", pairs[5].1 + "!")], "held-out"))
        let text = try corpus(pairs, "text")
        let (encoded, report) = try text.encoded(with: tokenizer, without: heldOut)
        #expect(encoded.count == 8)
        #expect(
            report.description
                == "10 pairs read, 8 kept; left out: 2 like held-out pairs (first: line 3)")
        let error = #expect(throws: CalqueError.self) {
            var all = HeldOutText()
            try all.insert(text)
            return try text.encoded(with: tokenizer, without: all)
        }
        #expect(error?.message.hasSuffix("Hold out other text, or less of it.") == true)
    }

    @Test func alignmentsStayWithTheirPairs() throws {
        let pairs = Array(zip(TestText.english, TestText.german))
        var heldOut = HeldOutText()
        try heldOut.insert(corpus([pairs[0]], "held-out"))
        let lines = pairs.indices.map { "\($0 % 4)-\($0 % 3)" }
        let file = try folder.write(lines: lines, to: "alignments")
        let corpus = try corpus(pairs, "text").encoded(
            with: tokenizer, without: heldOut, keepsText: true,
            alignments: AlignmentFile(path: file.path, ofPairsIn: "text")
        ).corpus
        for pair in 0..<corpus.count {
            let number = pair + 1
            #expect(corpus.wordLinks?[pair] == [.init(source: number % 4, target: number % 3)])
        }
    }

    // MARK: Choosing

    private func chosen(_ pairs: [(String, String)], _ count: Int, seed: UInt64 = 1) throws
        -> [String]
    {
        let table = try corpus(pairs, "text").heldOutTable(count, seed: seed)
        return String(decoding: table, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// So many sentences that some are met after the choice was cut down.
    private static let many = (0..<6000).map { number in
        let word = String(number, radix: 26).map {
            String(UnicodeScalar(97 + UInt8($0.hexDigitValue ?? Int($0.asciiValue ?? 97) - 87)))
        }
        return ("the \(word.joined()) stands", "steht \(word.joined())")
    }

    @Test func pairsAreChosenBySeedAndSourceAlone() throws {
        let some = try chosen(Self.many, 50)
        #expect(some.count == 50 && Set(some).count == 50)
        #expect(try chosen(Self.many.reversed(), 50).reversed() == some)
        #expect(try chosen(Self.many, 50, seed: 2) != some)
        // More are the same, and others.
        #expect(Set(try chosen(Self.many, 80)).isSuperset(of: some))
        let lines = Self.many.map { "\($0.0)\t\($0.1)" }
        #expect(some == lines.filter(Set(some).contains))
    }

    @Test func noPairIsNearlyAnotherOne() throws {
        let pairs = Self.many.prefix(40).flatMap { pair in
            [pair, (pair.0.uppercased() + "!", "x"), (pair.0 + " 7", "y")]
        }
        let some = try chosen(pairs, 1000)
        // The last of the three has a figure more than the others.
        #expect(some.count == 80)
    }

    @Test func linesThatCannotBeHeldOutAreNot() throws {
        let pairs = [
            ("", "x"), ("1 2 3", "1 2 3"), ("the mill", "..."), ("the river", "der Fluss"),
        ]
        #expect(try chosen(pairs, 10) == ["the river\tder Fluss"])
    }

    @Test func nothingOfWhatIsHeldOutIsLeft() throws {
        let pairs = Self.many.prefix(300).flatMap { pair in
            [pair, (pair.0 + " .", "anders \(pair.0)"), ("mehr \(pair.0)", pair.1.uppercased())]
        }
        let text = try corpus(Array(pairs), "text")
        let table = try text.heldOutTable(30, seed: 1)
        let file = try folder.write(table, to: "held-out")
        var heldOut = HeldOutText()
        try heldOut.insert(ParallelCorpus(table: file))
        let (encoded, report) = try text.encoded(
            with: tokenizer, without: heldOut, keepsText: true)
        // Those whose source or target is the same.
        #expect((report.dropped[.heldOut] ?? 0) >= 60)
        for pair in 0..<encoded.count {
            let (source, target) = (
                encoded.sourceText?[pair] ?? "", encoded.targetText?[pair] ?? ""
            )
            #expect(!heldOut.isLike(source: source, target: target))
        }
        #expect(report.kept == encoded.count && report.read == 900)
    }
}
