import Basics
import Foundation
import Inspection
import Layers
import Models
import TestSupport
import Testing
import Text
import Translation

struct AttentionPatternTests {
    private func pattern(
        _ rows: [[Float]], _ site: AttentionSite, hasEnd: Bool = true
    ) throws -> AttentionPattern {
        var sums = PatternSums()
        sums.add(rows, at: site, hasEnd: hasEnd)
        return try #require(sums.pattern)
    }

    private func isNear(_ value: Double?, _ expected: Double) -> Bool {
        value.map { abs($0 - expected) < 1e-6 } ?? false
    }

    @Test func evenWeightsHaveTheLargestEntropy() throws {
        let rows = [[Float]](repeating: [0.25, 0.25, 0.25, 0.25], count: 4)
        let pattern = try pattern(rows, .encoder)
        #expect(isNear(pattern.entropy, log(4)))
        // Σ |i − j| over all i and j below 4 is 20.
        #expect(isNear(pattern.distance, 20.0 / 16))
        for share in [
            pattern.previous, pattern.next, pattern.same, pattern.first, pattern.last, pattern.end,
        ] {
            #expect(isNear(share, 0.25))
        }
    }

    @Test func aHeadThatLooksBackIsKnown() throws {
        let pattern = try pattern(
            [[1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]], .encoder)
        #expect(pattern.entropy == 0 && pattern.distance == 0.75)
        // The first row has no previous token.
        #expect(pattern.previous == 1 && pattern.next == 0)
        #expect(pattern.same == 0.25 && pattern.first == 0.5)
        // The last token of the text is the third.
        #expect(pattern.last == 0.25 && pattern.end == 0)
    }

    @Test func textsWithoutEndTokenEndWithTheirLastToken() throws {
        let pattern = try pattern([[0, 1], [0, 1]], .encoder, hasEnd: false)
        #expect(pattern.last == 1 && pattern.end == nil)
    }

    @Test func theDecoderSeesNoNextToken() throws {
        let pattern = try pattern(
            [[1, 0, 0], [0.5, 0.5, 0], [0.5, 0.25, 0.25]], .decoder, hasEnd: false)
        #expect(isNear(pattern.entropy, (log(2) + 1.5 * log(2)) / 3))
        #expect(pattern.next == nil && pattern.last == nil && pattern.end == nil)
        #expect(isNear(pattern.previous, (0.5 + 0.25) / 2))
        #expect(isNear(pattern.same, (1 + 0.5 + 0.25) / 3))
        #expect(isNear(pattern.first, 2.0 / 3))
        #expect(isNear(pattern.distance, (0.5 + 1 + 0.25) / 3))
    }

    @Test func encoderDecoderAttentionIsSeenFromTheDiagonal() throws {
        // Three queries over five keys lie on keys 0, 2 and 4.
        let diagonal = try pattern(
            [[1, 0, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 0, 1]], .encoderDecoder)
        #expect(diagonal.distance == 0 && diagonal.same == 1 && diagonal.previous == 0)
        let beside = try pattern(
            [[0, 1, 0, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1]], .encoderDecoder)
        #expect(isNear(beside.distance, 2.0 / 3))
        #expect(beside.next == 1 && isNear(beside.same, 1.0 / 3))
        let single = try pattern([[0.5, 0, 0.5]], .encoderDecoder)
        #expect(single.distance == 1 && single.last == 0 && single.end == 0.5)
    }

    @Test func nothingHasNoPattern() {
        #expect(PatternSums().pattern == nil)
    }
}

struct HeadSimilarityTests {
    @Test func headsThatLookElsewhereAreALogarithmOfTwoApart() throws {
        var sums = SimilaritySums(heads: 3)
        sums.add(weights: [
            [[1, 0, 0], [0, 1, 0]], [[0, 1, 0], [0, 0, 1]], [[1, 0, 0], [0, 0.5, 0.5]],
        ])
        let matrix = try #require(sums.matrix(.weights))
        for head in 0..<3 { #expect(matrix[head][head] == 0) }
        #expect(abs(matrix[0][1] - log(2)) < 1e-6 && matrix[0][1] == matrix[1][0])
        // The second rows, (0, 1, 0) and (0, ½, ½), have the mean (0, ¾, ¼).
        let entropy = -(0.75 * log(0.75) + 0.25 * log(0.25))
        #expect(abs(matrix[0][2] - (entropy - log(2) / 2) / 2) < 1e-6)
        #expect(sums.matrix(.outputs) == nil)
    }

    @Test func whatHeadsWriteIsComparedByDirection() throws {
        var sums = SimilaritySums(heads: 3)
        sums.add(
            contributions: [[1, 0, 1, 1, 9, 9], [0, 3, 2, 2, 9, 9], [-1, 0, -1, -1, 9, 9]], rows: 2,
            width: 2)
        let matrix = try #require(sums.matrix(.outputs))
        #expect(abs(matrix[0][1] - 0.5) < 1e-6)
        #expect(abs(matrix[0][2] + 1) < 1e-6)
        #expect(abs(matrix[1][1] - 1) < 1e-6)
    }

    @Test func aRowToWhichAHeadAddsNothingIsLeftOut() throws {
        var sums = SimilaritySums(heads: 2)
        sums.add(contributions: [[1, 0, 0, 0], [1, 0, 5, 5]], rows: 2, width: 2)
        #expect(try #require(sums.matrix(.outputs))[0][1] == 1)
    }
}

struct InspectedHeadsTests {
    private let tokenizer: TranslationTokenizer
    private let translator: Translator
    private let pairs = [
        InspectedHeads.Pair(
            source: "ab c", target: "de f", alignment: Alignment([.init(source: 0, target: 1)])),
        InspectedHeads.Pair(source: "x yz", target: "g hi"),
    ]

    init() throws {
        tokenizer = try characterTokenizer()
        translator = Translator(
            Self.model(tokenizer), tokenizer, workers: 2, precision: .float32)
    }

    /// Small, for each of its heads is switched off.
    private static func model(_ tokenizer: TranslationTokenizer) -> Transformer {
        var configuration = TransformerConfiguration(.tiny, for: tokenizer)
        configuration.width = 32
        configuration.encoderHeads = 2
        configuration.decoderHeads = 2
        configuration.encoderLayers = 2
        configuration.decoderLayers = 1
        configuration.maximumLength = 24
        return Transformer(configuration, seed: 1)
    }

    private var importance: HeadImportance {
        var importance = HeadImportance(random: RandomSource(seed: 1))
        importance.samples = 20
        return importance
    }

    @Test func patternsAreMeansOverAllRowsOfAllTexts() async throws {
        let heads = try await translator.inspectHeads(over: pairs)
        #expect(heads.pairs == 2 && heads.sites == AttentionSite.allCases && heads.whole == nil)
        for site in AttentionSite.allCases {
            let layers = try heads.layers(at: site)
            #expect(layers.map(\.layer) == (site == .encoder ? [0, 1] : [0]))
            for layer in layers {
                for (head, found) in layer.heads.enumerated() {
                    var sums = PatternSums()
                    for pair in pairs {
                        let attention = try await translator.inspectAttention(
                            of: pair.source, to: pair.target)
                        let weights = try attention.weights(
                            at: site, .init(layer: layer.layer, head: head), by: .pieces)
                        sums.add(weights, at: site, hasEnd: site != .decoder)
                    }
                    let expected = try #require(sums.pattern)
                    #expect(abs(found.pattern.entropy - expected.entropy) < 1e-6)
                    #expect(abs(found.pattern.same - expected.same) < 1e-6)
                    #expect(found.gradient == nil && found.switchedOff == nil)
                }
            }
        }
    }

    @Test func headsAreLikeThemselves() async throws {
        let heads = try await translator.inspectHeads(over: pairs)
        for layer in heads.layers {
            let cosine = try #require(layer.cosine)
            for head in 0..<2 {
                #expect(layer.divergence[head][head] == 0)
                #expect(abs(cosine[head][head] - 1) < 1e-6)
            }
            #expect(layer.divergence[0][1] > 0 && layer.divergence[0][1] < log(2))
            #expect(layer.divergence[0][1] == layer.divergence[1][0])
            #expect(abs(cosine[0][1]) < 1)
        }
    }

    @Test func alignmentErrorsAreThoseOfTheReader() async throws {
        let heads = try await translator.inspectHeads(over: pairs)
        let pair = EncodedPair(source: "ab c", target: "de f", tokenizer)
        let all = try await translator.reader.alignmentsByEveryHead(of: [pair])
        for (selection, alignment) in all[0] {
            var rate = AlignmentErrorRate()
            rate.add(alignment, reference: try #require(pairs[0].alignment))
            let layer = try heads.layer(selection.layer, at: .encoderDecoder)
            let found =
                selection.head.map { layer.heads[$0].alignmentError } ?? layer.alignmentError
            #expect(found == rate.value)
        }
        for layer in try heads.layers(at: .encoder) {
            #expect(layer.alignmentError == nil)
            #expect(layer.heads.allSatisfy { $0.alignmentError == nil })
        }
    }

    @Test func importanceIsMeasuredOfEveryHead() async throws {
        let told = Progress()
        let heads = try await translator.inspectHeads(over: pairs, importance: importance) {
            told.add($0)
        }
        let whole = try #require(heads.whole)
        let references = pairs.compactMap(\.target)
        let losses = try await translator.losses(
            of: pairs.map { EncodedPair(source: $0.source, target: $0.target ?? "", tokenizer) })
        let tokens = references.reduce(0) { $0 + tokenizer.encodeTarget($1).count }
        #expect(abs(whole.loss - losses.reduce(0, +) / Double(tokens)) < 1e-6)
        #expect(whole.signature.hasPrefix("nrefs:1|case:mixed|eff:no|"))
        for head in heads.layers.flatMap(\.heads) {
            #expect(try #require(head.gradient) > 0)
            let off = try #require(head.switchedOff)
            #expect(abs(off.lossDifference - (off.loss - whole.loss)) < 1e-9)
            #expect(abs(off.bleuDifference.value - (off.bleu - whole.bleu)) < 1e-9)
            #expect(off.bleuDifference.lower <= off.bleuDifference.upper)
        }
        #expect(heads.layers.contains { $0.heads.contains { $0.switchedOff?.lossDifference != 0 } })
        // Two heads in two layers of the encoder, and in the two attentions of the decoder.
        let last = try #require(told.all.last)
        #expect(last.stage == .switchingOff && last.done == 8 && last.count == 8)
        #expect(Set(told.all.map(\.stage)) == Set(HeadProgress.Stage.allCases))
    }

    @Test func halfOfTheImportanceCanBeLeftOut() async throws {
        var importance = importance
        importance.bySwitchingOff = false
        let heads = try await translator.inspectHeads(over: pairs, importance: importance)
        #expect(heads.whole == nil)
        #expect(heads.layers.allSatisfy { $0.heads.allSatisfy { $0.gradient != nil } })
        #expect(heads.layers.allSatisfy { $0.heads.allSatisfy { $0.switchedOff == nil } })
    }

    @Test func itEndsWhenItIsCancelled() async throws {
        let (translator, pairs, importance) = (translator, pairs, importance)
        let task = Task {
            try await translator.inspectHeads(over: pairs, importance: importance) { progress in
                guard progress.stage == .switchingOff else { return }
                withUnsafeCurrentTask { $0?.cancel() }
            }
        }
        await #expect(throws: CancellationError.self) { _ = try await task.value }
    }

    @Test func aSourceAloneGetsItsGreedyTranslation() async throws {
        let heads = try await translator.inspectHeads(over: [.init(source: "ab c")])
        #expect(heads.pairs == 1 && heads.layers.count == 4)
    }

    @Test func whatCannotBeIsSaid() async throws {
        let nothing = await #expect(throws: CalqueError.self) {
            _ = try await translator.inspectHeads(over: [])
        }
        #expect(nothing?.message.contains("There are no pairs") == true)
        let untranslated = await #expect(throws: CalqueError.self) {
            _ = try await translator.inspectHeads(
                over: [pairs[0], .init(source: "ab")], importance: importance)
        }
        #expect(untranslated?.message.contains("Pair 2 has no translation") == true)
        let unaligned = await #expect(throws: CalqueError.self) {
            _ = try await translator.inspectHeads(
                over: [.init(source: "ab", alignment: Alignment([]))])
        }
        #expect(unaligned?.message.contains("Pair 1 has an alignment") == true)
        var impossible = importance
        impossible.samples = 0
        let wanted = impossible
        await #expect(throws: CalqueError.self) {
            _ = try await translator.inspectHeads(over: pairs, importance: wanted)
        }
    }

    @Test func headsOfSeveralModelsAreSeenAndStayOn() async throws {
        let ensemble = try Ensemble([Self.model(tokenizer), Self.model(tokenizer)])
        let translator = Translator(ensemble, tokenizer, workers: 1, precision: .float32)
        let heads = try await translator.inspectHeads(over: pairs)
        #expect(heads.sites == [.encoderDecoder])
        #expect(heads.layers.map(\.heads.count) == [4] && heads.layers[0].cosine == nil)
        let cosine = try message { _ = try heads.layers[0].similarity(.outputs) }
        #expect(cosine.contains("no output matrix"))
        var importance = importance
        importance.byGradient = false
        let wanted = importance
        let error = await #expect(throws: CalqueError.self) {
            _ = try await translator.inspectHeads(over: pairs, importance: wanted)
        }
        #expect(error?.message.contains("a single Transformer") == true)
    }

    @Test func whatIsNotThereIsNamed() async throws {
        let heads = try await translator.inspectHeads(over: pairs)
        let layer = try message { _ = try heads.layer(9, at: .encoder) }
        #expect(layer.contains("ask for one of 0 to 1"))
        let head = try message { _ = try heads.head(5, ofLayer: 0, at: .decoder) }
        #expect(head.contains("no head 5"))
        #expect(try heads.head(1, ofLayer: 1, at: .encoder) == heads.layers[1].heads[1])
    }

    @Test func picturesSayWhatTheyShow() async throws {
        let heads = try await translator.inspectHeads(over: pairs, importance: importance)
        for measure in HeadMeasure.allCases {
            let map = try heads.figure(of: measure, at: .encoder, model: "en-<de>")
            #expect(
                map.svg().contains("en-&lt;de&gt;: Encoder self-attention, all layers and heads"))
            #expect(map.rowLabels == ["layer 0", "layer 1"] && map.columnCount == 2)
            let known = map.values.allSatisfy(\.isFinite)
            #expect(known == (measure != .alignmentError))
        }
        let similarity = try heads.figure(of: .weights, at: .encoder, layer: 0)
        #expect(similarity.title.contains("layer 0: divergence") && similarity[0, 0] == 0)
        let overview = try heads.overview(of: .outputs, at: .encoder)
        #expect(overview.maps[0].count == 2)
        let chart = try heads.importance(at: .encoderDecoder)
        #expect(chart.rows.map(\.label) == ["layer 0, head 0", "layer 0, head 1"])
        #expect(chart.horizontalTitle == "ΔBLEU and 95 % interval")
    }

    @Test func itComesBackFromJSON() async throws {
        let heads = try await translator.inspectHeads(over: pairs, importance: importance)
        let data = try JSONEncoder().encode(heads)
        #expect(try JSONDecoder().decode(InspectedHeads.self, from: data) == heads)
    }
}

/// Keeps what is told, from any thread.
private final class Progress: @unchecked Sendable {
    private let lock = NSLock()
    private var told: [HeadProgress] = []

    func add(_ progress: HeadProgress) { lock.withLock { told.append(progress) } }

    var all: [HeadProgress] { lock.withLock { told } }
}
