/// A sentence and its translation.
public struct SentencePair: Sendable {
    /// The language of `source`.
    public let from: Language
    /// The language of `target`.
    public let to: Language
    /// The sentence to translate.
    public let source: String
    /// The one translation of `source`.
    public let target: String
    /// The words that translate each other, as indices into `EmbeddedCorpus.words(in:)` of the
    /// source and of the target, in the order of the source. A word may have several partners or
    /// none.
    public let alignment: [(source: Int, target: Int)]
    /// ``alignment`` between the words that spaces alone separate: "l'homme" is one of them, and so
    /// is "house." with its full stop. Two of them belong together when any of their parts do, as
    /// pieces decide in an aligner. A pair of words may occur several times.
    public var spacedAlignment: [(source: Int, target: Int)] {
        let (sources, targets) = (WordSplit.chunks(in: source), WordSplit.chunks(in: target))
        return alignment.map { (sources[$0.source], targets[$0.target]) }
    }
    /// Whether an adjective stands with a noun that it never stands with in training.
    public let heldOutCombination: Bool

    /// - Parameter orthography: How both are written, unless the source does not tell whether it
    ///   begins with a capital; see `Orthography.settled(by:)`.
    package init(
        _ utterance: Utterance, from: Language, to: Language,
        _ orthography: Orthography = .plain, heldOutCombination: Bool = false
    ) {
        let sourceWords = from.realizer.words(utterance, orthography)
        let orthography = orthography.settled(by: sourceWords)
        let targetWords = to.realizer.words(utterance, orthography)
        self.from = from
        self.to = to
        source = from.realizer.text(sourceWords)
        target = to.realizer.text(targetWords)
        alignment = sourceWords.alignment(with: targetWords)
        self.heldOutCombination = heldOutCombination
    }
}

extension SentencePair {
    /// The conjunction before a reason, or its first word.
    private static let conjunctions: Set = ["because", "parce", "porque"]

    /// Whether a translation gives the reason that ``target`` gives, word for word: then its
    /// pronoun stands for the right antecedent, and what agrees with it agrees. What precedes the
    /// reason and the final stop do not count.
    public func isReasonRight(in translation: String) -> Bool {
        let reason = Self.reason(in: target)
        return reason != nil && reason == Self.reason(in: translation)
    }

    private static func reason(in text: String) -> ArraySlice<String>? {
        let words = EmbeddedCorpus.words(in: text).filter { $0 != "." }
        return words.firstIndex(where: conjunctions.contains).map { words[$0...] }
    }
}

/// The corpus for one experiment.
public struct CorpusSplit: Sendable {
    /// Without the combinations that the test holds out.
    public let training: [SentencePair]
    /// Like the training sentences, none of which it repeats.
    public let validation: [SentencePair]
    /// Every fifth, with `heldOutCombination`, combines an adjective and a noun anew.
    public let test: [SentencePair]
}

/// Splits text into the words to which alignments refer.
enum WordSplit {
    private static let marks: Set<Character> = ["¿", "?", ",", "."]

    static func words(in text: String) -> [String] {
        text.split(separator: " ").flatMap(words(inChunk:))
    }

    /// For every word of a text, the number of the text between spaces that it is part of.
    static func chunks(in text: String) -> [Int] {
        text.split(separator: " ").enumerated().flatMap { number, chunk in
            Array(repeating: number, count: words(inChunk: chunk).count)
        }
    }

    private static func words(inChunk chunk: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        var rest = chunk
        while let character = rest.popFirst() {
            if marks.contains(character) {
                words += [word, String(character)]
                word = ""
            } else if character == "'" {
                // "'s" and the "'" after a plural are English words; else a French word ends here.
                let following = rest.prefix { !marks.contains($0) }
                guard following != "hui" else {
                    word.append(character)
                    continue
                }
                let isEnglish = following == "s" || following.isEmpty
                words.append(isEnglish ? word : word + "'")
                word = isEnglish ? "'" : ""
            } else {
                word.append(character)
            }
        }
        return (words + [word]).filter { !$0.isEmpty }
    }
}
