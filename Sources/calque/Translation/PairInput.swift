import ArgumentParser
import CalqueKit

/// Pairs of lines that a model is to read, chunk by chunk.
final class PairInput {
    /// Two lines that belong together.
    struct Pair {
        /// The lines' tokens, or why the model cannot read them.
        let tokens: Result<EncodedPair, CalqueError>
    }

    /// As many tokens as keep all workers busy.
    private static let chunkTokens = 32_768
    private static let chunkPairs = 2000

    private let source: LineReader
    private let target: LineReader
    private let translator: Translator
    private let progress: LineProgress
    /// What went wrong after the pairs of the latest chunk.
    private var failure: (any Error)?

    /// - Parameters:
    ///   - source: The file of source lines, or `-` for standard input.
    ///   - target: The file of their translations, or `-` for standard input.
    init(source: String, target: String, _ translator: Translator) throws {
        self.source = try LineReader(path: source, invalidText: .skip, longLines: .skip)
        self.target = try LineReader(path: target, invalidText: .skip, longLines: .skip)
        self.translator = translator
        progress = LineProgress("pairs", inputs: [source, target], output: "-")
    }

    /// Throws a usage error when both files are standard input.
    static func validate(source: String, target: String) throws {
        guard source != "-" || target != "-" else {
            throw ValidationError("Standard input cannot be both --source and --target.")
        }
    }

    /// The next pairs, of which none waits for the next to arrive; none after the last.
    ///
    /// - Throws: `CalqueError` when a file cannot be read or one has more lines than the other,
    ///   after the pairs before.
    func nextChunk() throws -> [Pair] {
        if let failure { throw failure }
        var pairs: [Pair] = []
        var tokens = 0
        do {
            while tokens < Self.chunkTokens, pairs.count < Self.chunkPairs,
                try pairs.isEmpty || answersAtOnce(), let pair = try next()
            {
                pairs.append(pair)
                tokens += pair.tokenCount
            }
        } catch {
            failure = error
            if pairs.isEmpty { throw error }
        }
        return pairs
    }

    private func answersAtOnce() throws -> Bool {
        try source.answersAtOnce() && target.answersAtOnce()
    }

    private func next() throws -> Pair? {
        switch (try source.next(), try target.next()) {
        case (nil, nil): return nil
        case (let line?, let translation?):
            return Pair(
                tokens: Result { () throws(CalqueError) in try encode(line, translation) })
        case (nil, let line?): throw mismatch(source, target, line)
        case (let line?, nil): throw mismatch(target, source, line)
        }
    }

    private func mismatch(
        _ shorter: LineReader, _ longer: LineReader, _ line: Line
    ) -> CalqueError {
        CalqueError(
            """
            \(shorter.name) ends before line \(line.number), and \(longer.name) does not, so their \
            lines do not belong together. Align the files again.
            """, kind: .input)
    }

    private func encode(_ line: Line, _ translation: Line) throws(CalqueError) -> EncodedPair {
        let text = try source.text(of: line)
        try translator.tokenizer.source.checkLanguageToken(
            of: text, name: "\(source.name), line \(line.number)")
        let pair = EncodedPair(
            source: text, target: try target.text(of: translation), translator.tokenizer)
        try require(pair.source, source, line)
        try require(pair.target, target, translation)
        return pair
    }

    private func require(
        _ tokens: [Int32], _ reader: LineReader, _ line: Line
    ) throws(CalqueError) {
        let longest = translator.model.maximumLength
        guard tokens.count > longest else { return }
        throw CalqueError(
            """
            \(reader.name), line \(line.number): the line has \(tokens.count) tokens, the end token \
            included, and the model takes up to \(longest).
            """, kind: .input)
    }
}

extension PairInput {
    /// Works through all pairs, in order and in bounded memory.
    ///
    /// A pair that the model cannot read keeps its place among the others, and standard error says
    /// why.
    ///
    /// - Parameters:
    ///   - work: Takes pairs to a result for each.
    ///   - output: Takes every pair with its result, or what is wrong with it.
    /// - Returns: What the command is to fail with in the end if there were such pairs.
    /// - Throws: What reading, `work` and `output` throw.
    func forEach<Value>(
        _ work: ([EncodedPair]) throws -> [Value],
        to output: (Result<(pair: EncodedPair, value: Value), CalqueError>) throws -> Void
    ) throws -> CalqueError? {
        var (count, unreadCount) = (0, 0)
        progress.show(0, fraction: 0)
        while case let chunk = try nextChunk(), !chunk.isEmpty {
            var values = try work(chunk.compactMap { try? $0.tokens.get() })[...]
            for pair in chunk {
                count += 1
                switch pair.tokens {
                case .success(let tokens): try output(.success((tokens, values.removeFirst())))
                case .failure(let problem):
                    unreadCount += 1
                    progress.say(problem.message)
                    try output(.failure(problem))
                }
            }
            progress.show(count, fraction: source.fractionRead)
        }
        guard unreadCount > 0 else { return nil }
        return CalqueError(
            """
            The model could not read \(unreadCount.grouped) of \(count.grouped) pairs, which are \
            named above. The others are done. Shorten or mend those, or leave them out.
            """, kind: .input)
    }
}

extension PairInput.Pair {
    /// The tokens of the longer side; 1 where there are none, as it takes its place, too.
    fileprivate var tokenCount: Int {
        guard case .success(let pair) = tokens else { return 1 }
        return max(pair.source.count, pair.target.count)
    }
}
