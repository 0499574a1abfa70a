import Text

/// A line of text on its way to the model and back.
struct SourceLine {
    /// The sentences of token ids that the model translates, each with its end token: none for an
    /// empty line, several for one that is too long.
    let parts: [[Int32]]

    /// Encodes a line.
    ///
    /// - Parameter maximumLength: The longest sentence that the model takes.
    init(_ line: String, _ tokenizer: SubwordTokenizer, maximumLength: Int) {
        let isBlank = line.unicodeScalars.allSatisfy(\.properties.isWhitespace)
        let tokens = isBlank ? [] : tokenizer.encode(line)
        // What the tokenizer drops may leave nothing but the end token.
        parts =
            tokens.count <= 1
            ? [] : LineSplitter(tokenizer, maximumLength: maximumLength).parts(of: tokens)
    }

    /// The tokens of all parts.
    var tokenCount: Int { parts.reduce(0) { $0 + $1.count } }

    /// Puts the translations of the parts together.
    ///
    /// - Parameter results: The translations of every part, best first.
    func result(
        from results: ArraySlice<[SearchResult]>, _ tokenizer: SubwordTokenizer,
        _ lengthPenalty: LengthPenalty
    ) -> TranslationResult {
        guard !results.isEmpty else { return .empty }
        let count = results.map(\.count).max() ?? 0
        let alternatives = (0..<count).map { rank in
            TranslationResult.Alternative(
                parts: results.map { $0[min(rank, $0.count - 1)] }, tokenizer, lengthPenalty)
        }
        return TranslationResult(
            alternatives: alternatives.sorted { $0.score > $1.score }, warnings: warnings(results))
    }

    private func warnings(_ results: ArraySlice<[SearchResult]>) -> [String] {
        var warnings: [String] = []
        if parts.count > 1 {
            warnings.append(
                "The line has \(tokenCount) tokens, more than the model takes, and was translated "
                    + "in \(parts.count) parts.")
        }
        for best in results.compactMap(\.first) where best.isCutOff {
            warnings.append(
                "The translation was cut off at \(best.tokens.count) tokens, its maximum length.")
        }
        return warnings
    }
}

extension TranslationResult.Alternative {
    /// The translation whose parts are translated as `parts`.
    fileprivate init(
        parts: [SearchResult], _ tokenizer: SubwordTokenizer, _ lengthPenalty: LengthPenalty
    ) {
        text = parts.map { tokenizer.decode($0.tokens).onOneLine }.filter { !$0.isEmpty }
            .joined(separator: " ")
        tokens = parts.flatMap(\.tokens)
        tokenLogProbabilities = parts.flatMap(\.tokenLogProbabilities)
        logProbability = parts.reduce(0) { $0 + $1.logProbability }
        score = lengthPenalty.score(
            logProbability: logProbability, length: tokenLogProbabilities.count)
    }
}

extension String {
    /// The text with spaces for line breaks, which a vocabulary of bytes can spell.
    fileprivate var onOneLine: String {
        guard utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return self }
        var scalars = String.UnicodeScalarView()
        scalars.append(
            contentsOf: unicodeScalars.map { $0 == "\n" || $0 == "\r" ? " " : $0 })
        return String(scalars)
    }
}
