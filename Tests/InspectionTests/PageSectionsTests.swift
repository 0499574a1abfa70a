import Basics
import Foundation
import Inspection
import Layers
import Models
import TestSupport
import Testing
import Text
import Translation

struct PageSectionsTests {
    private static let source = "ab c"
    private static let target = "de fg"
    private static let second = "de gf"

    private let small: SmallTransformer

    init() throws { small = try SmallTransformer() }

    private func contents(
        _ sections: Set<InspectionPage.Section>? = nil, second: String? = nil, beamSize: Int? = nil
    ) async throws -> PageContents.Sections {
        let page = try await small.translator.inspectionPage(
            of: Self.source, to: Self.target, second: second, sections: sections,
            beamSize: beamSize)
        return try PageContents(of: page.html()).sections
    }

    // MARK: Which sections there are

    @Test func aTransformerHasAllOfThem() async throws {
        let page = try await small.translator.inspectionPage(
            of: Self.source, to: Self.target, second: Self.second)
        #expect(page.sections == InspectionPage.Section.allCases)
        let without = try await small.translator.inspectionPage(of: Self.source, to: Self.target)
        #expect(without.sections == [.steps, .beam, .layers, .dictionary])
    }

    @Test func aPageHasWhatIsAskedFor() async throws {
        let one = try await contents([.steps])
        #expect(one.steps != nil && one.beam == nil && one.layers == nil)
        #expect(one.contrast == nil && one.dictionary == nil)
        let other = try await contents([.dictionary])
        #expect(other.steps == nil && other.dictionary == true)
        let none = try await small.translator.inspectionPage(of: Self.source, sections: [])
        #expect(none.sections.isEmpty && !none.attention.layers.isEmpty)
    }

    @Test func whatAModelLacksIsLeftOutOrNamed() async throws {
        let translator = try recurrentTranslator().translator
        let page = try await translator.inspectionPage(of: "ab", to: "de")
        #expect(page.sections == [.beam, .dictionary])
        for section in [InspectionPage.Section.steps, .layers] {
            let error = await #expect(throws: CalqueError.self) {
                try await translator.inspectionPage(of: "ab", to: "de", sections: [section])
            }
            #expect(error?.kind == .configuration)
            let message = error?.message ?? ""
            #expect(message.contains("no section \(section.rawValue)"), "\(message)")
            #expect(message.contains("beam, dictionary"), "\(message)")
        }
    }

    @Test func aContrastNeedsASecondTranslation() async throws {
        let error = await #expect(throws: CalqueError.self) {
            try await small.translator.inspectionPage(of: "ab", to: "de", sections: [.contrast])
        }
        #expect(error?.message.contains("two translations") == true)
    }

    // MARK: What is in them

    @Test func queriesAndKeysMakeTheWeights() async throws {
        let projections = try await small.translator.inspectProjections(
            of: Self.source, to: Self.target)
        let found = try #require(try await contents([.steps]).steps).layers
        #expect(found.count == projections.layers.count)
        for (found, layer) in zip(found, projections.layers) {
            #expect(found.site == layer.site && found.layer == layer.layer)
            #expect(found.isScaled && found.isCausal == (layer.site == .decoder))
            #expect(found.width == layer.heads[0].keys[0].count)
            for (text, part) in [
                (found.queries, \InspectedProjections.Head.queries), (found.keys, \.keys),
                (found.values, \.values),
            ] {
                expect(
                    try numbers(text), layer.heads.flatMap { $0[keyPath: part].joined() },
                    relative: 5e-4, "what \(layer.site) is made of")
            }
        }
    }

    @Test func theTreeIsThatOfTheSearch() async throws {
        var options = SearchOptions(for: small.model)
        options.beamSize = 3
        let beam = try await small.translator.inspectBeam(
            of: Self.source, options, reference: Self.target)
        let found = try #require(try await contents([.beam], beamSize: 3).beam)
        #expect(found.beamSize == 3 && found.caption == beam.caption)
        #expect(found.nodes.count + found.hiddenCount == beam.nodes.count)
        // With so narrow a beam, only what comes after the last step that is shown is left out.
        let shown = beam.nodes.prefix { $0.step <= 64 }
        #expect(found.nodes.map(\.piece) == shown.map(\.piece))
        #expect(found.nodes.map(\.parent) == shown.map(\.parent))
        for (node, expected) in zip(found.nodes, shown) {
            #expect(abs(node.sum - expected.cumulativeLogProbability) < 1e-3 * abs(node.sum) + 1e-9)
        }
        #expect(found.reference == beam.reference?.nodes.filter { $0 < shown.count })
        let finished = beam.nodes.count { if case .finished = $0.fate { true } else { false } }
        #expect(found.translations.count == finished)
        #expect(found.translations.first?.text == beam.translations.first?.text)
        #expect(!found.translations.contains { $0.text.contains("[end]") })
    }

    @Test func ofAWideBeamTheLastRanksAreLeftOut() async throws {
        let found = try #require(try await contents([.beam], beamSize: 12).beam)
        #expect(found.hiddenCount > 0)
        for (place, node) in found.nodes.enumerated() {
            #expect(node.parent.map { $0 < place } ?? (place == 0))
            if let parent = node.parent { #expect(found.nodes[parent].step == node.step - 1) }
            if node.fate.kind == "pruned", node.fate.step == node.step,
                !found.reference.contains(place)
            {
                #expect(node.rank ?? 0 <= 16)
            }
        }
    }

    @Test func layersSayAndAddWhatTheyDid() async throws {
        let layers = try await small.translator.inspectLayers(of: Self.source, to: Self.target)
        let found = try #require(try await contents([.layers]).layers)
        #expect(found.predictions.count == layers.predictions.count)
        for (found, expected) in zip(found.predictions.joined(), layers.predictions.joined()) {
            #expect(found.best.map(\.piece) == expected.best.map(\.piece))
            #expect(found.finalRank == expected.finalRank)
            #expect(found.targetRank == expected.targetRank)
            for (one, other) in zip(found.best, expected.best) {
                #expect(abs(one.probability - other.probability) < 1e-3 * other.probability)
            }
        }
        #expect(found.sublayers.map(\.stack) == layers.sublayers.map(\.stack))
        #expect(found.sublayers.map(\.kind) == layers.sublayers.map(\.kind))
        for (one, other) in zip(found.sublayers, layers.sublayers) {
            #expect(abs(one.addedNorm - other.addedNorm) < 1e-3 * other.addedNorm)
        }
    }

    @Test func aContrastIsOfBothTranslations() async throws {
        let contrast = try await small.translator.inspectContrast(
            of: Self.source, between: Self.target, and: Self.second)
        let found = try #require(try await contents([.contrast], second: Self.second).contrast)
        #expect(found.first.words == ["de", "fg", "[end]"] && found.first.differingWords == [1])
        #expect(found.second.words == ["de", "gf", "[end]"] && found.second.differingWords == [1])
        #expect(found.gradientTimesInput.count == 3 && found.occlusion.count == 3)
        #expect(abs(found.difference - contrast.difference) < 1e-3 * abs(contrast.difference))
        let sum = found.first.logProbabilities.reduce(0, +)
        #expect(abs(sum - contrast.first.logProbability) < 2e-3 * abs(sum))
    }

    // MARK: Hostile text and size

    /// Every text in the data of all sections ends in what no page may take for a part of itself.
    @Test func hostileTextStaysText() async throws {
        let translator = small.translator
        let projections = try await translator.inspectProjections(of: Self.source, to: Self.target)
        let layers = try await translator.inspectLayers(of: Self.source, to: Self.target)
        let contrast = try await translator.inspectContrast(
            of: Self.source, between: Self.target, and: Self.second)
        let beam = try await translator.inspectBeam(of: Self.source, reference: Self.target)
        let steps = try hostile(projections)
        var page = InspectionPage(attention: steps.attention)
        page.add(steps: steps)
        page.add(beam: try hostile(beam))
        page.add(layers: try hostile(layers))
        page.add(contrast: try hostile(contrast))
        let html = try page.html()
        #expect(html.ranges(of: "<script").count == 2 && html.ranges(of: "</script").count == 2)
        for markup in ["<img", "<!--", "\u{2028}", "\0"] { #expect(!html.contains(markup)) }
        let found = try PageContents(of: html).sections
        let texts = [
            found.beam?.nodes.map(\.piece), found.beam?.translations.map(\.text),
            found.layers?.predictions.joined().flatMap { $0.best.map(\.piece) },
            found.contrast?.first.words, found.contrast?.second.words,
        ]
        for text in texts.flatMap({ $0 ?? ["nothing"] }) {
            #expect(text.contains(Self.hostileText), "\(text)")
        }
    }

    private static let hostileText =
        "</script><script>alert(1)</script><img src=x onerror=alert(1)><!--\u{202E}\0\u{2028}\"&lt;"

    /// A value whose texts end in hostile text.
    private func hostile<Value: Codable>(_ value: Value) throws -> Value {
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(value))
        return try JSONDecoder().decode(
            Value.self, from: JSONSerialization.data(withJSONObject: spoiled(object)))
    }

    private func spoiled(_ value: Any, under key: String = "") -> Any {
        switch value {
        case let members as [String: Any]:
            Dictionary(uniqueKeysWithValues: members.map { ($0, spoiled($1, under: $0)) })
        case let elements as [Any]: elements.map { spoiled($0, under: key) }
        case let text as String where ["piece", "pieces", "text"].contains(key):
            text + Self.hostileText
        default: value
        }
    }

    /// A sentence of 20 tokens, and the sizes of the paper's base model but for its vocabulary and the
    /// inner layers of its feed-forward networks.
    @Test func aPageOfTheUsualSizeIsSmall() async throws {
        let tokenizer = try characterTokenizer()
        var configuration = TransformerConfiguration(.tiny, for: tokenizer)
        configuration.width = 512
        configuration.encoderHeads = 8
        configuration.decoderHeads = 8
        configuration.encoderLayers = 6
        configuration.decoderLayers = 6
        let translator = Translator(
            Transformer(configuration, seed: 1), tokenizer, workers: 1, precision: .float32)
        // With the space before the word and the end.
        let page = try await translator.inspectionPage(
            of: "abcdefabcdefabcdef", to: "defabcdefabcdefabc")
        #expect(page.attention.source.pieces.count == 20)
        #expect(page.attention.target.pieces.count == 20)
        #expect(page.sections == [.steps, .beam, .layers, .dictionary])
        #expect(try page.html().utf8.count <= 2_000_000)
    }
}
