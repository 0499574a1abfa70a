import CCLD2
import Foundation

/// Says which language a text may be in, among some.
///
/// Two that know languages in different ways are asked. The Compact Language Detector 2 has seen much
/// text of each, and is sure of sentences. ``LanguageProfiles`` are asked of those languages alone
/// that are in question, and are right more often about few words. A text in a script that only
/// some of the languages are written in can only be in these.
///
/// Any number of threads may use one. To make it takes some milliseconds a language.
public final class LanguageIdentifier: Sendable {
    /// The codes of the languages in question.
    public let languages: [String]
    private let profiles: LanguageProfiles
    /// The place of each language by the detector's name of it.
    private let places: [String: Int]

    /// An identifier of languages.
    ///
    /// - Parameter languages: Their codes: see ``LanguageCode``. nil for all that Calque has common
    ///   words of or that have a script of their own.
    public init(languages: [String]? = nil) {
        var codes: [String] = []
        for code in (languages ?? Self.allLanguages).map(LanguageCode.canonical)
        where !codes.contains(code) {
            codes.append(code)
        }
        self.languages = codes
        profiles = LanguageProfiles(of: codes)
        places = Dictionary(
            codes.enumerated().map { (Self.detectorName(of: $0.element), $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The languages that a text may be in, the likeliest first: none where the text has no letters, or
    /// none that any of the languages is written in.
    ///
    /// - Parameter text: The text; of a long one, the beginning decides.
    public func guesses(of text: String) -> [LanguageGuess] {
        let letters = TextLetters(text)
        let candidates = candidates(for: letters)
        guard !candidates.isEmpty else { return [] }
        var scores = profiles.logProbabilities(of: letters)
        // The longer a text, the surer is the detector.
        let trust = Float(3) + 0.1 * Float(min(letters.count, TextLetters.limit))
        for (place, share) in detected(text) { scores[place] += trust * share }
        return probabilities(candidates.map { ($0, Double(scores[$0])) })
    }

    /// How probable it is that a text is in a language: 1 where the detector is sure of it, for then the
    /// profiles, which take longer, are not asked.
    ///
    /// - Parameters:
    ///   - code: The language, as ``languages`` has it.
    ///   - text: The text.
    /// - Returns: nil where the text has no letters, or none that any of the languages is written in.
    func probability(of code: String, in text: String) -> Double? {
        let place = places[Self.detectorName(of: code)]
        if detected(text).contains(where: { $0.place == place && $0.share >= Self.sureShare }) {
            return 1
        }
        let guesses = guesses(of: text)
        guard !guesses.isEmpty else { return nil }
        return guesses.first { $0.code == code }?.probability ?? 0
    }

    /// The share of a text in one language from which on the detector is taken to be sure.
    private static let sureShare: Float = 0.9

    /// The languages that are written in the scripts of a text.
    private func candidates(for letters: TextLetters) -> [Int] {
        let total = letters.scripts.values.reduce(0, +)
        guard total > 0 else { return [] }
        let shares = profiles.scripts.map { scripts in
            let known = letters.scripts.reduce(0) { $0 + (scripts.contains($1.key) ? $1.value : 0) }
            return Double(known) / Double(total)
        }
        let most = shares.max() ?? 0
        guard most >= 0.5 else { return [] }
        return shares.indices.filter { shares[$0] >= most - 0.3 }
    }

    /// The detector's guesses, with the share of the text that is in each.
    private func detected(_ text: String) -> [(place: Int, share: Float)] {
        var text = text
        let guesses = text.withUTF8 { bytes in
            withUnsafeTemporaryAllocation(of: ccld2_guess.self, capacity: 3) { guesses in
                guard let first = guesses.baseAddress, let start = bytes.baseAddress else {
                    return [ccld2_guess]()
                }
                start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    ccld2_guesses($0, bytes.count, first)
                }
                return Array(guesses)
            }
        }
        return guesses.compactMap { guess in
            guard let code = guess.code, let place = places[String(cString: code)] else {
                return nil
            }
            return (place, Float(guess.percent) / 100)
        }
    }

    /// Probabilities of scores, the likeliest first, without those that are next to nothing.
    private func probabilities(_ scores: [(place: Int, score: Double)]) -> [LanguageGuess] {
        let most = scores.map(\.score).max() ?? 0
        let weights = scores.map { exp(($0.score - most) / Self.temperature) }
        let sum = weights.reduce(0, +)
        return zip(scores, weights).map { score, weight in
            LanguageGuess(code: languages[score.place], probability: weight / sum)
        }
        .filter { $0.probability >= 0.005 }
        .sorted { ($1.probability, $0.code) < ($0.probability, $1.code) }
    }

    /// What differences of scores are divided by, so that of texts that are said to be of a language
    /// with a probability of 0.8, four in five are. Runs of letters in one word are not independent.
    private static let temperature = 1.7

    /// What the detector calls a language.
    private static func detectorName(of code: String) -> String {
        switch code {
        case "he": "iw"
        case "zh-Hans": "zh"
        case "nb": "no"
        case "zh-Hant": code
        default: String(code.prefix { $0 != "-" })
        }
    }

    private static let allLanguages = [
        "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi",
        "hr", "hu", "hy", "id", "it", "ja", "ka", "ko", "lt", "lv", "nb", "nl", "pl", "pt", "ro",
        "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "vi", "zh-Hans", "zh-Hant",
    ]
}
