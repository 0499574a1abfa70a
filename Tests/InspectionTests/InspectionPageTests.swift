import Foundation
import Inspection
import Layers
import TestSupport
import Testing
import Text

struct InspectionPageTests {
    /// Attention of made-up words, each of two pieces, with weights that add up to 1.
    private func attention(
        of source: [String], to target: [String], layers: Int = 2, heads: Int = 2
    ) throws -> InspectedAttention {
        func text(_ words: [String]) -> [String: Any] {
            [
                "pieces": words.flatMap { [$0, "+"] },
                "words": words.enumerated().map {
                    ["text": $1, "pieces": [2 * $0, 2 * $0 + 2]] as [String: Any]
                },
            ]
        }
        var state: UInt32 = 1
        func row(_ count: Int) -> [Float] {
            let numbers = (0..<count).map { _ in
                state = state &* 1_664_525 &+ 1_013_904_223
                return Float(state >> 8) + 1
            }
            return numbers.map { $0 / numbers.reduce(0, +) }
        }
        let attentions: [[String: Any]] = AttentionSite.allCases.flatMap { site in
            let queries = 2 * (site == .encoder ? source : target).count
            let keys = 2 * (site == .decoder ? target : source).count
            return (0..<layers).map { layer in
                [
                    "site": site.rawValue, "layer": layer,
                    "heads": (0..<heads).map { _ in (0..<queries).map { _ in row(keys) } },
                ]
            }
        }
        let object: [String: Any] = [
            "source": text(source), "target": text(target), "layers": attentions,
        ]
        return try JSONDecoder().decode(
            InspectedAttention.self, from: JSONSerialization.data(withJSONObject: object))
    }

    @Test func theDataReadsBack() throws {
        let attention = try attention(of: ["the", "chicken"], to: ["le", "poulet"])
        let reference = Alignment([.init(source: 0, target: 0), .init(source: 1, target: 1)])
        let page = InspectionPage(
            attention: attention, model: "en-fr", site: .encoder,
            selection: .init(layer: 1, head: 0), reference: reference)
        let contents = try PageContents(of: page.html())
        #expect(contents.model == "en-fr")
        #expect(contents.opening == .init(site: .encoder, layer: 1, head: 0))
        #expect(contents.reference == reference)
        #expect(contents.attention.source == attention.source)
        #expect(contents.attention.target == attention.target)
        #expect(contents.decoderKeys == attention.keys(of: .decoder))
        for (found, layer) in zip(contents.attention.layers, attention.layers) {
            #expect(found.site == layer.site && found.layer == layer.layer)
            expect(
                try found.heads.flatMap(numbers), Array(layer.heads.joined().joined()),
                absolute: 5e-4, "weights of \(layer.site), layer \(layer.layer)")
        }
    }

    @Test func aPageOpensWithTheLastLayerBetweenDecoderAndEncoder() throws {
        let page = InspectionPage(attention: try attention(of: ["a"], to: ["b"], layers: 3))
        let opening = try PageContents(of: page.html()).opening
        #expect(opening == .init(site: .encoderDecoder, layer: 2, head: nil))
    }

    @Test func whatIsNotThereIsNamed() throws {
        let attention = try attention(of: ["a"], to: ["b"])
        let layer = try message {
            _ = try InspectionPage(attention: attention, selection: .init(layer: 7)).html()
        }
        #expect(layer.contains("ask for one of 0 to 1"))
        let head = try message {
            _ = try InspectionPage(attention: attention, selection: .init(head: 7)).html()
        }
        #expect(head.contains("no head 7"))
    }

    @Test func hostileTextStaysText() throws {
        let words = [
            "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--",
            "&lt;b&gt;",
            "\u{202E}live\u{202C}", "שלום", "\0\u{1B}[31m", "👩‍👩‍👧‍👦", "\"'`${1}", "\u{2028}",
        ]
        let page = InspectionPage(
            attention: try attention(of: words, to: words.reversed(), layers: 1), model: "<b>\"&")
        let html = try page.html()
        #expect(html.ranges(of: "<script").count == 2 && html.ranges(of: "</script").count == 2)
        for markup in ["<img", "onerror=alert(1)>", "<b>", "<!--"] {
            #expect(!html.contains(markup), "\(markup)")
        }
        let contents = try PageContents(of: html)
        #expect(contents.model == "<b>\"&")
        #expect(contents.attention.source.words.map(\.text) == words)
    }

    /// A sentence of 20 tokens, and the sizes of the paper's base model.
    @Test func aPageOfTheUsualSizeIsSmall() throws {
        let words = (0..<10).map { "word\($0)" }
        let attention = try attention(of: words, to: words, layers: 6, heads: 8)
        #expect(try InspectionPage(attention: attention).html().utf8.count < 500_000)
    }

    @Test func wordsThatAreNotThereAreNotLinked() throws {
        let attention = try attention(of: ["a", "b"], to: ["c"])
        for link in [Alignment.Link(source: 2, target: 0), .init(source: 0, target: 1)] {
            let problem = try message {
                _ = try InspectionPage(attention: attention, reference: Alignment([link])).html()
            }
            #expect(problem.contains("source has 2 words, and the translation 1"), "\(problem)")
        }
    }
}
