import Basics
import Foundation
import TestSupport
import Testing
import Text

struct CorpusEncodingTests {
    private let folder: TemporaryFolder
    private let tokenizer: TranslationTokenizer

    init() throws {
        folder = try TemporaryFolder()
        tokenizer = try TestText.jointTokenizer()
    }

    private func corpus(_ pairs: [(String, String)]) throws -> ParallelCorpus {
        let text = pairs.map { "\($0.0)\t\($0.1)\n" }.joined()
        return try ParallelCorpus(table: folder.write(text.utf8, to: "train.tsv"))
    }

    @Test func pairsKeepTheirOrderAndText() throws {
        // More than are read at a time.
        let pairs = (0..<9000).map { index in
            (TestText.english[index % 10] + " \(index)", TestText.german[index * 7 % 10])
        }
        let (encoded, report) = try corpus(pairs).encoded(with: tokenizer, keepsText: true)
        #expect(report.kept == 9000)
        #expect(encoded.count == 9000)
        for index in stride(from: 0, to: 9000, by: 511) {
            #expect(Array(encoded.source[index]) == tokenizer.encodeSource(pairs[index].0))
            #expect(Array(encoded.target[index]) == tokenizer.encodeTarget(pairs[index].1))
            #expect(encoded.sourceText?[index] == pairs[index].0)
            #expect(encoded.targetText?[index] == pairs[index].1)
        }
    }

    @Test func everyDroppedPairIsCountedWithItsReason() throws {
        let (mill, long) = ("the mill", String(repeating: "the mill ", count: 40))
        let pairs = [
            (mill, mill), ("", mill), (mill, " "), (mill, long), (TestText.english[0], "the"),
            (mill, mill), (mill, "die Mühle"),
        ]
        var filters = CorpusFilters()
        filters.maximumTokens = 60
        filters.maximumLengthRatio = 4
        filters.dropsDuplicates = true
        let (encoded, report) = try corpus(pairs).encoded(with: tokenizer, filters: filters)
        #expect(encoded.count == 2)
        #expect(encoded.sourceText == nil)
        #expect(report.read == 7)
        #expect(report.dropped == [.empty: 2, .tooLong: 1, .lengthRatio: 1, .duplicate: 1])
        #expect(
            report.description
                == "7 pairs read, 2 kept; left out: 1 duplicate (line 6), 2 empty (first: line 2), "
                + "1 too long (line 4), 1 lengths too different (line 5)")
        let json = try JSONEncoder().encode(report)
        #expect(try JSONDecoder().decode(CorpusReport.self, from: json) == report)
        #expect(String(decoding: json, as: UTF8.self).contains("\"lengthRatio\":1"))
    }

    @Test func linesThatAreNotUTF8AreCounted() throws {
        let bytes = Array("the mill\tdie Mühle\n".utf8) + [0xFF, 0x09, 0x61, 0x0A]
        let table = try folder.write(bytes, to: "train.tsv")
        let (_, report) = try ParallelCorpus(table: table, invalidText: .skip)
            .encoded(with: tokenizer)
        #expect(report.dropped == [.invalidText: 1])
    }

    @Test func linesWithoutATabAreCountedWithAnExample() throws {
        let table = try folder.write(
            "the mill\tdie Mühle\nthe\u{7} mill\nthe old mill\n".utf8, to: "train.tsv")
        let (encoded, report) = try ParallelCorpus(table: table).encoded(with: tokenizer)
        #expect(encoded.count == 1)
        #expect(report.dropped == [.missingColumn: 2])
        #expect(
            report.description == "3 pairs read, 1 kept; left out: 2 without a tab between two "
                + #"columns (first: line 2: "the\u{07} mill")"#)
    }

    @Test(arguments: ["½", "m²", "…", "你好，世界", "می\u{200C}روم", "e\u{301}", "ﬁ"])
    func targetsThatNormalisingChangesAreCounted(_ text: String) throws {
        let pairs = [("the mill", "die  Mühle\u{A0}!"), ("½", "zwei"), ("the mill", text)]
        let (_, report) = try corpus(pairs + pairs).encoded(with: tokenizer)
        #expect(report.kept == 6)
        #expect(report.changedTargets == 2)
        #expect(report.description.contains("; normalisation changes 2 targets (first: line 3: "))
        #expect(report.description.hasSuffix("); normalization identity keeps them"))
    }

    @Test func aTargetThatNormalisingChangesIsShown() throws {
        let (_, report) = try corpus([("the mill", "½")]).encoded(with: tokenizer)
        #expect(
            report.description == "1 pairs read, 1 kept; normalisation changes 1 target "
                + #"(line 1: "½"); normalization identity keeps it"#)
    }

    @Test func withoutNormalisingNoTargetIsChanged() throws {
        var options = TestText.options()
        options.normalization = .identity
        let text = try corpus(zip(TestText.english, TestText.german).map { ($0, $1 + " ½ m² …") })
        let tokenizer = try TranslationTokenizer.train(on: text, options: options)
        let (encoded, report) = try text.encoded(with: tokenizer, keepsText: true)
        #expect(report.changedTargets == 0)
        for index in 0..<encoded.count {
            #expect(tokenizer.decodeTarget(encoded.target[index]) == encoded.targetText?[index])
        }
    }

    @Test func sidesOfFarTooManyBytesAreNotCut() throws {
        var filters = CorpusFilters()
        filters.maximumTokens = 10
        // One unknown token each.
        let pairs = [100, 100_000].map { ("mill", String(repeating: "水", count: $0)) }
        let (encoded, report) = try corpus(pairs).encoded(with: tokenizer, filters: filters)
        #expect(encoded.count == 1)
        #expect(report.dropped == [.tooLong: 1])
        filters.maximumTokens = .max
        #expect(try corpus(pairs).encoded(with: tokenizer, filters: filters).corpus.count == 2)
    }

    @Test func aPipeTrainsATokenizerAndIsEncoded() throws {
        let text = zip(TestText.english, TestText.german).map { "\($0)\t\($1)\n" }.joined()
        let piped = ParallelCorpus(table: try folder.pipe(of: text.utf8))
        let trained = try TranslationTokenizer.train(
            on: piped, options: TestText.options(), sharesVocabulary: false)
        let (encoded, _) = try piped.encoded(with: trained)
        #expect(encoded.count == TestText.english.count)
    }

    @Test func aCorpusWithoutAPairLeftIsAnError() throws {
        let error = #expect(throws: CalqueError.self) {
            try corpus([("", "x"), ("", "y")]).encoded(with: tokenizer)
        }
        #expect(error?.message.contains("2 empty") == true)
    }

    @Test(
        arguments: [
            (3, 3, nil), (0, 3, .empty), (1, 3, .tooShort), (3, 11, .tooLong), (10, 10, nil),
            (2, 7, .lengthRatio), (2, 6, nil),
        ] as [(Int, Int, CorpusReport.Reason?)])
    func filtersLookAtBothSides(_ source: Int, _ target: Int, _ reason: CorpusReport.Reason?) {
        var filters = CorpusFilters()
        filters.minimumTokens = 2
        filters.maximumTokens = 10
        filters.maximumLengthRatio = 3
        #expect(filters.reason(sourceTokens: source, targetTokens: target) == reason)
        #expect(filters.reason(sourceTokens: target, targetTokens: source) == reason)
    }
}
