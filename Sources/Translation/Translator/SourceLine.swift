import Text

/// A line of text on its way to the model and back.
struct SourceLine {
    /// What the model translates at once.
    struct Part {
        /// The tokens. The first part of a line has the target prefix.
        let sentence: SearchSentence
        /// The white space between the part and the one before it.
        let gap: String
        /// What of it the source vocabulary lacks, by its place in the line.
        let unknown: [UnknownText]
    }

    /// A part for every sentence, or several for one that is too long; none for an empty line.
    let parts: [Part]
    /// The line as it is.
    let text: String
    /// The sentences that have parts.
    let sentences: [EncodedSentence]
    /// The sentences with more tokens than the model takes.
    private let longSentences: [LongSentence]
    /// What the translation of the first part begins with.
    private let prefix: TargetPrefix?
    /// A warning when a target prefix was left out.
    private let lostPrefix: String?

    private struct LongSentence {
        let tokenCount: Int
        let partCount: Int
    }

    /// Encodes a line.
    ///
    /// - Parameters:
    ///   - sentences: The line's sentences.
    ///   - number: The line's place in the request, from 0.
    ///   - maximumLength: The longest sentence that the model takes.
    init(
        _ request: TranslationRequest, _ sentences: [LineSentence], number: Int,
        _ tokenizer: TranslationTokenizer, maximumLength: Int
    ) {
        let splitter = LineSplitter(tokenizer.source, maximumLength: maximumLength)
        let prefix =
            request.targetPrefix.isBlank
            ? nil : TargetPrefix(request.targetPrefix, tokenizer.target)
        var parts: [Part] = []
        var longSentences: [LongSentence] = []
        var encoded: [EncodedSentence] = []
        for sentence in sentences {
            let tokens = tokenizer.encodeSource(sentence.text)
            // What the tokenizer drops may leave nothing but the end token.
            guard tokens.count > 1 else { continue }
            let sources = splitter.parts(of: tokens)
            let unknown = sentence.unknownText(encodedAs: tokens, tokenizer.source)
                .dealt(to: sources, languageTokens: sentence.languageTokenCount)
            encoded.append(sentence.encoded)
            encoded[encoded.count - 1].partCounts = sources.map(\.count)
            if sources.count > 1 {
                longSentences.append(.init(tokenCount: tokens.count, partCount: sources.count))
            }
            for (part, source) in sources.enumerated() {
                var searched = SearchSentence(
                    source: source, place: .init(line: number, part: parts.count))
                if parts.isEmpty, let prefix {
                    searched.targetPrefix = prefix.tokens
                    searched.completion = prefix.completion
                }
                parts.append(
                    Part(
                        sentence: searched, gap: part == 0 ? sentence.gap : " ",
                        unknown: unknown[part]))
            }
        }
        self.parts = parts
        text = request.line
        self.sentences = encoded
        self.longSentences = longSentences
        self.prefix = prefix
        lostPrefix = Self.reason(
            forLosing: request.targetPrefix, isReadable: prefix != nil, hasLine: !parts.isEmpty)
    }

    /// The tokens of all parts.
    var tokenCount: Int { parts.reduce(0) { $0 + $1.sentence.source.count } }

    /// What it takes to carry unknown text into the translation of a part.
    struct CarriedPart {
        let source: [Int32]
        let unknown: [UnknownText]
        let prefix: TargetPrefix?
    }

    /// All parts, with what they carry.
    var carriedParts: [CarriedPart] {
        parts.enumerated().map { place, part in
            CarriedPart(
                source: part.sentence.source, unknown: part.unknown,
                prefix: place == 0 ? prefix : nil)
        }
    }

    /// Puts the translations of the parts together.
    ///
    /// - Parameters:
    ///   - results: The translations of every part, best first.
    ///   - carried: Their texts, where they carry unknown text.
    func result(
        from results: ArraySlice<[SearchResult]>, carried: ArraySlice<[String]>,
        _ tokenizer: TranslationTokenizer, _ lengthPenalty: LengthPenalty
    ) -> TranslationResult {
        guard !results.isEmpty else { return .empty(warnings: [lostPrefix].compactMap { $0 }) }
        let joined = LineAlternatives(
            parts: parts, results: Array(results), carried: Array(carried), prefix: prefix,
            tokenizer: tokenizer.target, lengthPenalty: lengthPenalty)
        let count = results.map(\.count).max() ?? 0
        let alternatives = (0..<count).map(joined.alternative)
        return TranslationResult(
            alternatives: alternatives, unknownSource: parts.flatMap(\.unknown),
            warnings: warnings(results) + unknownWarnings(carried)
                + emptyWarnings(results, carried, tokenizer)
                + shortnessWarnings(results, tokenizer) + joined.loopWarnings
                + [lostPrefix, joined.prefixWarning].compactMap { $0 })
    }

    /// A warning that names what of the line the vocabulary lacks, unless it is carried.
    private func unknownWarnings(_ carried: ArraySlice<[String]>) -> [String] {
        let lost = zip(parts, carried).flatMap { $1.isEmpty ? $0.unknown : [] }
        return lost.isEmpty ? [] : [lost.warning]
    }

    /// A warning when the best translation of a part says nothing.
    private func emptyWarnings(
        _ results: ArraySlice<[SearchResult]>, _ carried: ArraySlice<[String]>,
        _ tokenizer: TranslationTokenizer
    ) -> [String] {
        let count = zip(results, carried).count {
            $1.isEmpty && tokenizer.decodeTarget($0[0].tokens).isBlank
        }
        guard count > 0 else { return [] }
        return [
            parts.count == 1
                ? "The translation is empty, although the line has text."
                : "The translations of \(count) of \(parts.count) parts are empty."
        ]
    }

    /// A warning when best translations are far too short, and were not cut off.
    private func shortnessWarnings(
        _ results: ArraySlice<[SearchResult]>, _ tokenizer: TranslationTokenizer
    ) -> [String] {
        let short = zip(parts, results).filter { part, results in
            let best = results[0]
            return !best.isCutOff && !best.tokens.isEmpty
                && Shortness.isFarTooShort(best.tokens, of: part.sentence.source, tokenizer)
        }
        guard let (part, results) = short.first else { return [] }
        let all = parts.count == 1 ? "The translation" : "The translation of a sentence"
        return [
            short.count == 1
                ? "\(all) has \(results[0].tokens.count) tokens, and its source "
                    + "\(part.sentence.source.count - 1): something may be left out."
                : "The translations of \(short.count) of \(parts.count) parts are far shorter than "
                    + "their sources: something may be left out."
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
        var warnings = [lengthWarning].compactMap { $0 }
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

    private var lengthWarning: String? {
        guard let first = longSentences.first else { return nil }
        let name = sentences.count == 1 ? "The line" : "A sentence"
        guard longSentences.count > 1 else {
            return "\(name) has \(first.tokenCount) tokens, more than the model takes, and was "
                + "translated in \(first.partCount) parts."
        }
        let partCount = longSentences.reduce(0) { $0 + $1.partCount }
        return "\(longSentences.count) of \(sentences.count) sentences have more tokens than the "
            + "model takes, and were translated in \(partCount) parts."
    }
}
