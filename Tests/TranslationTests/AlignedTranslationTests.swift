import Basics
import Models
import TestSupport
import Testing
import Text
import Translation

/// Translations that say which of their parts go together with which of the line.
struct AlignedTranslationTests {
    private let tokenizer: TranslationTokenizer

    init() throws {
        tokenizer = try characterTokenizer()
    }

    /// Repeats what it reads; a token looks at itself, or at as many tokens further on as `shift` says.
    private func translator(shift: Int = 0) -> Translator {
        var model = ToyModel.copying(tokenizer.target.vocabulary)
        model.attention = { source, prefix in
            let looked = max(0, min(prefix.count + shift, source.count - 1))
            return source.indices.map { $0 == looked ? 0.9 : 0.1 / Float(source.count) }
        }
        return Translator(model, tokenizer, workers: 1, precision: .float32)
    }

    private func synchronous(_ translator: Translator, _ line: String) throws -> String {
        try translator.translate([line], .greedy)[0].text
    }

    private func text(_ places: Range<Int>, of text: String) -> String {
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: Array(text.unicodeScalars)[places])
        return String(scalars)
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
        let translator = translator()
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
        let model = Transformer(.init(.tiny, for: tokenizer), seed: 5)
        let translator = Translator(model, tokenizer, workers: 1, precision: .float32)
        let pairs = ["la casa roja", "el perro", "a"].map { line in
            (
                source: line,
                target: (try? synchronous(translator, line)) ?? ""
            )
        }
        var aligning = translator
        aligning.alignment = AttentionSelection(layer: 0, head: 1)
        let kept = try await aligning.translate(pairs.map(\.source), .greedy)
        for (result, pair) in zip(kept, pairs) where !result.isCutOff {
            let found = try await aligning.alignments(of: [pair])[0]
            guard
                tokenizer.encodeTarget(pair.target).dropLast() == result.alternatives[0].tokens[...]
            else { continue }
            let alignment = try #require(result.alignment)
            for (row, other) in zip(alignment.weights, found.weights) {
                expect(row, other, absolute: 1e-4, "attention")
            }
        }
    }

    @Test func aLanguageTokenIsNoSource() async throws {
        let line = ">>xxx<< la casa"
        let aligned = try await translator(shift: -1).translateAligned([.init(line)], .greedy)[0]
        #expect(!aligned.pieces.isEmpty)
        for piece in aligned.pieces { #expect(try #require(piece.source).lowerBound >= 8) }
    }

    @Test func whatIsCarriedGoesWithItself() async throws {
        var translator = translator()
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
        let aligned = try await translator().translateAligned(
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

    @Test func twoInARowComposeTheirLinks() async throws {
        let pivot = PivotTranslator(translator(), translator(shift: 1))
        let line = "ab\u{3002}cd"
        let aligned = try await pivot.translateAligned(
            [.init(line), .init("")], .greedy, progress: nil)
        #expect(aligned[0].text == line && aligned[1].text == "")
        #expect(aligned[0].pieces.map(\.source) == [1..<2, 2..<3, 3..<4, 4..<5, 0..<1])
    }

    @Test func sentencesOfTwoInARowAreTheFirstOnesWithTheWorseOfBoth() async throws {
        func sentence(
            _ source: Range<Int>, _ target: Range<Int>, _ mean: Double, _ coverage: Double?,
            repetitive: Bool = false
        ) -> AlignedTranslation.Sentence {
            .init(
                source: source, target: target, meanLogProbability: mean, leastCoverage: coverage,
                isRepetitive: repetitive, isCutOff: false)
        }
        let first = FixedTranslation(
            translation: .init(
                line: "A. B. C.", text: "D. E.", pieces: [],
                sentences: [
                    sentence(0..<2, 0..<2, -1, 0.5), sentence(3..<5, 3..<5, -3, nil),
                    sentence(6..<8, 5..<5, -1, 1),
                ]))
        let second = FixedTranslation(
            translation: .init(
                line: "D. E.", text: "FF. G.", pieces: [],
                sentences: [
                    sentence(0..<2, 0..<3, -2, 0.7),
                    sentence(3..<5, 4..<6, -1, 0.2, repetitive: true),
                ]))
        let aligned = try await PivotTranslator(first, second).translateAligned(
            [.init("A. B. C.")], .greedy, progress: nil)[0]
        #expect(
            aligned.sentences == [
                sentence(0..<2, 0..<3, -2, 0.5), sentence(3..<5, 4..<6, -3, 0.2, repetitive: true),
                sentence(6..<8, 6..<6, -1, 1),
            ])
    }

    @Test func termsAreAlignedInEverySearch() async throws {
        for options in [SearchOptions.greedy, .init()] {
            let term = RequiredTerm(range: 3..<5, translations: ["ef"])
            let aligned = try await translator().translateAligned(
                [.init("ab cd", terms: [term]), .init("ab cd")], options, progress: nil)
            #expect(aligned[0].terms[0].isUsed && aligned[0].text.contains("ef"))
            #expect(!aligned[0].pieces.isEmpty && aligned[1].text == "ab cd")
        }
    }

    @Test func termsOfTwoInARowAreTheSecondOnes() async throws {
        func piece(_ target: Range<Int>, _ source: Range<Int>, _ weight: Float = 1)
            -> AlignedTranslation.Piece
        { .init(target: target, source: source, weight: weight) }
        // "ab cd ef" is "xy zz uv" in between, where "c" alone goes with "z", and "ef" with nothing.
        let first = FixedTranslation(
            translation: .init(
                line: "ab cd ef", text: "xy zz uv",
                pieces: [piece(0..<2, 0..<2), piece(3..<4, 3..<4), piece(6..<8, 6..<8, 0)]))
        let second = SeenRequests()
        let terms = [
            RequiredTerm(range: 6..<8, translations: ["n"]),
            RequiredTerm(range: 3..<5, translations: ["m"]),
            RequiredTerm(range: 0..<2, translations: ["o"]),
        ]
        let aligned = try await PivotTranslator(first, second).translateAligned(
            [.init("ab cd ef", terms: terms)], .greedy, progress: nil)[0]
        #expect(second.requests.first?.terms.map(\.range) == [3..<5, 0..<2])
        #expect(aligned.terms.map(\.term) == terms)
        #expect(aligned.terms.map(\.translation) == [nil, "m", nil])
        #expect(aligned.terms[1].target == 1..<2)
    }

    @Test func whatEitherOfTwoSaysIsSaid() async throws {
        let pivot = PivotTranslator(translator(), translator())
        let done = Counter()
        let aligned = try await pivot.translateAligned(
            [.init("ab \u{1F600}", targetPrefix: "cd")], .greedy, progress: { _ in done.next() })[0]
        #expect(aligned.warnings.contains { $0.hasPrefix("On the way into the language") })
        #expect(aligned.text.hasPrefix("cd") && done.current >= 2)
    }
}

/// Has one translation for every line.
private struct FixedTranslation: LineTranslating {
    let translation: AlignedTranslation

    func translateAligned(
        _ requests: [TranslationRequest], _ options: SearchOptions,
        progress: (@Sendable (TranslationProgress) -> Void)?
    ) async throws -> [AlignedTranslation] { requests.map { _ in translation } }
}

/// Has the first of the terms of every line, and keeps what it was asked.
private final class SeenRequests: LineTranslating, @unchecked Sendable {
    var requests: [TranslationRequest] = []

    func translateAligned(
        _ requests: [TranslationRequest], _ options: SearchOptions,
        progress: (@Sendable (TranslationProgress) -> Void)?
    ) async throws -> [AlignedTranslation] {
        self.requests += requests
        return requests.map { request in
            AlignedTranslation(
                line: request.line, text: "zmz", pieces: [],
                terms: request.terms.enumerated().map { place, term in
                    .init(
                        term, translation: place == 0 ? term.translations[0] : nil,
                        target: place == 0 ? 1..<2 : nil)
                })
        }
    }
}
