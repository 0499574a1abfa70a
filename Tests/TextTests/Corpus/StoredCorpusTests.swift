import Basics
import Foundation
import TestSupport
import Testing
import Text

/// Pairs in files are those that the same text has in memory.
struct StoredCorpusTests {
    private let folder: TemporaryFolder
    private let tokenizer: TranslationTokenizer
    private let text: ParallelCorpus
    private let alignments: String

    init() throws {
        folder = try TemporaryFolder()
        tokenizer = try TestText.jointTokenizer()
        text = ParallelCorpus(
            table: try folder.write(
                lines: zip(TestText.english, TestText.german).map { "\($0)\t\($1)" }, to: "t.tsv"))
        alignments = try folder.write(
            lines: TestText.english.indices.map { $0 % 3 == 0 ? "" : "0-0 1-\($0 % 2)" }, to: "a"
        ).path
    }

    private func origin(_ change: (inout CorpusOrigin) throws -> Void = { _ in }) throws
        -> CorpusOrigin
    {
        var origin = CorpusOrigin()
        try origin.add(text)
        origin.add(tokenizer)
        try change(&origin)
        return origin
    }

    /// Opens or makes the corpus.
    ///
    /// - Returns: It, and whether it was made.
    private func open(
        _ origin: CorpusOrigin, keepsText: Bool = false, links: Bool = false
    ) throws -> (StoredCorpus, Bool) {
        var isMade = false
        let corpus = try StoredCorpus.open(
            in: folder.url.appendingPathComponent("corpus"), origin,
            .init(text: keepsText, links: links), for: tokenizer
        ) { writer in
            isMade = true
            var sink = writer
            let file = links ? try AlignmentFile(path: alignments, ofPairsIn: "text") : nil
            for part in 0..<2 {
                writer.endPart(
                    try text.encode(
                        into: &sink, with: tokenizer, alignments: part == 0 ? file : nil))
            }
        }
        return (corpus, isMade)
    }

    @Test(arguments: [false, true], [false, true])
    func pairsAreThoseOfMemory(_ keepsText: Bool, _ links: Bool) throws {
        let (stored, _) = try open(try origin(), keepsText: keepsText, links: links)
        let file = links ? try AlignmentFile(path: alignments, ofPairsIn: "text") : nil
        let (one, report) = try text.encoded(
            with: tokenizer, keepsText: keepsText, alignments: file)
        #expect(stored.count == 2 * one.count && stored.parts.count == 2)
        #expect(stored.parts.allSatisfy { $0.report == report && $0.pairs == one.count })
        #expect(stored.tokenCounts.source == 2 * one.tokenCounts.source)
        #expect(stored.tokenCounts.target == 2 * one.tokenCounts.target)
        #expect(stored.longestCount == one.longestCount)
        let half = stored.pairs(Array(0..<one.count))
        let expected = one.pairs(Array(0..<one.count))
        #expect(half.source == expected.source && half.target == expected.target)
        #expect(half.links == expected.links)
        for pair in 0..<one.count {
            guard keepsText else { continue }
            #expect(stored.wordLinks(of: pair) == one.wordLinks(of: pair))
            #expect(stored.text(of: pair) == one.text(of: pair))
        }
        #expect(stored.fingerprint == stored.pairs(Array(0..<stored.count)).fingerprint)
    }

    @Test func whatIsThereIsNotMadeAgain() throws {
        let first = try open(try origin())
        let second = try open(try origin())
        #expect(first.1 && !second.1)
        #expect(second.0.fingerprint == first.0.fingerprint)
    }

    @Test func whatLacksTextOrLinksIsMadeAgain() throws {
        _ = try open(try origin())
        let (corpus, isMade) = try open(try origin(), keepsText: true)
        #expect(isMade && corpus.keepsText)
        #expect(try open(try origin(), keepsText: true, links: true).0.keepsLinks)
    }

    @Test func anotherTextTokenizerOrRuleIsAnotherCorpus() throws {
        let other = ParallelCorpus(
            table: try folder.write(lines: ["The mill.\tDie Mühle."], to: "o.tsv"))
        var heldOut = HeldOutText()
        try heldOut.insert(other)
        let tokens = try TranslationTokenizer(sharing: TestText.jointModel())
        let names = try [
            origin(), origin { try $0.add(other) }, origin { $0.add(tokens) },
            origin { $0.add("rule") }, origin { $0.add(heldOut) },
            origin { try $0.add(TextFile(url: URL(fileURLWithPath: alignments))) },
        ].map(\.name)
        #expect(Set(names).count == names.count)
        #expect(try origin().name == names[0])
    }

    @Test(arguments: ["tokens", "tokens.places", "text", "corpus.json"])
    func damagedFilesAreMadeAgain(_ name: String) throws {
        let origin = try origin()
        let whole = try open(origin, keepsText: true).0.fingerprint
        let file = folder.url.appendingPathComponent("corpus/\(origin.name)/\(name)")
        let bytes = try Data(contentsOf: file)
        var flipped = bytes
        flipped[bytes.count / 2] ^= 0x04
        for damaged in [bytes.dropLast(3), flipped, Data()]
        where name != "text" || damaged != flipped {
            try Data(damaged).write(to: file)
            let (corpus, isMade) = try open(origin, keepsText: true)
            #expect(isMade && corpus.fingerprint == whole, "\(damaged.count)")
        }
        try FileManager.default.removeItem(at: file)
        #expect(try open(origin, keepsText: true).1)
    }

    @Test func nothingIsLeftOfWhatDoesNotBecomeWhole() throws {
        let place = folder.url.appendingPathComponent("corpus")
        #expect(throws: CancellationError.self) {
            _ = try StoredCorpus.open(
                in: place, origin(), .init(text: false, links: false), for: tokenizer
            ) { writer in
                var sink = writer
                _ = try text.encode(into: &sink, with: tokenizer) { _ in
                    throw CancellationError()
                }
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).isEmpty)
    }

    @Test func changesAreThoseOfMemory() throws {
        let changes = EpochChanges(
            augmentation: .standard(seed: 2),
            sampling: SubwordSampling(sourceAlpha: 0.2, targetAlpha: 0.2, seed: 2))
        let stored = try open(try origin(), keepsText: true).0
        let memory = try text.encoded(with: tokenizer, keepsText: true).corpus
        var both = EncodedCorpus(keepsText: true)
        for _ in 0..<2 {
            for pair in 0..<memory.count {
                both.append(
                    source: memory.source[pair], target: memory.target[pair],
                    text: memory.text(of: pair))
            }
        }
        for epoch in 0..<5 {
            let one = changes.corpus(
                stored, epoch: epoch, tokenizer: tokenizer, maximumTokens: 60)
            let two = changes.corpus(both, epoch: epoch, tokenizer: tokenizer, maximumTokens: 60)
            #expect(one == two)
        }
    }
}
