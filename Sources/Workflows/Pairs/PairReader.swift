public import Basics
package import Text
public import Translation

/// Reads pairs that a model is to score or to align: lines of a text, and of another the translations
/// line by line.
///
///     let reader = try PairReader(source: "test.en", target: "test.fr", for: translator)
///     try reader.forEach(translator.scorer.score) { result in print(result) }
///
/// A pair that the model cannot read keeps its place among the others. No pair waits for the next to
/// arrive, and memory is bounded.
public final class PairReader {
    /// A pair as the model reads it, or why the model cannot.
    public typealias Pair = Result<EncodedPair, CalqueError>

    /// How many pairs there were.
    public struct Counts: Sendable, Equatable {
        /// All pairs.
        public internal(set) var pairs = 0
        /// Those of them that the model could not read.
        public internal(set) var unread = 0
    }

    /// As many tokens as keep all workers busy.
    private static let chunkTokens = 32_768
    private static let chunkPairs = 2000

    private let lines: PairedLines
    private let tokenizer: TranslationTokenizer
    private let maximumLength: Int
    /// What went wrong after the pairs of the latest chunk.
    private var failure: (any Error)?

    /// A reader of two texts.
    ///
    /// - Parameters:
    ///   - source: The path of the source lines, or `-` for standard input.
    ///   - target: The path of their translations, or `-` for standard input.
    ///   - translator: What is to read the pairs.
    /// - Throws: `CalqueError` when a file cannot be opened.
    public convenience init(
        source: String, target: String, for translator: Translator
    ) throws {
        try self.init(
            source: source, target: target, tokenizer: translator.tokenizer,
            maximumLength: translator.model.maximumLength)
    }

    /// A reader of two texts without a model.
    ///
    /// - Parameters:
    ///   - source: The path of the source lines, or `-` for standard input.
    ///   - target: The path of their translations, or `-` for standard input.
    ///   - tokenizer: Cuts the lines into tokens.
    ///   - maximumLength: The most tokens of a line, the end token included.
    /// - Throws: `CalqueError` when a file cannot be opened.
    package init(
        source: String, target: String, tokenizer: TranslationTokenizer, maximumLength: Int
    ) throws {
        lines = try PairedLines(source: source, target: target)
        self.tokenizer = tokenizer
        self.maximumLength = maximumLength
    }

    /// Works through all pairs, in order.
    ///
    /// - Parameters:
    ///   - work: Takes pairs to a result for each.
    ///   - progress: Is told how many pairs are done, and which share of the source that is, if anybody
    ///     knows.
    ///   - output: Takes every pair with its result, or what is wrong with it.
    /// - Throws: What reading, `work` and `output` throw: see ``nextChunk()``.
    public func forEach<Value>(
        _ work: ([EncodedPair]) throws -> [Value],
        progress: (_ count: Int, _ fraction: Double?) -> Void = { _, _ in },
        to output: (Result<(pair: EncodedPair, value: Value), CalqueError>) throws -> Void
    ) throws -> Counts {
        var counts = Counts()
        while case let chunk = try nextChunk(), !chunk.isEmpty {
            var values = try work(chunk.compactMap { try? $0.get() })[...]
            for pair in chunk {
                counts.pairs += 1
                switch pair {
                case .success(let tokens): try output(.success((tokens, values.removeFirst())))
                case .failure(let problem):
                    counts.unread += 1
                    try output(.failure(problem))
                }
            }
            progress(counts.pairs, lines.source.fractionRead)
        }
        return counts
    }

    /// The next pairs, of which none waits for the next to arrive; none after the last.
    ///
    /// - Throws: `CalqueError` when a file cannot be read or one has more lines than the other,
    ///   after the pairs before.
    public func nextChunk() throws -> [Pair] {
        if let failure { throw failure }
        var pairs: [Pair] = []
        var tokens = 0
        do {
            while tokens < Self.chunkTokens, pairs.count < Self.chunkPairs,
                try pairs.isEmpty || answersAtOnce(), let pair = try next()
            {
                pairs.append(pair)
                tokens += Self.tokenCount(of: pair)
            }
        } catch {
            failure = error
            if pairs.isEmpty { throw error }
        }
        return pairs
    }

    /// The tokens of the longer side; 1 where there are none, as it takes its place, too.
    private static func tokenCount(of pair: Pair) -> Int {
        guard case .success(let pair) = pair else { return 1 }
        return max(pair.source.count, pair.target.count)
    }

    private func answersAtOnce() throws -> Bool {
        try lines.source.answersAtOnce() && lines.target.answersAtOnce()
    }

    private func next() throws -> Pair? {
        guard let (line, translation) = try lines.next() else { return nil }
        return Pair { () throws(CalqueError) in try encode(line, translation) }
    }

    private func encode(_ line: Line, _ translation: Line) throws(CalqueError) -> EncodedPair {
        let (source, target) = (lines.source, lines.target)
        let text = try source.text(of: line)
        try tokenizer.source.checkLanguageToken(
            of: text, name: "\(source.name), line \(line.number)")
        let pair = EncodedPair(
            source: text, target: try target.text(of: translation), tokenizer)
        try require(pair.source, source, line)
        try require(pair.target, target, translation)
        return pair
    }

    private func require(
        _ tokens: [Int32], _ reader: LineReader, _ line: Line
    ) throws(CalqueError) {
        guard tokens.count > maximumLength else { return }
        throw CalqueError(
            """
            \(reader.name), line \(line.number): the line has \(tokens.count) tokens, the end token \
            included, and the model takes up to \(maximumLength).
            """, kind: .input)
    }
}
