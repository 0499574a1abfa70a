import Basics
import TestSupport
import Testing
import Text

/// Text that is changed from epoch to epoch, as a corpus has it.
struct EpochChangesTests {
    private let tokenizer: TranslationTokenizer

    init() throws {
        var options = TestText.options(pieces: 600)
        options.byteFallback = true
        let model = try SentencePieceModel.train(
            options, on: TestText.english + TestText.german)
        tokenizer = try TranslationTokenizer(
            sharing: model, languageTokens: [">>deu<<", ">>fra<<"])
    }

    private func corpus(
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

    private static var pairs: [(String, String)] {
        Array(zip(TestText.english, TestText.german))
    }

    private func augmentation(
        seed: UInt64 = 1, _ change: (inout TextAugmentation) -> Void
    ) -> EpochChanges {
        var augmentation = TextAugmentation(seed: seed)
        change(&augmentation)
        return EpochChanges(augmentation: augmentation)
    }

    private func lines(
        _ corpus: EncodedCorpus, _ changes: EpochChanges, epoch: Int = 0, pairs: [Int]? = nil,
        maximum: Int = 500, _ tokenizer: TranslationTokenizer? = nil
    ) -> [(source: String, target: String)] {
        let tokenizer = tokenizer ?? self.tokenizer
        let changed = changes.corpus(
            corpus, epoch: epoch, pairs: pairs, tokenizer: tokenizer, maximumTokens: maximum)
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

    @Test func oneOrTwoPairsOfTheEpochFollow() throws {
        let corpus = try corpus(Self.pairs)
        let epoch = [7, 2, 4, 9]
        let order = [2, 4, 7, 9]
        var counts: Set<Int> = []
        for number in 0..<10 {
            let lines = lines(corpus, augmentation { $0.joined = 1 }, epoch: number, pairs: epoch)
            for pair in 0..<corpus.count {
                guard let place = order.firstIndex(of: pair) else {
                    #expect(lines[pair] == Self.pairs[pair])
                    continue
                }
                let candidates = [1, 2].map { count in
                    (0...count).map { Self.pairs[order[(place + $0) % 4]] }
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
            func without(_ line: String, _ text: String) -> String? {
                // What was put in, and what is left: the line is the text with insertions.
                var added = ""
                var rest = Substring(text)
                for character in line {
                    if character == rest.first, !added.hasSuffix("<"), !added.hasSuffix("</") {
                        rest = rest.dropFirst()
                    } else {
                        added.append(character)
                    }
                }
                return rest.isEmpty ? added : nil
            }
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

    // MARK: A function of seed, epoch and pair

    private var all: EpochChanges {
        EpochChanges(
            augmentation: .standard(seed: 3),
            sampling: SubwordSampling(sourceAlpha: 0.1, targetAlpha: 0.1, seed: 3))
    }

    @Test func changesFollowFromSeedEpochAndPair() throws {
        let corpus = try corpus((0..<400).map { Self.pairs[$0 % 10] })
        func changed(_ changes: EpochChanges, epoch: Int) -> EncodedCorpus {
            changes.corpus(corpus, epoch: epoch, tokenizer: tokenizer, maximumTokens: 500)
        }
        let first = changed(all, epoch: 4)
        #expect(first == changed(all, epoch: 4))
        #expect(first != changed(all, epoch: 5))
        var other = all
        other.augmentation?.seed = 4
        #expect(first != changed(other, epoch: 4))
        // Equal pairs are not changed alike.
        let sources = Set(stride(from: 0, to: 400, by: 10).map { Array(first.source[$0]) })
        #expect(sources.count > 1)
    }

    @Test func otherPairsOfAnEpochChangeNothingButWhatIsJoined() throws {
        let corpus = try corpus((0..<100).map { Self.pairs[$0 % 10] })
        var changes = all
        changes.augmentation?.joined = 0
        let whole = changes.corpus(corpus, epoch: 1, tokenizer: tokenizer, maximumTokens: 500)
        let part = changes.corpus(
            corpus, epoch: 1, pairs: [5, 50], tokenizer: tokenizer, maximumTokens: 500)
        for pair in 0..<100 {
            let expected = [5, 50].contains(pair) ? whole : corpus
            #expect(part.source[pair] == expected.source[pair])
            #expect(part.target[pair] == expected.target[pair])
        }
    }

    @Test func nothingIsChangedWithoutShares() throws {
        let corpus = try corpus(Self.pairs)
        let none = EpochChanges(augmentation: TextAugmentation(seed: 1))
        #expect(none.isNone)
        let changed = none.corpus(corpus, epoch: 0, tokenizer: tokenizer, maximumTokens: 500)
        #expect(changed.source == corpus.source && changed.target == corpus.target)
    }

    @Test func sharesAreAsAsked() throws {
        let count = 20_000
        let corpus = try corpus((0..<count).map { _ in ("the mill.", "die Mill.") })
        func share(_ change: (inout TextAugmentation) -> Void) -> Double {
            let lines = lines(corpus, augmentation(change))
            return Double(lines.count { $0.source != "the mill." }) / Double(count)
        }
        for wanted in [0.07, 0.3] {
            // Four standard deviations.
            let error = 4 * (wanted * (1 - wanted) / Double(count)).squareRoot()
            let shares = [
                share { $0.upperCase = wanted }, share { $0.titleCase = wanted },
                share { $0.noFinalStop = wanted }, share { $0.typos = wanted },
                share { $0.joined = wanted }, share { $0.tags = wanted },
            ]
            for share in shares { #expect(abs(share - wanted) < error, "\(shares)") }
        }
        // Capitals of either kind exclude each other.
        let both = share {
            $0.upperCase = 0.3
            $0.titleCase = 0.2
        }
        #expect(abs(both - 0.5) < 4 * (0.25 / Double(count)).squareRoot())
    }

    @Test func pairsThatGetTooLongStayAsTheyWere() throws {
        let corpus = try corpus(Self.pairs)
        let longest = max(corpus.source.longestCount, corpus.target.longestCount) - 1
        let changed = augmentation {
            $0.joined = 1
            $0.upperCase = 1
        }.corpus(corpus, epoch: 0, tokenizer: tokenizer, maximumTokens: longest)
        #expect(changed.source == corpus.source && changed.target == corpus.target)
    }

    // MARK: Links

    @Test(arguments: [0, 1, 2, 3])
    func linksGoWithTheirWords(kind: Int) throws {
        let links = "0-1 1-0 2-2"
        let pairs = [
            ("wheel mill river .", "M\u{FC}hle Rad Fluss ."),
            ("grain old miller .", "alt Korn M\u{FC}ller ."),
        ]
        let partners = [
            "wheel": "rad", "mill": "m\u{FC}hle", "river": "fluss", "grain": "korn", "old": "alt",
            "miller": "m\u{FC}ller",
        ]
        let corpus = try corpus(pairs, links: links)
        let changes = augmentation {
            switch kind {
            case 0: $0.joined = 1
            case 1: $0.tags = 1
            case 2: $0.noFinalStop = 1
            default:
                $0 = .standard(seed: 1)
                $0.typos = 0
                $0.tags = 1
                $0.joined = 1
                $0.upperCase = 0.5
            }
        }
        for epoch in 0..<40 {
            let changed = changes.corpus(
                corpus, epoch: epoch, tokenizer: tokenizer, maximumTokens: 500)
            for pair in 0..<2 {
                let source = tokenizer.source.words(ofIDs: Array(changed.source[pair]))
                let target = tokenizer.target.words(ofIDs: Array(changed.target[pair]))
                func letters(_ word: SubwordWord) -> String {
                    // Without tags around it.
                    var text = word.text.lowercased()
                    if text.first == "<", let end = text.firstIndex(of: ">") {
                        text = String(text[text.index(after: end)...])
                    }
                    return String(text.prefix { $0 != "<" })
                }
                let found = try #require(changed.links)[pair]
                let ends = Alignment.Link(
                    source: changed.source[pair].count - 1, target: changed.target[pair].count - 1)
                #expect(found.contains(ends))
                var linked: Set<String> = []
                for link in found where link != ends {
                    let one = try #require(source.first { $0.tokens.contains(link.source) })
                    let other = try #require(target.first { $0.tokens.contains(link.target) })
                    let expected = partners[letters(one)] ?? letters(one)
                    #expect(letters(other) == expected)
                    linked.insert(letters(one))
                }
                #expect(
                    linked.isSuperset(
                        of: pairs[pair].0.split(separator: " ").dropLast().map(String.init)))
            }
        }
    }

    @Test func aStopThatWasAWordLosesItsLinks() throws {
        let corpus = try corpus([("mill .", "M\u{FC}hle .")], links: "0-0 1-1")
        let changed = augmentation { $0.noFinalStop = 1 }.corpus(
            corpus, epoch: 0, tokenizer: tokenizer, maximumTokens: 500)
        let links = try #require(changed.links)[0]
        let counts = (changed.source[0].count, changed.target[0].count)
        #expect(tokenizer.decodeTarget(changed.target[0]) == "M\u{FC}hle")
        #expect(links.allSatisfy { $0.source < counts.0 && $0.target < counts.1 })
        #expect(links.count == (counts.0 - 1) * (counts.1 - 1) + 1)
    }
}
