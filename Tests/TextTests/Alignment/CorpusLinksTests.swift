import Basics
import TestSupport
import Testing
import Text

/// Alignments of words on their way to the tokens of batches.
struct CorpusLinksTests {
    private let folder: TemporaryFolder
    private let tokenizer: TranslationTokenizer
    private let special = SpecialTokens(start: 8, end: 0, padding: 7)

    init() throws {
        folder = try TemporaryFolder()
        tokenizer = try TestText.jointTokenizer()
    }

    private func encoded(
        _ pairs: [(String, String)], _ alignments: [String], filters: CorpusFilters = .init(),
        keepsText: Bool = false
    ) throws -> EncodedCorpus {
        let table = try folder.write(lines: pairs.map { "\($0)\t\($1)" }, to: "train.tsv")
        let file = try folder.write(lines: alignments, to: "train.alignment")
        return try ParallelCorpus(table: table).encoded(
            with: tokenizer, filters: filters, keepsText: keepsText,
            alignments: AlignmentFile(path: file.path, ofPairsIn: "train.tsv")
        ).corpus
    }

    /// All tokens of a word with all of another, and the end tokens with each other.
    private func spread(
        _ pair: (String, String), _ alignment: String,
        source: [SubwordWord], target: [SubwordWord], ends: (Int, Int)
    ) throws -> [Alignment.Link] {
        let words = try #require(Alignment(alignment))
        let links = words.links.flatMap { link in
            source[link.source].tokens.flatMap { token in
                target[link.target].tokens.map { Alignment.Link(source: token, target: $0) }
            }
        }
        return Alignment(links + [Alignment.Link(source: ends.0, target: ends.1)]).links
    }

    @Test func linksOfWordsBecomeLinksOfTheirTokens() throws {
        let pairs = [
            ("The old mill.", "Die alte Mühle."), ("The grain", "Das Korn"), ("mill", "Mühle"),
        ]
        let alignments = ["0-0 1-1 2-2 2-1", "", "0-0"]
        let corpus = try encoded(pairs, alignments)
        let links = try #require(corpus.links)
        #expect(links.count == 3 && links[1].isEmpty && corpus.wordLinks == nil)
        for place in [0, 2] {
            let expected = try spread(
                pairs[place], alignments[place],
                source: tokenizer.source.words(of: pairs[place].0),
                target: tokenizer.target.words(of: pairs[place].1),
                ends: (corpus.source[place].count - 1, corpus.target[place].count - 1))
            #expect(links[place] == expected)
            #expect(expected.count > 1)
        }
    }

    @Test func aPairThatIsLeftOutTakesItsLineWithIt() throws {
        let long = String(repeating: "the mill ", count: 40)
        var filters = CorpusFilters()
        filters.maximumTokens = 60
        filters.dropsDuplicates = true
        let pairs = [
            ("the mill", "die Mühle"), ("", "Mühle"), ("the mill", "die Mühle"), (long, "Mühle"),
            ("the grain", "das Korn"),
        ]
        let corpus = try encoded(
            pairs, ["0-0", "", "1-1", "0-0 79-0", "1-1"], filters: filters)
        #expect(corpus.count == 2 && corpus.links?.count == 2)
        let plain = try encoded([pairs[0], pairs[4]], ["0-0", "1-1"])
        #expect(corpus == plain)
    }

    @Test(arguments: [
        (["0-0", "0:0"], "train.alignment, line 2: \"0:0\" is no alignment."),
        (["0-0", "0-0 1-2"], "train.alignment, line 2: 1-2 links a word that is not there"),
        (["2-0", "0-0"], "line 1: 2-0 links a word that is not there, for the pair has 2 source"),
        (["0-0"], "train.alignment has 1 lines, and train.tsv more."),
        (["0-0", "0-0", "0-0"], "train.tsv has 2 lines, and "),
    ])
    func wrongFilesAreNamed(alignments: [String], reason: String) throws {
        let pairs = [("the mill", "die Mühle"), ("the grain", "das Korn")]
        let error = #expect(throws: CalqueError.self) { try encoded(pairs, alignments) }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        #expect(error?.kind == .input)
    }

    @Test func otherLinksAreAnotherText() throws {
        let pairs = [("the mill", "die Mühle")]
        let one = try encoded(pairs, ["0-0"])
        #expect(try one.fingerprint == encoded(pairs, ["0-0"]).fingerprint)
        #expect(try one.fingerprint != encoded(pairs, ["1-1"]).fingerprint)
    }

    @Test func pairsOfATextWithoutAlignmentsHaveNone() throws {
        var corpus = try encoded([("the mill", "die Mühle")], ["0-0"])
        let other = try ParallelCorpus(table: folder.write(lines: ["mill\tMühle"], to: "other"))
            .encoded(with: tokenizer).corpus
        corpus.append(contentsOf: other)
        #expect(corpus.count == 2 && corpus.links?.count == 2)
        #expect(corpus.links?[0].isEmpty == false && corpus.links?[1].isEmpty == true)
        // Such pairs alone cost nothing.
        #expect(Batch([1], of: corpus, special).links == nil)
        #expect(Batch([1, 0], of: corpus, special).links != nil)
    }

    // MARK: Batches

    @Test func batchesHaveTheRowsThatBelongTogether() {
        var corpus = EncodedCorpus(keepsLinks: true)
        func links(_ text: String) -> PairLinks {
            PairLinks(words: Alignment([]), tokens: Alignment(text) ?? Alignment([]))
        }
        corpus.append(source: [11, 0], target: [21, 22, 0], links: links("0-0 0-1 1-2 1-1"))
        corpus.append(source: [12, 13, 0], target: [0])
        corpus.append(source: [14, 0], target: [23, 0], links: links("1-1 0-0"))
        let batch = Batch([2, 1, 0], of: corpus, special, rowMultiple: 8)
        // Rows of the target: 23, end, end, 21, 22, end, and filler.
        #expect(batch.links?.offsets == [0, 1, 2, 2, 3, 5, 6, 6, 6])
        #expect(batch.links?.sourceRows == [0, 1, 5, 5, 6, 6])
    }

    // MARK: Subword sampling

    @Test func linksFollowTheWordsThroughEveryCut() throws {
        let pairs = Array(zip(TestText.english, TestText.german))
        let alignments = pairs.map { _ in "0-0 1-1 3-2 2-3" }
        let corpus = try encoded(pairs, alignments, keepsText: true)
        let seed: UInt64 = 5
        let sampling = SubwordSampling(sourceAlpha: 0.4, targetAlpha: 0.4, seed: seed)
        let cut = EpochChanges(sampling: sampling).corpus(
            corpus, epoch: 2, tokenizer: tokenizer, maximumTokens: 500)
        let links = try #require(cut.links)
        #expect(cut.source != corpus.source && links != corpus.links)
        for (place, pair) in pairs.enumerated() {
            // What each linked token spells is part of the linked word.
            let spelled = Set(
                links[place].map { link in
                    [
                        tokenizer.source.decode([cut.source[place].dropFirst(link.source).first!]),
                        tokenizer.target.decode([cut.target[place].dropFirst(link.target).first!]),
                    ]
                })
            let (source, target) = (pair.0.split(separator: " "), pair.1.split(separator: " "))
            func spells(_ word: Substring, _ text: String) -> Bool {
                text.isEmpty || word.contains(text)
            }
            for texts in spelled {
                #expect(
                    [(0, 0), (1, 1), (3, 2), (2, 3)].contains {
                        spells(source[$0.0], texts[0]) && spells(target[$0.1], texts[1])
                    }, "\(texts)")
            }
            let ends = Alignment.Link(
                source: cut.source[place].count - 1, target: cut.target[place].count - 1)
            #expect(links[place].contains(ends))
        }
    }

    @Test func pairsThatAreNotCutAnewKeepTheirLinks() throws {
        let pairs = Array(zip(TestText.english, TestText.german))
        let corpus = try encoded(pairs, pairs.map { _ in "0-0 1-1" }, keepsText: true)
        let sampling = SubwordSampling(sourceAlpha: 1, targetAlpha: 1, seed: 1)
        // Every cut is too long.
        let cut = EpochChanges(sampling: sampling).corpus(
            corpus, epoch: 0, tokenizer: tokenizer, maximumTokens: 1)
        #expect(cut.links == corpus.links && cut.source == corpus.source)
    }
}
