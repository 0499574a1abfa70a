import Basics
import Text

/// A line of text on its way to the model and back.
struct SourceLine {
    /// What the model translates at once.
    struct Part {
        /// The tokens, those of the target prefix among them.
        var sentence: SearchSentence
        /// The white space between the part and the one before it.
        let gap: String
        /// What of it the source vocabulary lacks, by its place in the line.
        let unknown: [UnknownText]
        /// The places of its Unicode scalars in the line.
        let range: Range<Int>
        /// What its translation begins with.
        let prefix: TargetPrefix?
        /// What its translation has to have in it; nil for nothing.
        var terms: PartTerms?
    }

    /// What becomes a part, or several if it is too long for the model.
    private struct EncodedSegment {
        let segment: Segment
        /// The token ids of every part, all with language token and end token.
        let parts: [[Int32]]

        /// It with the number of tokens of every part.
        var partCounts: (segment: Segment, partCounts: [Int]) { (segment, parts.map(\.count)) }

        /// The tokens of the whole segment.
        var tokenCount: Int {
            let repeated = (parts.count - 1) * (1 + segment.languageTokenCount)
            return parts.reduce(0) { $0 + $1.count } - repeated
        }
    }

    /// A part for every segment, or several for one that is too long; none for an empty line.
    var parts: [Part]
    /// The line as it is.
    let text: String
    /// Whether anybody wants to know which parts go together.
    let needsAlignment: Bool
    /// Its terms, in the order of the request.
    let terms: [RequiredTerm]
    /// The segments that have parts.
    private let segments: [EncodedSegment]
    /// A warning when a target prefix was left out.
    private let lostPrefix: String?

    /// Encodes a line.
    ///
    /// - Parameters:
    ///   - segments: The line's segments.
    ///   - number: The line's place in the request, from 0.
    ///   - maximumLength: The longest sentence that the model takes.
    ///   - targetSplitter: Finds the sentences of a target prefix.
    ///   - marks: What target tokens are to words, for terms.
    /// - Throws: `CalqueError` when nobody knows where sentences end.
    init(
        _ request: TranslationRequest, _ segments: [Segment], number: Int,
        _ tokenizer: TranslationTokenizer, maximumLength: Int, targetSplitter: SentenceSplitter,
        marks: Lazy<WordMarks>
    ) throws {
        let splitter = LineSplitter(tokenizer.source, maximumLength: maximumLength)
        let encoded = segments.compactMap { segment -> EncodedSegment? in
            let tokens = tokenizer.encodeSource(segment.text)
            // What the tokenizer drops may leave nothing but the end token.
            return tokens.count > 1
                ? EncodedSegment(segment: segment, parts: splitter.parts(of: tokens)) : nil
        }
        let shares = try PrefixShare.shares(
            of: request.targetPrefix, sentenceCount: encoded.count, targetSplitter)
        var parts: [Part] = []
        for (place, segment) in encoded.enumerated() {
            parts += Self.parts(
                of: segment, from: .init(line: number, part: parts.count),
                share: place < shares.count ? shares[place] : nil, tokenizer)
        }
        if !request.terms.isEmpty {
            let places = tokenizer.source.places(
                in: request.line, of: encoded.map(\.partCounts))
            for place in parts.indices {
                let terms = PartTerms(
                    request.terms, in: parts[place].range, tokenPlaces: places[place],
                    tokenizer.target)
                parts[place].require(terms, marks.value)
            }
        }
        self.parts = parts
        self.segments = encoded
        text = request.line
        needsAlignment = request.needsAlignment
        terms = request.terms
        lostPrefix = Self.reason(
            forLosing: request.targetPrefix, in: parts, tokenizer.target)
    }

    /// - Parameters:
    ///   - first: The place of the first part.
    ///   - share: What the translation of the first part begins with.
    private static func parts(
        of encoded: EncodedSegment, from first: SearchSentence.Place, share: PrefixShare?,
        _ tokenizer: TranslationTokenizer
    ) -> [Part] {
        let segment = encoded.segment
        let unknown = segment.unknownText(dealtTo: encoded.parts, tokenizer.source)
        let ranges = segment.ranges(of: encoded.parts, tokenizer.source)
        let own = share.flatMap {
            TargetPrefix($0.text, tokenizer.target, isWhole: $0.isWhole)
        }
        let gap = share.flatMap { $0.gap.isEmpty ? nil : $0.gap } ?? segment.gap
        return encoded.parts.indices.map { number in
            let prefix = number == 0 ? own : nil
            var sentence = SearchSentence(
                source: encoded.parts[number], prefix,
                place: .init(line: first.line, part: first.part + number))
            sentence.isGiven = share?.isWhole == true
            return Part(
                sentence: sentence, gap: number == 0 ? gap : " ", unknown: unknown[number],
                range: ranges[number], prefix: prefix)
        }
    }

    /// The tokens of all parts.
    var tokenCount: Int { parts.reduce(0) { $0 + $1.sentence.source.count } }

    /// The words of the line, and which of them are in each part.
    func words(_ tokenizer: SubwordTokenizer) -> (all: [String], parts: [TextPart]) {
        tokenizer.words(of: text, in: segments.map(\.partCounts))
    }

    /// Where in the line the tokens of every part are.
    func places(_ tokenizer: SubwordTokenizer) -> [[Range<Int>?]] {
        tokenizer.places(in: text, of: segments.map(\.partCounts))
    }

    /// Puts the translations of the parts together.
    ///
    /// - Parameters:
    ///   - results: The translations of every part, best first.
    ///   - carried: Their texts, where they carry unknown text.
    func result(
        from results: [[SearchResult]], carried: [[String]],
        _ tokenizer: TranslationTokenizer, _ lengthPenalty: LengthPenalty
    ) -> TranslationResult {
        let outcomes = outcomes(in: results)
        guard !results.isEmpty else {
            return .empty(
                warnings: termWarnings(outcomes) + [lostPrefix].compactMap { $0 }, terms: outcomes)
        }
        let joined = LineAlternatives(
            parts: parts, results: results, carried: carried,
            tokenizer: tokenizer.target, lengthPenalty: lengthPenalty)
        let count = results.map(\.count).max() ?? 0
        let alternatives = (0..<count).map(joined.alternative)
        return TranslationResult(
            alternatives: alternatives, parts: joined.bestParts,
            unknownSource: parts.flatMap(\.unknown), terms: outcomes,
            warnings: warnings(results) + unknownWarnings(carried)
                + joined.emptyWarnings
                + shortnessWarnings(results, tokenizer) + joined.loopWarnings
                + termWarnings(outcomes)
                + [lostPrefix, joined.prefixWarning].compactMap { $0 })
    }

    /// A warning that names what of the line the vocabulary lacks, unless it is carried.
    private func unknownWarnings(_ carried: [[String]]) -> [String] {
        let lost = zip(parts, carried).flatMap {
            $1.isEmpty && !$0.sentence.isGiven ? $0.unknown : []
        }
        return lost.isEmpty ? [] : [lost.warning]
    }

    /// A warning when best translations are far too short, and were not cut off.
    private func shortnessWarnings(
        _ results: [[SearchResult]], _ tokenizer: TranslationTokenizer
    ) -> [String] {
        let short = zip(parts, results).filter { part, results in
            let best = results[0]
            return !best.isCutOff && !best.tokens.isEmpty && !part.sentence.isGiven
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
        forLosing prefix: String, in parts: [Part], _ tokenizer: SubwordTokenizer
    ) -> String? {
        if prefix.isEmpty || parts.contains(where: { $0.prefix != nil }) { return nil }
        return parts.isEmpty && TargetPrefix(prefix, tokenizer) != nil
            ? "The line is empty, and so its target prefix was left out."
            : "The target prefix has no text and was left out."
    }

    private func warnings(_ results: [[SearchResult]]) -> [String] {
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
        let long = segments.filter { $0.parts.count > 1 }
        guard let first = long.first else { return nil }
        let name = segments.count == 1 ? "The line" : "A sentence"
        guard long.count > 1 else {
            return "\(name) has \(first.tokenCount) tokens, more than the model takes, and was "
                + "translated in \(first.parts.count) parts."
        }
        let partCount = long.reduce(0) { $0 + $1.parts.count }
        return "\(long.count) of \(segments.count) sentences have more tokens than the "
            + "model takes, and were translated in \(partCount) parts."
    }
}

extension SearchSentence {
    /// A source whose translation begins with a prefix, if there is one.
    fileprivate init(source: [Int32], _ prefix: TargetPrefix?, place: Place) {
        self.init(source: source, targetPrefix: prefix?.tokens ?? [], place: place)
        completion = prefix?.completion
    }
}
