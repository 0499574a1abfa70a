import Text

/// A line of text on its way to the model and back.
struct SourceLine {
    /// The sentences of token ids that the model translates: none for an empty line, several for
    /// one that is too long. The first has the target prefix.
    let parts: [SearchSentence]
    /// What the translation of the first begins with.
    private let prefix: TargetPrefix?
    /// A warning when a target prefix was left out.
    private let lostPrefix: String?

    /// Encodes a line.
    ///
    /// - Parameters:
    ///   - number: The line's place in the request, from 0.
    ///   - maximumLength: The longest sentence that the model takes.
    init(
        _ request: TranslationRequest, number: Int, _ tokenizer: TranslationTokenizer,
        maximumLength: Int
    ) {
        let tokens = request.line.isBlank ? [] : tokenizer.encodeSource(request.line)
        // What the tokenizer drops may leave nothing but the end token.
        let sources =
            tokens.count <= 1
            ? []
            : LineSplitter(tokenizer.source, maximumLength: maximumLength).parts(of: tokens)
        let prefix =
            request.targetPrefix.isBlank
            ? nil : TargetPrefix(request.targetPrefix, tokenizer.target)
        parts = sources.enumerated().map { part, source in
            var sentence = SearchSentence(source: source, place: .init(line: number, part: part))
            if part == 0, let prefix {
                sentence.targetPrefix = prefix.tokens
                sentence.completion = prefix.completion
            }
            return sentence
        }
        self.prefix = prefix
        lostPrefix = Self.reason(
            forLosing: request.targetPrefix, isReadable: prefix != nil, hasLine: !sources.isEmpty)
    }

    /// The tokens of all parts.
    var tokenCount: Int { parts.reduce(0) { $0 + $1.source.count } }

    /// Puts the translations of the parts together.
    ///
    /// - Parameter results: The translations of every part, best first.
    func result(
        from results: ArraySlice<[SearchResult]>, _ tokenizer: TranslationTokenizer,
        _ lengthPenalty: LengthPenalty
    ) -> TranslationResult {
        guard !results.isEmpty else { return .empty(warnings: [lostPrefix].compactMap { $0 }) }
        let joined = LineAlternatives(
            parts: parts.map(\.source), results: Array(results), prefix: prefix,
            tokenizer: tokenizer.target, lengthPenalty: lengthPenalty)
        let count = results.map(\.count).max() ?? 0
        let alternatives = (0..<count).map(joined.alternative)
        return TranslationResult(
            alternatives: alternatives,
            warnings: warnings(results) + emptyWarnings(results, tokenizer) + joined.loopWarnings
                + [lostPrefix, joined.prefixWarning].compactMap { $0 })
    }

    /// A warning when the best translation of a part says nothing.
    private func emptyWarnings(
        _ results: ArraySlice<[SearchResult]>, _ tokenizer: TranslationTokenizer
    ) -> [String] {
        let count = results.filter { tokenizer.decodeTarget($0[0].tokens).isBlank }.count
        guard count > 0 else { return [] }
        return [
            parts.count == 1
                ? "The translation is empty, although the line has text."
                : "The translations of \(count) of \(parts.count) parts are empty."
        ]
    }

    /// Why a target prefix is left out, if it is.
    private static func reason(
        forLosing prefix: String, isReadable: Bool, hasLine: Bool
    ) -> String? {
        if prefix.isEmpty { return nil }
        if !isReadable { return "The target prefix has no text and was left out." }
        return hasLine ? nil : "The line is empty, and so its target prefix was left out."
    }

    private func warnings(_ results: ArraySlice<[SearchResult]>) -> [String] {
        var warnings: [String] = []
        if parts.count > 1 {
            warnings.append(
                "The line has \(tokenCount) tokens, more than the model takes, and was translated "
                    + "in \(parts.count) parts.")
        }
        let cutOff = results.compactMap(\.first).filter(\.isCutOff)
        if cutOff.count > 1 {
            warnings.append(
                "The translations of \(cutOff.count) parts were cut off at their maximum length.")
        } else if let best = cutOff.first {
            warnings.append(
                "The translation was cut off at \(best.tokens.count) tokens, its maximum length.")
        }
        return warnings
    }
}

extension String {
    /// Whether the text is nothing but white space, and characters that nobody sees.
    fileprivate var isBlank: Bool {
        unicodeScalars.allSatisfy {
            $0.properties.isWhitespace
                || [.control, .format].contains($0.properties.generalCategory)
        }
    }
}
