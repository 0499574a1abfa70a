import Models
import Tensors

/// Finds the most probable words after a sentence's target prefix: the most probable tokens, each
/// with those that most probably complete its word.
struct NextWords: Sendable {
    /// A word.
    struct Word: Sendable {
        var tokens: [Int32]
        var logProbability: Double
    }

    /// More tokens than a word ever needs.
    private static let mostTokens = 24

    private let sentence: SearchSentence
    private let count: Int
    private let room: Int
    private let options: SearchOptions
    private let marks: WordMarks
    private let space: Int32?

    /// - Parameters:
    ///   - sentence: The sentence and its prefix.
    ///   - count: How many words are wanted.
    ///   - room: The most tokens of a word.
    ///   - options: How to search, with what the model suppresses.
    ///   - marks: What tokens are to words.
    ///   - space: The token of a space alone, behind which a word begins.
    init(
        _ sentence: SearchSentence, count: Int, room: Int, options: SearchOptions,
        marks: WordMarks, space: Int32?
    ) {
        self.sentence = sentence
        self.count = count
        self.room = min(room, Self.mostTokens)
        self.options = options
        self.marks = marks
        self.space = space
    }

    /// The words, the most probable first.
    func callAsFunction(_ model: some TranslationModel, _ context: Context) -> [Word] {
        let batch = SearchBatch(
            [sentence], padding: model.specialTokens.padding, for: context.precision)
        var decoder = BatchDecoder(batch, options, by: model, context)
        var logits = decoder.step([model.specialTokens.start], of: [0], context)
        for token in sentence.targetPrefix { logits = decoder.step([token], of: [0], context) }
        var words = first(NextTokens(logits, count: 1, forbidden: [], context), model)
        var growing = Array(words.indices)
        decoder.select(rows: growing.map { _ in 0 })
        while !growing.isEmpty {
            let logits = decoder.step(
                growing.compactMap { words[$0].tokens.last }, of: growing.map { _ in 0 }, context)
            let next = NextTokens(
                logits, count: 1, forbidden: options.suppressedTokens, context)
            var rows: [Int32] = []
            for (row, word) in growing.enumerated() {
                guard words[word].tokens.count < room, let best = next.best(row),
                    goesOn(words[word], with: best.id, model.specialTokens.end)
                else { continue }
                words[word].tokens.append(best.id)
                words[word].logProbability += Double(best.logProbability)
                rows.append(Int32(row))
            }
            growing = rows.map { growing[Int($0)] }
            if !rows.isEmpty { decoder.select(rows: rows) }
        }
        return words.sorted { $0.logProbability > $1.logProbability }
    }

    /// The beginnings of words: the most probable tokens that do not go on with the prefix's last.
    private func first(_ next: NextTokens, _ model: some TranslationModel) -> [Word] {
        let forbidden = options.suppressedTokens.union([model.specialTokens.end])
        let isFree = sentence.targetPrefix.isEmpty
        return next.possible(0).filter {
            !forbidden.contains($0.id) && (isFree || !marks.goesOn($0.id))
        }.sorted { ($1.logProbability, $0.id) < ($0.logProbability, $1.id) }.prefix(count).map {
            Word(tokens: [$0.id], logProbability: Double($0.logProbability))
        }
    }

    private func goesOn(_ word: Word, with token: Int32, _ end: Int32) -> Bool {
        guard token != end else { return false }
        return marks.goesOn(token) || word.tokens.last == space
    }
}
