import Basics
import EmbeddedCorpus
import Foundation
import TestSupport
import Testing
import Text
import Workflows

/// Fourteen kinds of noise in clean text: how much of it is found, and how much else goes with it.
@Suite struct NoiseTests {
    private static let clean: [SentencePair] =
        EmbeddedCorpus(from: .english, to: .french, seed: 5)
        .split(training: 3000, validation: 0, test: 0).training
    private static let lines = clean.enumerated().map {
        ParallelLine(number: $0.offset + 1, source: $0.element.source, target: $0.element.target)
    }

    /// A kind of noise: what becomes of a pair, and the rules that may find it.
    struct Noise: Sendable, CustomTestStringConvertible {
        let name: String
        let rules: Set<CleaningRule>
        let recall: Double
        let change: @Sendable (ParallelLine, inout RandomSource) -> (String, String)
        var testDescription: String { name }
    }

    static let kinds: [Noise] = [
        Noise(name: "empty side", rules: [.minimumWords], recall: 1) { line, _ in
            (line.source ?? "", "")
        },
        // Up to three words may be a name.
        Noise(name: "source copied", rules: [.equal, .language], recall: 0.85) { line, _ in
            (line.source ?? "", line.source ?? "")
        },
        Noise(name: "far too long", rules: [.lengthRatio, .repeatedWords], recall: 0.95) {
            line, random in
            let rest = (0..<6).map { _ in other(&random).target ?? "" }
            return (line.source ?? "", ([line.target ?? ""] + rest).joined(separator: " "))
        },
        Noise(name: "mojibake", rules: [.mojibake, .controlCharacters], recall: 1) { line, _ in
            (line.source ?? "", misread("é" + (line.target ?? "")))
        },
        Noise(name: "HTML", rules: [.html], recall: 1) { line, _ in
            (line.source ?? "", "<p>" + (line.target ?? "") + "</p>")
        },
        Noise(name: "another address", rules: [.addresses], recall: 1) { line, _ in
            ((line.source ?? "") + " http://a.example.com", line.target ?? "")
        },
        Noise(name: "numbers changed", rules: [.numbers], recall: 1) { line, random in
            let number = 1000 + random.next(below: 1000)
            return ("\(line.source ?? "") \(number)", "\(line.target ?? "") \(number + 1)")
        },
        Noise(name: "control characters", rules: [.controlCharacters], recall: 1) { line, _ in
            (line.source ?? "", "\u{FFFD}\u{1}" + (line.target ?? ""))
        },
        Noise(name: "symbols", rules: [.letters, .letterWords, .lengthRatio], recall: 1) {
            line, _ in
            (line.source ?? "", "#### 12 | 34 | 56 | 78 | 90 ||||| ++++ %%%% 12 | 34")
        },
        Noise(name: "capitals", rules: [.casing], recall: 0.95) { line, _ in
            (line.source ?? "", (line.target ?? "").uppercased())
        },
        Noise(name: "repeated words", rules: [.repeatedWords, .lengthRatio], recall: 1) { line, _ in
            (line.source ?? "", (line.target ?? "") + " le le le le")
        },
        Noise(name: "duplicates", rules: [.duplicates, .nearDuplicates], recall: 1) {
            line, random in
            let first = Self.lines[0]
            return (
                first.source ?? "",
                random.next(below: 2) == 0 ? first.target ?? "" : (first.target ?? "") + " !"
            )
        },
        Noise(name: "another script", rules: [.script], recall: 0.95) { line, _ in
            (line.source ?? "", "Собака бежит домой очень быстро и громко лает на соседей")
        },
        Noise(name: "another language", rules: [.language], recall: 0.9) { line, random in
            let german = [
                "Der Hund läuft schnell nach Hause", "Wir haben gestern das neue Buch gelesen",
                "Die Kinder spielen im Garten hinter der Schule",
                "Das ist nicht die richtige Antwort",
            ]
            return (line.source ?? "", german[random.next(below: 4)] + " \(random.next(below: 9))")
        },
    ]

    private static func other(_ random: inout RandomSource) -> ParallelLine {
        lines[random.next(below: lines.count)]
    }

    /// UTF-8 read as Latin-1.
    private static func misread(_ text: String) -> String {
        String(String.UnicodeScalarView(text.utf8.map { Unicode.Scalar($0) }))
    }

    private static func refusals(
        _ lines: [ParallelLine]
    ) -> [CleaningRule?] {
        var cleaner = Cleaner(sourceLanguage: "en", targetLanguage: "fr")
        cleaner.begin("text")
        return cleaner.refusals(of: lines, workers: 2)
    }

    @Test func cleanTextStays() {
        let lost = Self.refusals(Self.lines).count { $0 != nil }
        #expect(Double(lost) <= 0.005 * Double(Self.lines.count), "\(lost)")
    }

    @Test(arguments: kinds)
    func noiseIsFoundAndNothingElse(noise: Noise) {
        var random = RandomSource(seed: 9)
        // The first stays, so that there is something to be a duplicate of.
        let lines = Self.lines.prefix(1000).enumerated().map {
            place, line -> (ParallelLine, Bool) in
            guard place > 0, random.next(below: 10) < 3 else { return (line, false) }
            let (source, target) = noise.change(line, &random)
            return (ParallelLine(number: line.number, source: source, target: target), true)
        }
        let found = Self.refusals(lines.map(\.0))
        var (hits, noisy, wrong) = (0, 0, 0)
        for ((_, isNoise), rule) in zip(lines, found) {
            if isNoise { noisy += 1 }
            guard let rule else { continue }
            if isNoise, noise.rules.contains(rule) { hits += 1 }
            if !isNoise { wrong += 1 }
        }
        #expect(Double(hits) >= noise.recall * Double(noisy), "\(hits) of \(noisy)")
        #expect(Double(wrong) <= 0.005 * Double(lines.count - noisy), "\(wrong)")
    }
}
