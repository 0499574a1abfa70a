import Basics
import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text
import Translation

struct HeadGatingTests {
    private let tokenizer: TranslationTokenizer
    private let configuration: TransformerConfiguration
    private let translator: Translator
    private let pairs: [EncodedPair]

    /// The weights of the output matrices of the three attentions in the second layers.
    private static let names: [(site: AttentionSite, name: String)] = [
        (.encoder, "model.encoder.layers.1.self_attn.out_proj.weight"),
        (.decoder, "model.decoder.layers.1.self_attn.out_proj.weight"),
        (.encoderDecoder, "model.decoder.layers.1.encoder_attn.out_proj.weight"),
    ]

    init() throws {
        let tokenizer = try characterTokenizer()
        var configuration = TransformerConfiguration(.tiny, for: tokenizer)
        configuration.width = 32
        configuration.encoderInnerWidth = 32
        configuration.decoderInnerWidth = 32
        configuration.encoderLayers = 2
        configuration.decoderLayers = 2
        configuration.maximumLength = 24
        // Differences of a ReLU's kinks are no derivatives.
        configuration.activation = .swish
        self.tokenizer = tokenizer
        self.configuration = configuration
        translator = Translator(
            Self.model(configuration), tokenizer, workers: 2, precision: .float32)
        pairs = [("ab c", "de"), ("x yz", "hello there"), ("q", "r s t")].map {
            EncodedPair(source: $0.0, target: $0.1, tokenizer)
        }
    }

    /// A model whose heads matter, which those of fresh models hardly do.
    private static func model(_ configuration: TransformerConfiguration) -> Transformer {
        let model = Transformer(configuration, seed: 1)
        var random = RandomSource(seed: 2)
        model.parameters.addNoise(0.1, using: &random)
        return model
    }

    private func attention(_ site: AttentionSite) async throws -> GatedAttention {
        let pass = try await translator.pass(over: pairs[0], recording: .attention)
        let layers = pass.layers.filter { $0.site == site }
        return try #require(GatedAttention(layers[1]))
    }

    /// A translator whose model's output matrix has the columns of a head multiplied by a number.
    private func translator(_ name: String, head: Int, times factor: Float) throws -> Translator {
        let model = Self.model(configuration)
        let weight = try #require(model.parameters[name])
        let width = configuration.width / 4
        for place in weight.values.indices where place % configuration.width / width == head {
            weight.values[place] *= factor
        }
        return Translator(model, tokenizer, workers: 1, precision: .float32)
    }

    @Test(arguments: AttentionSite.allCases)
    func aHeadThatIsOffWritesNothing(site: AttentionSite) async throws {
        let attention = try await attention(site)
        #expect(attention.heads == 4)
        let name = try #require(Self.names.first { $0.site == site }).name
        let whole = try await translator.losses(of: pairs)
        for head in 0..<4 {
            let off = SwitchedOffHead(head, of: attention)
            let without = try translator(name, head: head, times: 0)
            let losses = try await translator.losses(of: pairs, without: off)
            expect(
                losses.map(Float.init), try await without.losses(of: pairs), absolute: 1e-4,
                "losses without head \(head)")
            #expect(zip(losses, whole).contains { abs($0 - $1) > 1e-3 })
            let found = try await translator.greedyTranslations(
                of: pairs.map(\.source), without: off)
            let expected = try await without.greedyTranslations(of: pairs.map(\.source))
            #expect(found == expected)
        }
    }

    @Test(arguments: AttentionSite.allCases)
    func aGradientIsTheChangeOfAPairsLossByTheGate(site: AttentionSite) async throws {
        let attention = try await attention(site)
        let name = try #require(Self.names.first { $0.site == site }).name
        let gradients = try await translator.gateGradients(of: pairs, at: [attention])
        #expect(gradients.count == 3 && gradients.allSatisfy { $0.map(\.count) == [4] })
        let step: Float = 0.02
        for head in 0..<4 {
            let above = try await translator(name, head: head, times: 1 + step).losses(of: pairs)
            let below = try await translator(name, head: head, times: 1 - step).losses(of: pairs)
            expect(
                gradients.map { Float($0[0][head]) },
                zip(above, below).map { ($0 - $1) / Double(2 * step) }, relative: 0.02,
                absolute: 2e-3, "gradients of head \(head)")
        }
    }

    @Test func withAllHeadsItIsWhatTheScorerAndTheTranslatorSay() async throws {
        let losses = try await translator.losses(of: pairs)
        let scores = try await translator.scorer.score(pairs)
        expect(
            losses.map(Float.init), scores.map { -$0.logProbability }, absolute: 1e-4, "losses")
        let sources = pairs.map(\.source)
        let found = try await translator.greedyTranslations(of: sources)
        let results = try await translator.translate(encoded: sources, .greedy)
        #expect(found == results.map { tokenizer.decodeTarget($0[0].tokens) })
    }

    @Test func severalModelsAndEightBitsHaveNoGradients() throws {
        let ensemble = try Ensemble([Self.model(configuration), Self.model(configuration)])
        let several = Translator(ensemble, tokenizer, workers: 1, precision: .float32)
        let ofSeveral = try message { _ = try several.differentiableModel() }
        #expect(ofSeveral.contains("Several models"))
        let eightBits = Translator(
            Self.model(configuration), tokenizer, workers: 1, precision: .int8)
        let ofEightBits = try message { _ = try eightBits.differentiableModel() }
        #expect(ofEightBits.contains("float32 or bfloat16"))
    }

    @Test func alignmentsByEveryHeadAreThoseOfTheFormThatBlocks() async throws {
        let reader = translator.reader
        let found = try await reader.alignmentsByEveryHead(of: pairs)
        for (pair, alignments) in zip(pairs, found) {
            // Two layers of four heads and their mean.
            #expect(alignments.count == 10)
            for (selection, alignment) in alignments {
                let words = try await reader.alignments(of: [pair], selection)
                #expect(words[0].alignment == alignment)
            }
        }
    }

    @Test func whatPassesAreReadAsComesInOrder() async throws {
        let told = Counter()
        let lengths = try await translator.passes(
            over: pairs, recording: .attention, named: "lengths of tests",
            progress: { _ in told.next() }
        ) { pair, pass in [pair.source.count, pass.layers.count] }
        #expect(lengths == pairs.map { [$0.source.count, 6] })
        // Two workers may be done at the same time, of which one tells.
        #expect((1...3).contains(told.current))
    }

    @Test func pairsWithoutTargetGetAGreedyTranslation() async throws {
        let found = try await translator.pairs(of: [("ab", "cd"), ("ef", nil), ("gh", nil)])
        #expect(found[0] == EncodedPair(source: "ab", target: "cd", tokenizer))
        for (pair, source) in zip(found.dropFirst(), ["ef", "gh"]) {
            let alone = try await translator.pair(of: source, to: nil)
            #expect(pair == alone)
        }
    }
}
