public import Translation

/// Translates segments: text with inline codes and what is not to be translated.
///
/// What is protected (``ProtectedText``, and codes that have text to carry) is masked, and comes
/// back exactly once. What the model loses is tried again with other masks, and else put where the
/// words are that it stood between. Codes go where the words go that they are around. A segment
/// with nothing but protected text, or without a letter, stays as it is. Capitals and punctuation
/// are the model's own, but for segments that are all in capitals, which it sees as sentences.
public struct SegmentTranslator: Sendable {
    private let lines: any LineTranslating
    /// How to search.
    public var options = SearchOptions()
    /// What of texts is protected.
    public var rules = ProtectionRules()
    /// The terms whose translations are asked for; nil for none.
    ///
    /// They are looked for in what the model sees, and so not in protected text. A term whose
    /// translation stands as it is written is put in as protected text is.
    public var glossary: Glossary?
    /// Whether translations are to say which parts go together (``SegmentTranslation/alignment``),
    /// which costs time.
    public var wantsAlignment = true
    /// From where on a translation is flagged.
    public var thresholds = QualityThresholds()

    /// A translator of segments.
    public init(_ lines: any LineTranslating) {
        self.lines = lines
    }

    /// Translates segments.
    ///
    /// - Parameters:
    ///   - contents: The segments.
    ///   - prefixes: What the text of every segment's translation begins with, as
    ///     `TranslationRequest.targetPrefix` has it; none, or one for each. Messages with choices
    ///     have none.
    ///   - progress: Takes what is done whenever something is; on any thread.
    /// - Throws: As ``LineTranslating`` does.
    public func translate(
        _ contents: [InlineContent], prefixes: [String] = [],
        progress: (@Sendable (TranslationProgress) -> Void)? = nil
    ) async throws -> [SegmentTranslation] {
        precondition(
            prefixes.isEmpty || prefixes.count == contents.count,
            "\(prefixes.count) prefixes for \(contents.count) segments")
        let plans = contents.map(MessagePlan.init)
        let parts = contents.indices.map { number in
            plans[number]?.parts ?? [
                SegmentPart(
                    content: contents[number], prefix: prefixes.isEmpty ? "" : prefixes[number])
            ]
        }
        var translations = try await translateParts(parts.flatMap { $0 }, progress)[...]
        let segments = zip(plans, parts).map { plan, parts in
            let own = Array(translations.prefix(parts.count))
            translations = translations.dropFirst(parts.count)
            return plan.map { SegmentTranslation($0, own) } ?? own[0]
        }
        return flaggingImprobable(segments)
    }

    /// Flags what is far less probable than the rest.
    private func flaggingImprobable(_ segments: [SegmentTranslation]) -> [SegmentTranslation] {
        guard let least = SegmentQuality.leastScore(of: segments.map(\.quality), thresholds) else {
            return segments
        }
        return segments.map { segment in
            var segment = segment
            segment.quality = segment.quality?.flagging(below: least)
            return segment
        }
    }

    private func translateParts(
        _ parts: [SegmentPart], _ progress: (@Sendable (TranslationProgress) -> Void)?
    ) async throws -> [SegmentTranslation] {
        var attempts = parts.map {
            MaskingAttempts(
                MaskedContent(
                    $0.content, rules, glossary: glossary,
                    unknown: UnknownScanner(unknownText: lines.unknownText)),
                glossary: glossary, prefix: $0.prefix, wantsAlignment: wantsAlignment)
        }
        var open = attempts.indices.filter { attempts[$0].isOpen }
        // The first round is nearly all of it.
        var progress = progress
        while !open.isEmpty {
            // Every line once, however many segments have it.
            var places: [TranslationRequest: Int] = [:]
            var requests: [TranslationRequest] = []
            for request in open.map({ attempts[$0].request }) where places[request] == nil {
                places[request] = requests.count
                requests.append(request)
            }
            let found = try await lines.translateAligned(requests, options, progress: progress)
            for index in open {
                guard let place = places[attempts[index].request] else { continue }
                attempts[index].add(found[place])
            }
            open.removeAll { !attempts[$0].isOpen }
            progress = nil
        }
        return zip(attempts, parts).map { attempt, part in
            attempt.segment(thresholds)
                ?? SegmentTranslation(
                    content: part.content, warnings: attempt.unknownWarnings)
        }
    }
}

extension SegmentTranslation {
    /// A message, of the translations of its parts.
    fileprivate init(_ plan: MessagePlan, _ parts: [SegmentTranslation]) {
        let qualities = parts.compactMap(\.quality)
        self.init(
            content: InlineContent(text: plan.written(parts.map(\.content))),
            warnings: parts.flatMap(\.warnings),
            protected: parts.flatMap(\.protected), terms: parts.flatMap(\.terms),
            quality: qualities.isEmpty ? nil : SegmentQuality(joining: qualities))
    }
}
