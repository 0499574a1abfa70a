import Basics
import TestSupport
import Testing
import Text

/// Text that is changed from epoch to epoch, as a corpus has it.
struct EpochChangesTests {
    let tokenizer: TranslationTokenizer

    init() throws {
        var options = TestText.options(pieces: 600)
        options.byteFallback = true
        let model = try SentencePieceModel.train(
            options, on: TestText.english + TestText.german)
        tokenizer = try TranslationTokenizer(
            sharing: model, languageTokens: [">>deu<<", ">>fra<<"])
    }

    func corpus(
        _ pairs: [(String, String)], links: String? = nil, _ tokenizer: TranslationTokenizer? = nil
    ) throws -> EncodedCorpus {
        let folder = try TemporaryFolder()
        let table = try folder.write(lines: pairs.map { "\($0.0)\t\($0.1)" }, to: "table")
        let alignments = try links.map { links in
            let file = try folder.write(lines: pairs.map { _ in links }, to: "alignments")
            return try AlignmentFile(path: file.path, ofPairsIn: "table")
        }
        return try ParallelCorpus(table: table).encoded(
            with: tokenizer ?? self.tokenizer, keepsText: true, alignments: alignments
        ).corpus
    }

    static var pairs: [(String, String)] {
        Array(zip(TestText.english, TestText.german))
    }

    func augmentation(
        seed: UInt64 = 1, _ change: (inout TextAugmentation) -> Void
    ) -> EpochChanges {
        var augmentation = TextAugmentation(seed: seed)
        change(&augmentation)
        return EpochChanges(augmentation: augmentation)
    }

    func lines(
        _ corpus: EncodedCorpus, _ changes: EpochChanges, epoch: Int = 0,
        maximum: Int = 500, _ tokenizer: TranslationTokenizer? = nil
    ) -> [(source: String, target: String)] {
        let tokenizer = tokenizer ?? self.tokenizer
        let changed = changes.corpus(
            corpus, epoch: epoch, tokenizer: tokenizer, maximumTokens: maximum)
        return (0..<changed.count).map {
            (
                tokenizer.source.decode(changed.source[$0]),
                tokenizer.target.decode(changed.target[$0])
            )
        }
    }

    // MARK: Kinds

    @Test(arguments: [
        ("The mill's wheel (old) stands.", "THE MILL'S WHEEL (OLD) STANDS.", 1.0),
        ("die Straße am Fluss", "DIE STRASSE AM FLUSS", 1.0),
        ("see {name} at mill/old", "SEE {name} AT mill/old", 1.0),
        ("the mill's wheel (old) stands.", "The Mill's Wheel (Old) Stands.", 0.0),
        ("öl {name} aB", "Öl {name} AB", 0.0),
    ])
    func casesChangeOnBothSides(text: String, expected: String, upper: Double) throws {
        let corpus = try corpus([(text, text)])
        let changes = augmentation {
            $0.upperCase = upper
            $0.titleCase = 1 - upper
        }
        let line = lines(corpus, changes)[0]
        #expect(line.source == expected && line.target == expected)
    }

    @Test(arguments: [
        ("It stands.", "Sie steht.", "It stands", "Sie steht"),
        ("It stands .", "Sie steht. ", "It stands", "Sie steht"),
        ("It stands.", "\u{7ACB}\u{3002}", "It stands", "\u{7ACB}"),
        ("It stands...", "Sie steht.", "It stands...", "Sie steht."),
        ("It stands.", "Sie steht!", "It stands.", "Sie steht!"),
        (".", ".", ".", "."),
    ])
    func finalStopsGoWhereBothSidesHaveOne(
        source: String, target: String, newSource: String, newTarget: String
    ) throws {
        let line = lines(try corpus([(source, target)]), augmentation { $0.noFinalStop = 1 })[0]
        #expect(line.source == newSource && line.target == newTarget)
    }

    @Test func typosAreInFewLettersOfTheSource() throws {
        let corpus = try corpus(Self.pairs)
        let changes = augmentation { $0.typos = 1 }
        var lengths: Set<Int> = []
        for epoch in 0..<20 {
            for (line, pair) in zip(lines(corpus, changes, epoch: epoch), Self.pairs) {
                #expect(line.target == pair.1)
                #expect(line.source != pair.0)
                let (words, before) = (
                    line.source.split(separator: " "), pair.0.split(separator: " ")
                )
                #expect(words.count == before.count)
                let wrong = zip(words, before).filter { $0 != $1 }
                #expect(wrong.count <= 1 + pair.0.count / 40)
                for (word, right) in wrong {
                    #expect(right.filter(\.isLetter).count >= 3)
                    #expect(abs(word.count - right.count) <= 1)
                    lengths.insert(word.count - right.count)
                }
            }
        }
        #expect(lengths == [-1, 0, 1])
    }

    @Test func figuresAndWordsOfProgramsHaveNoTypos() throws {
        let text = "1234567 {name} https://mill.org/a %1$s to be"
        let corpus = try corpus([(text, text)])
        for epoch in 0..<20 {
            #expect(lines(corpus, augmentation { $0.typos = 1 }, epoch: epoch)[0].source == text)
        }
    }

    @Test func theOneOrTwoPairsAfterItFollow() throws {
        let corpus = try corpus(Self.pairs)
        var counts: Set<Int> = []
        for epoch in 0..<10 {
            let lines = lines(corpus, augmentation { $0.joined = 1 }, epoch: epoch)
            for pair in 0..<corpus.count {
                let candidates = [1, 2].map { count in
                    (0...count).map { Self.pairs[(pair + $0) % Self.pairs.count] }
                }
                let found = candidates.first { joined in
                    lines[pair].source == joined.map(\.0).joined(separator: " ")
                        && lines[pair].target == joined.map(\.1).joined(separator: " ")
                }
                #expect(found != nil, "\(lines[pair])")
                counts.insert(found?.count ?? 0)
            }
        }
        #expect(counts == [2, 3])
    }

    @Test func onlyPairsIntoTheSameLanguageAreJoined() throws {
        let corpus = try corpus([
            (">>deu<< the mill", "die M\u{FC}hle"), (">>fra<< the mill", "le moulin"),
        ])
        let changes = augmentation { $0.joined = 1 }
        let changed = changes.corpus(
            corpus, epoch: 0, tokenizer: tokenizer, maximumTokens: 500)
        #expect(changed.source == corpus.source && changed.target == corpus.target)
        let same = try self.corpus([
            (">>deu<< the mill", "die M\u{FC}hle"), (">>deu<< the river", "der Fluss"),
        ])
        let joined = changes.corpus(same, epoch: 0, tokenizer: tokenizer, maximumTokens: 500)
        #expect(
            Array(joined.source[0]) == tokenizer.encodeSource(">>deu<< the mill the river"))
        #expect(tokenizer.decodeTarget(joined.target[0]) == "die M\u{FC}hle der Fluss")
    }

    @Test func tagsAreTheSameOnBothSides() throws {
        let pairs = [("The mill of Anna stands.", "Die M\u{FC}hle von Anna steht.")]
        let corpus = try corpus(pairs)
        var forms: Set<String> = []
        for epoch in 0..<200 {
            let line = lines(corpus, augmentation { $0.tags = 1 }, epoch: epoch)[0]
            #expect(line.source.count - pairs[0].0.count == line.target.count - pairs[0].1.count)
            if line.source.contains("</") {
                let word = line.source.contains(">Anna</")
                #expect(word == line.target.contains(">Anna</"))
                #expect(word || line.source.hasPrefix("<") && line.source.hasSuffix(">"))
                #expect(word || line.target.hasPrefix("<") && line.target.hasSuffix(">"))
                forms.insert(word ? "around a word" : "around all")
            } else {
                let words = line.source.split(separator: " ")
                let others = line.target.split(separator: " ")
                let place = try #require(words.firstIndex { !pairs[0].0.contains($0) })
                #expect(words.count == 6 && others.count == 6)
                #expect(others[place] == words[place])
                forms.insert("\(place)")
            }
        }
        #expect(forms == ["around a word", "around all", "0", "3", "5"])
    }

    @Test(arguments: [SentencePieceTrainerOptions.ModelType.bpe, .unigram])
    func tagsWithoutPiecesAreNotUsed(type: SentencePieceTrainerOptions.ModelType) throws {
        let plain = try TestText.jointTokenizer()
        let corpus = try corpus(Self.pairs, plain)
        let changed = augmentation { $0.tags = 1 }.corpus(
            corpus, epoch: 0, tokenizer: plain, maximumTokens: 500)
        #expect(changed.source == corpus.source && changed.target == corpus.target)
        var options = TestText.options(type, pieces: 150)
        options.additionalCharacters = TextAugmentation.standard(seed: 1).characters
        let model = try SentencePieceModel.train(options, on: TestText.english + TestText.german)
        let withPieces = try TranslationTokenizer(sharing: model)
        let other = try self.corpus(Self.pairs, withPieces)
        let lines = lines(other, augmentation { $0.tags = 1 }, withPieces)
        for (line, pair) in zip(lines, Self.pairs) {
            #expect(line.source != pair.0 && line.target != pair.1)
        }
    }
}
