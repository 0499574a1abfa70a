import Basics
import TestSupport
import Testing
import Translation

/// Two translators in a row.
struct PivotTranslatorTests {
    @Test func twoInARowComposeTheirLinks() async throws {
        let pivot = try PivotTranslator(
            Translator.repeating(), Translator.repeating(shift: 1))
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
        #expect(aligned.terms[1].tokens == 1..<2)
    }

    @Test func whatEitherOfTwoSaysIsSaid() async throws {
        let pivot = try PivotTranslator(Translator.repeating(), Translator.repeating())
        let done = Counter()
        let aligned = try await pivot.translateAligned(
            [.init("ab \u{1F600}", targetPrefix: "cd")], .greedy, progress: { _ in done.next() })[0]
        #expect(aligned.warnings.contains { $0.hasPrefix("On the way into the language") })
        #expect(aligned.text.hasPrefix("cd") && done.current >= 2)
    }

    @Test func bothLookForWhatGoesTogetherOnlyWhereSomebodyNeedsIt() async throws {
        var request = TranslationRequest("ab cd")
        request.needsAlignment = false
        var other = request
        other.terms = [RequiredTerm(range: 0..<2, translations: ["m"])]
        let (first, second) = (SeenRequests(), SeenRequests())
        _ = try await PivotTranslator(first, second).translateAligned(
            [request, other, .init("ef")], .greedy, progress: nil)
        // Terms are carried by what goes together.
        #expect(first.requests.map(\.needsAlignment) == [false, true, true])
        #expect(second.requests.map(\.needsAlignment) == [false, false, true])
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
                        tokens: place == 0 ? 1..<2 : nil)
                })
        }
    }
}
