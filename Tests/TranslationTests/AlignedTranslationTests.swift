import Basics
import Models
import TestSupport
import Testing
import Text
import Translation

/// Translations that say which of their parts go together with which of the line.
struct AlignedTranslationTests {
    private func text(_ places: Range<Int>, of text: String) -> String {
        String(Array(text.unicodeScalars)[places])
    }

    @Test(
        arguments: [
            "la casa roja", "la casa.  el perro.", "  a b ",
            "\u{3000}la casa\u{3002}el perro",
        ],
        [
            SearchOptions.greedy,
            .with {
                $0.beamSize = 2; $0.nBest = 2
            },
        ])
    func placesAreTrue(line: String, options: SearchOptions) async throws {
        let translator = try Translator.repeating()
        let plain = try await translator.translate([line], options)[0]
        let aligned = try await translator.translateAligned([.init(line)], options)[0]
        #expect(aligned.line == line && aligned.text == plain.text)
        #expect(aligned.alternatives == plain.alternatives.dropFirst().map(\.text))
        #expect(aligned.warnings == plain.warnings)
        #expect(!aligned.pieces.isEmpty)
        for piece in aligned.pieces {
            let source = try #require(piece.source)
            #expect(text(piece.target, of: aligned.text) == text(source, of: line))
            #expect(piece.weight > 0.8)
        }
        let said = aligned.text.unicodeScalars.filter { !$0.properties.isWhitespace }.count
        #expect(aligned.pieces.count == said)
        #expect(aligned.sentences.map(\.source) == plain.parts.map(\.range))
        for (sentence, part) in zip(aligned.sentences, plain.parts) {
            #expect(text(sentence.target, of: aligned.text) == part.text)
            #expect(sentence.meanLogProbability < 0 && !sentence.isCutOff)
            #expect(try #require(sentence.leastCoverage) > 0.5)
        }
    }

    @Test func greedySearchKeepsTheAttentionThatASecondPassFinds() async throws {
        let tokenizer = try characterTokenizer()
        var comparedCount = 0
        for seed in 1...8 as ClosedRange<UInt64> {
            let model = Transformer(.init(.tiny, for: tokenizer), seed: seed)
            var translator = Translator(model, tokenizer, workers: 1, precision: .float32)
            translator.alignment = AttentionSelection(layer: 0, head: 1)
            // Behind a beginning as its words are spelled, so that the second pass reads the same.
            let requests = ["la casa roja", "el perro", "a"].map {
                TranslationRequest($0, targetPrefix: "a")
            }
            for (request, result) in zip(
                requests, try await translator.translate(requests: requests, .greedy))
            {
                // What a model that has learned nothing says may be spelled otherwise.
                let tokens = result.alternatives[0].tokens
                guard tokenizer.encodeTarget(result.text).starts(with: tokens) else { continue }
                let found = try await translator.alignments(of: [(request.line, result.text)])[0]
                let alignment = try #require(result.alignment)
                #expect(alignment.weights.count == found.weights.count)
                for (row, other) in zip(alignment.weights, found.weights) {
                    expect(row, other, absolute: 1e-4, "attention")
                }
                comparedCount += 1
            }
        }
        #expect(comparedCount > 10)
    }

    @Test func aLanguageTokenIsNoSource() async throws {
        let line = ">>xxx<< la casa"
        let aligned = try await Translator.repeating(shift: -1).translateAligned(
            [.init(line)], .greedy)[0]
        #expect(!aligned.pieces.isEmpty)
        for piece in aligned.pieces { #expect(try #require(piece.source).lowerBound >= 8) }
    }

    @Test func whatIsCarriedGoesWithItself() async throws {
        var translator = try Translator.repeating()
        translator.copiesUnknown = true
        let line = "la \u{1F600} {casa} roja"
        let aligned = try await translator.translateAligned([.init(line)], .greedy)[0]
        let plain = try await translator.translate([line], .greedy)[0]
        #expect(aligned.text == plain.text)
        for unknown in aligned.unknownSource {
            #expect(
                aligned.pieces.contains {
                    $0.source == unknown.range && text($0.target, of: aligned.text) == unknown.text
                })
        }
        let alone = try await translator.translateAligned([.init("\u{1F600} \u{1F601}")], .greedy)[
            0]
        #expect(alone.text == "\u{1F600} \u{1F601}")
        #expect(alone.pieces.map(\.source) == [0..<1, 2..<3])
    }

    @Test func aPrefixThatTheVocabularyCannotSpellKeepsPlacesTrue() async throws {
        let aligned = try await Translator.repeating().translateAligned(
            [.init("la casa", targetPrefix: "L\u{1F600}a ")], .greedy)[0]
        #expect(aligned.text.hasPrefix("L\u{1F600}a "))
        let count = aligned.text.unicodeScalars.count
        for piece in aligned.pieces { #expect(piece.target.upperBound <= count) }
        let places = aligned.pieces.map(\.target.lowerBound)
        #expect(places == places.sorted())
    }

    @Test func withoutAttentionPartsGoTogetherInTheirOrder() async throws {
        let aligned = try await Translator.copying().translateAligned([.init("la casa")], .greedy)[
            0]
        #expect(aligned.pieces.map(\.source) == aligned.pieces.map { $0.target })
        #expect(aligned.pieces.allSatisfy { $0.weight == 0 })
        #expect(aligned.sentences.map(\.leastCoverage) == [nil])
    }

    @Test func termsAreAlignedInEverySearch() async throws {
        for options in [SearchOptions.greedy, .init()] {
            let term = RequiredTerm(range: 3..<5, translations: ["ef"])
            let aligned = try await Translator.repeating().translateAligned(
                [.init("ab cd", terms: [term]), .init("ab cd")], options, progress: nil)
            #expect(aligned[0].terms[0].isUsed && aligned[0].text.contains("ef"))
            #expect(!aligned[0].pieces.isEmpty && aligned[1].text == "ab cd")
        }
    }

    @Test func whatNobodyWantsToKnowIsNotLookedFor() async throws {
        var request = TranslationRequest("la casa")
        request.needsAlignment = false
        let aligned = try await Translator.repeating().translateAligned([request], .greedy)[0]
        #expect(aligned.text == request.line && aligned.pieces.isEmpty)
        #expect(aligned.sentences.map(\.source) == [0..<7])
        #expect(aligned.sentences.map(\.leastCoverage) == [nil])
    }
}

extension Translator {
    /// Repeats what it reads; a token looks at itself, or at as many tokens further on as `shift` says.
    static func repeating(shift: Int = 0) throws -> Translator {
        let tokenizer = try characterTokenizer()
        var model = ToyModel.copying(tokenizer.target.vocabulary)
        model.attention = { source, prefix in
            let looked = max(0, min(prefix.count + shift, source.count - 1))
            return source.indices.map { $0 == looked ? 0.9 : 0.1 / Float(source.count) }
        }
        return Translator(model, tokenizer, workers: 1, precision: .float32)
    }
}
