import Basics
import Foundation
import Models
import Tensors
import TestSupport
import Testing
import Text

/// Model directories with a shortlist.
struct ShortlistDirectoryTests {
    private let folder: TemporaryFolder
    private let directory: ModelDirectory
    private let tokenizer: TranslationTokenizer

    init() throws {
        folder = try TemporaryFolder()
        directory = ModelDirectory(folder.url)
        // </s> 0, <unk> 1, a 2, b 3, c 4, ▁ 5, <pad> 6
        tokenizer = try .made(of: ["a", "b", "c"])
        try directory.save(
            Transformer.random(.small { $0.embeddings = EmbeddingConfiguration(tokenizer) }),
            tokenizer: tokenizer)
    }

    private func write(_ list: Shortlist) throws {
        try list.write(to: folder.file(ModelDirectory.shortlistName))
    }

    private static func lists(_ count: Int) -> [[Int32]] {
        (0..<count).map { [Int32($0 + 1) % Int32(count)] }
    }

    @Test func itsListsAreLoadedAndWrittenAgain() throws {
        #expect(try directory.load(precision: .float32).model.candidates(for: [2, 0]) == nil)
        try write(Shortlist(frequentCount: 2, bestCount: 1, targetCount: 6, lists: Self.lists(6)))
        let (model, own) = try directory.load(precision: .float32)
        // The two first, what 2 and 0 may become, and 2 itself; padding becomes nothing.
        #expect(model.candidates(for: [2, 0, 6]) == [0, 1, 2, 3])
        let copy = ModelDirectory(folder.file("copy"))
        try copy.write(model, tokenizer: own)
        #expect(
            try Data(contentsOf: folder.file("copy/shortlist.bin"))
                == Data(contentsOf: folder.file("shortlist.bin")))
        // It is a file of the model's, and nobody else's.
        try copy.requireFree(isReplacing: true)
    }

    @Test(arguments: [(5, 6, "5 source pieces, but the vocabulary has 6"), (6, 9, "piece 8")])
    func thatOfAnotherVocabularyIsRefused(sources: Int, targets: Int, says: String) throws {
        var lists = Self.lists(sources)
        lists[1].append(Int32(targets - 1))
        try write(Shortlist(frequentCount: 1, bestCount: 2, targetCount: targets, lists: lists))
        let text = try message { _ = try directory.load(precision: .float32) }
        #expect(text.contains(says) && text.contains("shortlist.bin"), "\(text)")
        // Who looks at the weights alone need not care.
        _ = try directory.loadModel(precision: .float32)
    }

    @Test(arguments: Set([Precision.float32, .fastest, .int8]), DecoderKind.allCases)
    func stepsTellTheLogitsThatAreWanted(precision: Precision, decoder: DecoderKind) {
        let model = Transformer.random(.small { $0.decoder = decoder })
        model.prepare(for: precision)
        let context = Context(precision: precision)
        let source = PackedSentences(sentences([4, 7]), fillerID: 19)
        let outputs: [Int32] = [0, 3, 4, 17]
        var whole = model.encode(source, context)
        var part = model.encode(source, outputs: outputs, context)
        #expect(whole.outputs == nil && part.outputs == outputs)
        for tokens in [[19, 19], [3, 17]] as [[Int32]] {
            let all = model.step(tokens, &whole, context)
            let some = model.step(tokens, &part, context)
            for row in 0..<2 {
                expect(
                    outputs.indices.map { some.floats[row * some.columns + $0] },
                    outputs.map { all.floats[row * all.columns + Int($0)] },
                    relative: precision == .int8 ? 0 : 1e-4, absolute: 1e-6, "row \(row)")
            }
        }
    }
}
