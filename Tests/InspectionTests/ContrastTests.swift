import Basics
import Foundation
import Inspection
import Models
import Tensors
import TestSupport
import Testing
import Text
import Translation

struct InspectedContrastTests {
    private static let source = "ab cde f"
    private static let first = "il dort"
    private static let second = "elle dort"

    private let small: SmallTransformer
    private let context = Context(precision: .float32)

    init() throws { small = try SmallTransformer() }

    private func contrast(
        _ first: String = first, _ second: String = second
    ) async throws -> InspectedContrast {
        try await small.translator.inspectContrast(of: Self.source, between: first, and: second)
    }

    @Test func nothingSpeaksForATranslationRatherThanItself() async throws {
        let contrast = try await contrast(Self.first, Self.first)
        #expect(contrast.difference == 0)
        #expect(contrast.gradientTimesInput.raw.allSatisfy { $0 == 0 })
        #expect(contrast.occlusion.raw.allSatisfy { $0 == 0 })
        #expect(contrast.occlusion.normalised.allSatisfy { $0 == 0 })
        #expect(contrast.first.differingWords.isEmpty && contrast.second.differingWords.isEmpty)
    }

    @Test func whatSpeaksForOneSpeaksAgainstTheOther() async throws {
        let (one, other) = (try await contrast(), try await contrast(Self.second, Self.first))
        #expect(one.difference == -other.difference && one.difference != 0)
        #expect(one.gradientTimesInput.raw == other.gradientTimesInput.raw.map { -$0 })
        for (one, other) in zip(one.occlusion.raw, other.occlusion.raw) {
            #expect(abs(one + other) < 1e-9 && one != 0)
        }
    }

    @Test func theDifferenceIsThatOfTheScores() async throws {
        let contrast = try await contrast()
        let scores = try await small.translator.scores(
            of: [(Self.source, Self.first), (Self.source, Self.second)])
        #expect(abs(contrast.first.logProbability - scores[0].logProbability) < 1e-4)
        #expect(abs(contrast.second.logProbability - scores[1].logProbability) < 1e-4)
        expect(
            contrast.first.tokenLogProbabilities.map { Float($0) },
            scores[0].tokenLogProbabilities, absolute: 1e-5, "log P of the tokens")
    }

    @Test func wordsThatDifferAreFound() async throws {
        let contrast = try await contrast("il dort bien", "elle dort")
        #expect(contrast.source.words.dropLast().map(\.text) == ["ab", "cde", "f"])
        #expect(contrast.first.differingWords == [0, 2] && contrast.second.differingWords == [0])
        #expect(contrast.first.difference == "il bien" && contrast.second.difference == "elle")
    }

    /// log P(first) − log P(second) when what enters the encoder for some tokens is moved from
    /// padding towards what it is, or beyond.
    private func difference(
        _ model: any SequenceToSequenceModel, _ tokenizer: TranslationTokenizer,
        scaling tokens: Range<Int>, by factor: Float
    ) -> Double {
        let values = [Self.first, Self.second].map { target in
            let (x, y) = (tokenizer.encodeSource(Self.source), tokenizer.encodeTarget(target))
            return logProbability(model, x, y, scaling: tokens, by: factor)
        }
        return values[0] - values[1]
    }

    private func logProbability(
        _ model: some SequenceToSequenceModel, _ source: [Int32], _ target: [Int32],
        scaling tokens: Range<Int>, by factor: Float
    ) -> Double {
        let batch = Batch([source], [target], model)
        let nothing = source.map { _ in model.specialTokens.padding }
        let empty = model.embed(Batch([nothing], [target], model).source, context)
        let embedded = model.embed(batch.source, context)
        let width = embedded.columns
        for place in tokens.lowerBound * width..<tokens.upperBound * width {
            let padding = empty.floats[place]
            embedded.floats[place] = padding + factor * (embedded.floats[place] - padding)
        }
        let output = model.activations(
            of: batch, embeddedSource: embedded, record: nil, context
        ).output
        return model.output.logProbabilities(output, labels: batch.labels, context)
            .prefix(target.count).reduce(0) { $0 + Double($1) }
    }

    private func expectDifferences(
        _ contrast: InspectedContrast, _ model: any SequenceToSequenceModel
    ) {
        let step: Float = 1e-2
        for (word, value) in zip(contrast.source.words, contrast.gradientTimesInput.raw) {
            let ends = [1 + step, 1 - step].map {
                difference(model, small.tokenizer, scaling: word.pieces, by: $0)
            }
            let slope = (ends[0] - ends[1]) / Double(2 * step)
            #expect(abs(value - slope) < 0.02 * max(0.5, abs(slope)), "word \(word.text)")
        }
    }

    @Test func gradientTimesInputIsTheDifferenceOfScaledEmbeddings() async throws {
        expectDifferences(try await contrast(), small.model)
    }

    @Test func recurrentModelsHaveGradientsToo() async throws {
        let (translator, model) = try recurrentTranslator()
        let contrast = try await translator.inspectContrast(
            of: Self.source, between: Self.first, and: Self.second)
        expectDifferences(contrast, model)
    }

    @Test func aWordIsTheSumOfItsPieces() async throws {
        let contrast = try await contrast()
        #expect(contrast.gradientTimesInputByPiece.count == contrast.source.pieces.count)
        for (word, value) in zip(contrast.source.words, contrast.gradientTimesInput.raw) {
            let sum = contrast.gradientTimesInputByPiece[word.pieces].reduce(0, +)
            #expect(abs(value - sum) < 1e-12)
        }
    }

    /// A word that is taken away is padding in the source.
    @Test func occlusionIsTheLossOfAWord() async throws {
        let contrast = try await contrast()
        let tokenizer = small.tokenizer
        let source = tokenizer.encodeSource(Self.source)
        for (word, value) in zip(contrast.source.words, contrast.occlusion.raw) {
            var without = source
            for token in word.pieces { without[token] = small.model.specialTokens.padding }
            let values = [Self.first, Self.second].map { target in
                let batch = Batch([without], [tokenizer.encodeTarget(target)], small.model)
                return small.model.logProbabilities(of: batch, context).reduce(0) {
                    $0 + Double($1)
                }
            }
            let expected = contrast.difference - (values[0] - values[1])
            #expect(abs(value - expected) < 5e-4, "word \(word.text)")
        }
    }

    @Test func wordsInSmallBatchesAreTheSame() async throws {
        let whole = try await contrast()
        let translator = Translator(
            small.model, small.tokenizer, on: WorkerPool(count: 1, precision: .float32),
            limits: BatchLimits(tokens: 20))
        let parts = try await translator.inspectContrast(
            of: Self.source, between: Self.first, and: Self.second)
        for (one, other) in zip(whole.occlusion.raw, parts.occlusion.raw) {
            #expect(abs(one - other) < 5e-4)
        }
        #expect(parts.occlusion.raw.count == whole.source.words.count)
    }

    @Test func sharesHaveTheSumOne() async throws {
        let contrast = try await contrast()
        for attribution in [contrast.gradientTimesInput, contrast.occlusion] {
            let sum = attribution.normalised.reduce(0) { $0 + abs($1) }
            #expect(abs(sum - 1) < 1e-12)
            let signs = zip(attribution.raw, attribution.normalised).map { $0 * $1 }
            #expect(signs.allSatisfy { $0 >= 0 })
        }
    }

    @Test func severalModelsHaveNoGradient() async throws {
        let ensemble = try Ensemble([small.model, small.model])
        let translator = Translator(ensemble, small.tokenizer, workers: 1, precision: .float32)
        let error = await #expect(throws: CalqueError.self) {
            try await translator.inspectContrast(of: "ab", between: "il", and: "elle")
        }
        #expect(error?.kind == .configuration)
    }

    @Test func picturesSayWhatTheyCompare() async throws {
        let contrast = try await contrast("il dort", "elle dort")
        let chart = contrast.figure(model: "en-<fr>")
        #expect(chart.categories == contrast.source.words.map(\.text))
        #expect(
            chart.panels.map { $0.series[0].values } == [
                contrast.gradientTimesInput.raw.map { $0 }, contrast.occlusion.raw.map { $0 },
            ])
        let svg = chart.svg()
        #expect(svg.contains("en-&lt;fr&gt;: ") && svg.contains("rather than “elle”"))
        #expect(!svg.contains("<fr>"))
        let shares = contrast.figure(normalised: true)
        #expect(shares.panels[1].unit == "share")
        #expect(shares.panels[1].series[0].values == contrast.occlusion.normalised.map { $0 })
    }

    @Test func itComesBackFromJSON() async throws {
        let contrast = try await contrast()
        let data = try JSONEncoder().encode(contrast)
        #expect(try JSONDecoder().decode(InspectedContrast.self, from: data) == contrast)
    }
}
