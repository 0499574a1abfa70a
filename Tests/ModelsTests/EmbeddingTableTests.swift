import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text

/// What models say of their tables.
struct EmbeddingTableTests {
    @Test(arguments: ModelVariant.all)
    func aTableKnowsAllItsUses(variant: ModelVariant) throws {
        let model = variant.makeModel()
        let embeddings = model.configuration.embeddings
        for use in EmbeddingUse.allCases {
            let table = try #require(model.embeddingTable(of: use))
            #expect(table.uses.contains(use))
            for other in table.uses {
                #expect(model.embeddingTable(of: other)?.name == table.name)
            }
            let rows =
                use == .source ? embeddings.sourceVocabularySize : embeddings.targetVocabularySize
            #expect(table.weight.rows == rows)
        }
    }

    @Test func tiedTablesAreOne() throws {
        func uses(_ isShared: Bool, _ tiesOutput: Bool) throws -> [[EmbeddingUse]] {
            let model = Transformer.random(
                .small {
                    $0.embeddings.isShared = isShared
                    $0.embeddings.tiesOutput = tiesOutput
                })
            return try EmbeddingUse.allCases.map {
                try #require(model.embeddingTable(of: $0)).uses
            }
        }
        let all = EmbeddingUse.allCases
        #expect(try uses(true, true) == [all, all, all])
        #expect(
            try uses(false, true) == [[.source], [.target, .output], [.target, .output]])
        #expect(try uses(false, false) == [[.source], [.target], [.output]])
    }

    /// The table of the source is what the encoder reads.
    @Test func theRowsAreTheEmbeddings() throws {
        let model = RecurrentConfiguration.small(.gru) { $0.embeddings.isShared = false }
            .makeModel(seed: 1)
        let table = try #require(model.embeddingTable(of: .source)).weight.array()
        let source = PackedSentences([[3, 5, 0]], fillerID: 0, rowMultiple: 1)
        let embedded = model.embed(source, Context(precision: .float32)).array()
        let expected = [3, 5, 0].flatMap { Array(table[$0 * 12..<$0 * 12 + 12]) }
        expect(Array(embedded.prefix(36)), expected, absolute: 1e-6, "embeddings")
    }

    @Test func eightBitsAreRoundedNumbers() throws {
        let folder = try TemporaryFolder()
        let directory = ModelDirectory(folder.url)
        let model = Transformer.random()
        let exact = try #require(model.embeddingTable(of: .source)).weight.array()
        try directory.save(model, tokenizer: nil, type: .int8)
        let loaded = try directory.loadModel(precision: .int8)
        let rounded = try #require(loaded.embeddingTable(of: .source)).weight.array()
        // Every row has a scale of its own, its largest number being 127.
        for row in 0..<20 {
            let range = row * 16..<row * 16 + 16
            let largest = exact[range].reduce(0) { max($0, abs($1)) }
            expect(
                Array(rounded[range]), Array(exact[range]),
                absolute: Double(largest) / 254 * 1.001 + 1e-7, "row \(row)")
        }
        #expect(rounded != exact)
    }

    @Test func onlyTransformersHavePositions() throws {
        let model = Transformer.random(.small { $0.positions = .learned })
        for (stack, name) in [(AttentionRecord.Stack.encoder, "encoder"), (.decoder, "decoder")] {
            let positions = try #require(model.positions(of: stack))
            let weight = try #require(
                model.parameters["model.\(name).embed_positions.weight"])
            #expect(positions.kind == .learned && positions.count == 64)
            #expect(positions.vectors(length: 64) == Array(weight.values))
        }
        #expect(Transformer.random().positions(of: .decoder)?.kind == .computed)
        let recurrent: any SequenceToSequenceModel = RecurrentConfiguration.small(.gru)
            .makeModel(seed: 1)
        #expect(recurrent.positions(of: .encoder) == nil)
    }
}
