import Basics
import EmbeddedCorpus
import Foundation
import TestSupport
import Testing
import Text
import Translation
import Workflows

struct ShortlistMakingTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func making(
        _ sources: [String], _ targets: [String], _ alignments: [String],
        _ tokenizer: TranslationTokenizer
    ) throws -> ShortlistMaking {
        ShortlistMaking(
            source: try folder.write(lines: sources, to: "source").path,
            target: try folder.write(lines: targets, to: "target").path,
            aligner: .file(path: try folder.write(lines: alignments, to: "alignments").path),
            tokenizer: tokenizer, maximumLength: tokenizer.settings.maximumLength,
            frequentCount: 2, bestCount: 3)
    }

    /// The alignments are the right ones; nothing of the validation text has been seen.
    @Test(arguments: [true, false])
    func fewTokensAreLacking(sharesVocabulary: Bool) throws {
        let split = EmbeddedCorpus(from: .english, to: .french, seed: 3)
            .split(training: 3000, validation: 300, test: 0)
        let source = try folder.write(lines: split.training.map(\.source), to: "source")
        let target = try folder.write(lines: split.training.map(\.target), to: "target")
        let alignments = try folder.write(
            lines: split.training.map { pair in
                Alignment(
                    pair.spacedAlignment.map {
                        Alignment.Link(source: $0.source, target: $0.target)
                    }
                ).description
            }, to: "alignments")
        var options = SentencePieceTrainerOptions()
        options.vocabularySize = 1000
        let tokenizer = try TranslationTokenizer.train(
            on: ParallelCorpus(source: source, target: target), options: options,
            sharesVocabulary: sharesVocabulary)
        var reports: [Int] = []
        let shortlist = try ShortlistMaking(
            source: source.path, target: target.path, aligner: .file(path: alignments.path),
            tokenizer: tokenizer, maximumLength: tokenizer.settings.maximumLength
        ).make { count, _ in reports.append(count) }.shortlist
        #expect(reports.last == 3000 && reports == reports.sorted())
        let report = ShortlistReport(
            shortlist, tokenizer,
            on: split.validation.map {
                EncodedPair(source: $0.source, target: $0.target, tokenizer)
            })
        #expect(report.sentences == 300)
        #expect(report.coveredTokens > 0.97, "\(report)")
        #expect(report.meanCandidates < 0.6 * Double(report.targetPieces), "\(report)")
        #expect(report.meanListLength > 1 && report.meanListLength <= 52)
        #expect(report.listedPieces > 100 && report.listedPieces <= report.sourcePieces)
        #expect(report.text(ofText: "it").contains("(300 pairs of it)"))
    }

    @Test func piecesOfAlignedWordsGoTogether() throws {
        let tokenizer = try characterTokenizer()
        let shortlist = try making(["ab c"], ["x yz"], ["0-1"], tokenizer).make().shortlist
        func list(_ piece: String) throws -> Set<String> {
            let id = try #require(tokenizer.source.vocabulary.id(of: piece))
            return Set(tokenizer.target.pieces(ofIDs: shortlist[id]))
        }
        // The space is a piece that begins each of the words.
        #expect(try list("a").isSuperset(of: ["a", "y", "z"]))
        #expect(try list("b").isSuperset(of: ["b", "y", "z"]))
        #expect(try list("c") == ["c"])
        #expect(try !list("a").contains("x"))
    }

    @Test func pairsThatCannotBeReadAreLeftOut() throws {
        let tokenizer = try characterTokenizer()
        let long = String(repeating: "a", count: 600)
        let lines = ["a", long, "b", ">>yyy<< c"]
        let made = try making(lines, ["x", "y", "z", "x"], ["0-0", "0-0", "", "1-0"], tokenizer)
            .make()
        #expect(made.counts.pairs == 4 && made.counts.unread == 2)
        #expect(made.sample.count == 2)
        let a = try #require(tokenizer.source.vocabulary.id(of: "a"))
        #expect(
            tokenizer.target.pieces(ofIDs: made.shortlist[a]).contains("x")
                && !tokenizer.target.pieces(ofIDs: made.shortlist[a]).contains("y"))
    }

    @Test(arguments: [
        (["0-0"], "alignments has 1 lines"), (["0-0", "0-0", ""], "alignments more"),
        (["0-0", "0-2"], "line 2: 0-2 links a word that is not there"),
        (["0-0", "1-0"], "the pair has 1 source words and 2 target words"),
        (["0-0", "0:0"], "is no alignment"), (["", ""], "nothing to make a shortlist of"),
    ])
    func alignmentsThatDoNotFitAreTold(alignments: [String], says: String) throws {
        let making = try making(["a", "b"], ["x", "y z"], alignments, characterTokenizer())
        let text = try message { _ = try making.make() }
        #expect(text.contains(says), "\(text)")
    }
}
