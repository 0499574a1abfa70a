import Text

/// The translations of a line's parts, to be joined to translations of the line.
struct LineAlternatives {
    let parts: [SourceLine.Part]
    let results: [[SearchResult]]
    /// The texts of the parts' translations, where they carry unknown text.
    let carried: [[String]]
    let tokenizer: SubwordTokenizer
    let lengthPenalty: LengthPenalty
    /// The texts of the parts' best translations.
    private let bestTexts: [String]

    /// The translations of a line's parts.
    ///
    /// - Parameters:
    ///   - results: Those of every part, best first.
    ///   - carried: Their texts, where they carry unknown text.
    init(
        parts: [SourceLine.Part], results: [[SearchResult]], carried: [[String]],
        tokenizer: SubwordTokenizer, lengthPenalty: LengthPenalty
    ) {
        self.parts = parts
        self.results = results
        self.carried = carried
        self.tokenizer = tokenizer
        self.lengthPenalty = lengthPenalty
        bestTexts = parts.indices.map { part in
            Self.text(parts[part], results[part], carried[part], rank: 0, tokenizer)
        }
    }

    /// The line's translation that joins its parts' translations of a rank.
    func alternative(rank: Int) -> TranslationResult.Alternative {
        let chosen = results.map { $0.last(at: rank) }
        let logProbabilities = chosen.flatMap(\.tokenLogProbabilities)
        let end = tokenizer.vocabulary.endID
        return TranslationResult.Alternative(
            text: text(rank: rank), tokensOfParts: chosen.map(\.tokens),
            predictedTokens: chosen.flatMap { $0.tokens + [end] },
            tokenLogProbabilities: logProbabilities,
            logProbability: chosen.reduce(0) { $0 + $1.logProbability },
            score: lengthPenalty.score(
                logProbability: chosen.reduce(0) { $0 + $1.penalizedLogProbability },
                length: logProbabilities.count) + chosen.reduce(0) { $0 + $1.coveragePenalty },
            isRepetitive: zip(parts, chosen).contains { loop(in: $1, of: $0) != nil })
    }

    /// The parts with their best translations.
    var bestParts: [TranslationResult.Part] {
        parts.indices.map { part in
            TranslationResult.Part(
                range: parts[part].range, text: bestTexts[part].onOneLine,
                isCutOff: results[part].first?.isCutOff ?? false)
        }
    }

    /// A warning when the best translation ends within its prefix.
    var prefixWarning: String? {
        let isCutOff = zip(parts, results).contains { part, results in
            part.prefix.map { $0.text(of: results[0].tokens, tokenizer) == nil } ?? false
        }
        guard isCutOff else { return nil }
        return "The translation was cut off before the end of its target prefix."
    }

    /// A warning when the best translation of a part says nothing.
    var emptyWarnings: [String] {
        let count = parts.indices.count {
            !parts[$0].sentence.isGiven && carried[$0].isEmpty && bestTexts[$0].isBlank
        }
        guard count > 0 else { return [] }
        return [
            parts.count == 1
                ? "The translation is empty, although the line has text."
                : "The translations of \(count) of \(parts.count) parts are empty."
        ]
    }

    /// A warning when the best translation of a part repeats itself.
    var loopWarnings: [String] {
        let loops = zip(parts, results).compactMap { part, results in
            results.first.flatMap { loop(in: $0, of: part) }
        }
        guard let first = loops.first else { return [] }
        let text = tokenizer.decode(first.tokens).onOneLine
        let place = loops.count > 1 ? " in \(loops.count) parts; in the first of them" : ":"
        return [
            "The translation repeats itself\(place) \"\(text)\" occurs \(first.count) times in "
                + "succession."
        ]
    }

    private func loop(in result: SearchResult, of part: SourceLine.Part) -> Repetition? {
        Repetition.loop(in: result.tokens, of: part.sentence.source)
    }

    private func text(rank: Int) -> String {
        results.indices.reduce(into: JoinedText()) { joined, part in
            joined.append(text(of: part, rank: rank), after: parts[part].gap)
        }.text
    }

    private func text(of part: Int, rank: Int) -> String {
        rank == 0
            ? bestTexts[part]
            : Self.text(parts[part], results[part], carried[part], rank: rank, tokenizer)
    }

    private static func text(
        _ part: SourceLine.Part, _ results: [SearchResult], _ carried: [String], rank: Int,
        _ tokenizer: SubwordTokenizer
    ) -> String {
        if !carried.isEmpty { return carried.last(at: rank) }
        let result = results.last(at: rank)
        return part.prefix?.text(of: result.tokens, tokenizer) ?? tokenizer.decode(result.tokens)
    }
}

extension Array {
    /// The element at a place, or the last where there are fewer.
    fileprivate func last(at place: Int) -> Element { self[Swift.min(place, count - 1)] }
}
