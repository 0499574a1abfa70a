import Foundation

/// How often runs of letters occur in languages: a Bayesian model of one to four letters each
/// (Cavnar & Trenkle 1994, Dunning 1994).
///
/// It is learned, when it is made, from what the library ICU has in each language: names of languages,
/// countries, currencies, units, cities and months; and from ``CommonWords``.
struct LanguageProfiles: Sendable {
    static let longestGram = 4
    /// How often every common word is counted, beside names of which each is counted once.
    private static let commonWordCount = 30
    /// What is added to every count, for what is not known.
    private static let smoothing = 0.3
    /// A language knows the scripts of more than this share of its letters.
    private static let leastShare = 0.01

    /// What is known of a run of letters: where in `shares` its languages stand.
    private struct Entry {
        let start: Int32
        let count: Int32
    }

    private struct Share {
        let language: Int32
        /// log P of the run in the language, less that of one which the language does not have.
        let gain: Float
    }

    /// The number of languages.
    let count: Int
    /// The scripts that each language is written in, by ICU's number.
    let scripts: [Set<Int32>]
    private let entries: [UInt64: Entry]
    private let shares: [Share]
    /// log P of a run of a length that a language does not have. `[length - 1][language]`
    private let unknown: [[Float]]

    /// Learns languages.
    ///
    /// - Parameter codes: Their codes: see ``LanguageCode``.
    init(of codes: [String]) {
        count = codes.count
        let learned = codes.map { Self.learn($0) }
        scripts = learned.map(\.scripts)
        var kinds = [Set<UInt64>](repeating: [], count: Self.longestGram)
        for language in learned {
            for gram in language.counts.keys { kinds[Int(gram & 3)].insert(gram) }
        }
        var totals: [[Double]] = []
        for length in 0..<Self.longestGram {
            totals.append(
                learned.map {
                    Double($0.totals[length]) + Self.smoothing * Double(max(1, kinds[length].count))
                })
        }
        unknown = totals.map { $0.map { Float(log(Self.smoothing / $0)) } }
        var entries: [UInt64: Entry] = [:]
        entries.reserveCapacity(kinds.reduce(0) { $0 + $1.count })
        var shares: [Share] = []
        for gram in kinds.flatMap({ $0 }) {
            let start = shares.count
            for (language, known) in learned.enumerated() {
                guard let count = known.counts[gram] else { continue }
                let gain = Float(log((Double(count) + Self.smoothing) / Self.smoothing))
                shares.append(Share(language: Int32(language), gain: gain))
            }
            entries[gram] = Entry(start: Int32(start), count: Int32(shares.count - start))
        }
        self.entries = entries
        self.shares = shares
    }

    /// log P of a text in every language, each letter counted once though it is in runs of four
    /// lengths.
    func logProbabilities(of letters: TextLetters) -> [Float] {
        var sums = [Float](repeating: 0, count: count)
        var lengths = [Float](repeating: 0, count: Self.longestGram)
        letters.forEachGram { length, gram in
            lengths[length - 1] += 1
            guard let entry = entries[gram] else { return }
            for place in Int(entry.start)..<Int(entry.start + entry.count) {
                sums[Int(shares[place].language)] += shares[place].gain
            }
        }
        for language in sums.indices {
            for length in lengths.indices {
                sums[language] += lengths[length] * unknown[length][language]
            }
            sums[language] /= Float(Self.longestGram)
        }
        return sums
    }

    private struct Learned {
        var counts: [UInt64: Int32] = [:]
        var totals = [Int](repeating: 0, count: longestGram)
        var scripts: Set<Int32> = []
    }

    /// The name of a language in ICU's data.
    private static func locale(of code: String) -> String {
        switch code {
        case "zh-Hant": "zh_Hant"
        case "nb": "no"
        default: String(code.prefix { $0 != "-" })
        }
    }

    private static func learn(_ code: String) -> Learned {
        var learned = Learned()
        var letters: [Int32: Int] = [:]
        func add(_ text: String, times: Int32 = 1) {
            let found = TextLetters(text)
            found.forEachGram { length, gram in
                learned.counts[gram, default: 0] += times
                learned.totals[length - 1] += Int(times)
            }
            for (script, count) in found.scripts {
                letters[script, default: 0] += count * Int(times)
            }
        }
        for text in Set(LanguageData.texts(in: locale(of: code)).map(plain)) { add(text) }
        for word in CommonWords.words(of: String(code.prefix { $0 != "-" })) {
            add(String(word), times: Int32(commonWordCount))
        }
        let total = letters.values.reduce(0, +)
        learned.scripts = Set(letters.filter { Double($0.value) > leastShare * Double(total) }.keys)
        return learned
    }

    /// A text of ICU's without what programs read in it: patterns, and codes in capitals.
    private static func plain(_ text: String) -> String {
        let words: [Substring] = text.split(separator: " ").filter { word in
            !word.contains { $0 == "{" || $0 == "}" || $0 == "/" }
                && !(word.count > 2 && word.allSatisfy { $0.isASCII && $0.isUppercase })
        }
        return words.joined(separator: " ")
    }
}
