import Basics

/// Two translators in a row: from a language to one in between, and from that to another.
public struct PivotTranslator: LineTranslating {
    private let first: any LineTranslating
    private let second: any LineTranslating
    /// How the first searches; nil for as the second does. Options that name tokens are of one model
    /// alone.
    public var firstOptions: SearchOptions?

    /// Two translators in a row.
    ///
    /// - Parameters:
    ///   - first: Translates into the language in between.
    ///   - second: Translates out of it.
    public init(_ first: any LineTranslating, _ second: any LineTranslating) {
        self.first = first
        self.second = second
    }

    /// What of a text the first translator cannot read.
    ///
    /// - Parameter text: A line, or a part of one.
    public func unknownText(in text: String) -> [Range<Int>] { first.unknownText(in: text) }

    /// Translates lines: see ``LineTranslating``.
    ///
    /// A part of a translation goes with the part of the line that goes with what it goes with in
    /// between. Sentences are those of the first translation, each with the worse of what both say of
    /// it. Target prefixes and alternatives are the second's; so are terms, as far as the first
    /// translation has something that goes with their words.
    ///
    /// - Parameters:
    ///   - requests: The lines.
    ///   - options: How the second searches.
    ///   - progress: Takes what is done, of twice as many sentences as the first has.
    /// - Throws: As the two do.
    public func translateAligned(
        _ requests: [TranslationRequest], _ options: SearchOptions,
        progress: (@Sendable (TranslationProgress) -> Void)?
    ) async throws -> [AlignedTranslation] {
        var firstOptions = firstOptions ?? options
        firstOptions.nBest = 1
        let into = try await first.translateAligned(
            requests.map(\.intoBetween), firstOptions,
            progress: progress.map { tell in
                { @Sendable in tell(TranslationProgress(done: $0.done, count: 2 * $0.count)) }
            })
        let between = zip(into, requests).map { $1.outOfBetween($0) }
        let count = into.reduce(0) { $0 + $1.sentences.count }
        let out = try await second.translateAligned(
            between, options,
            progress: progress.map { tell in
                { @Sendable (part: TranslationProgress) in
                    let done = count * part.done / max(1, part.count)
                    tell(TranslationProgress(done: count + done, count: 2 * count))
                }
            })
        return zip(zip(into, out), requests).map { $0.0.followed(by: $0.1, asked: $1.terms) }
    }
}

extension TranslationRequest {
    /// What the first translator is asked for. Terms are carried by what goes together.
    fileprivate var intoBetween: TranslationRequest {
        var request = TranslationRequest(line)
        request.needsAlignment = needsAlignment || !terms.isEmpty
        return request
    }

    /// What the second translator is asked for.
    ///
    /// - Parameter into: The first translation.
    fileprivate func outOfBetween(_ into: AlignedTranslation) -> TranslationRequest {
        var request = TranslationRequest(
            into.text, targetPrefix: targetPrefix, terms: terms.compactMap(into.carried))
        request.needsAlignment = needsAlignment
        return request
    }
}

extension AlignedTranslation {
    /// The line with the translation of its translation.
    ///
    /// - Parameters:
    ///   - next: A translation of this one's text.
    ///   - terms: The terms of the line, of which it was asked for those that are carried.
    func followed(
        by next: AlignedTranslation, asked terms: [RequiredTerm] = []
    ) -> AlignedTranslation {
        AlignedTranslation(
            line: line, text: next.text, pieces: next.pieces.map(linked),
            sentences: sentences(through: next), alternatives: next.alternatives,
            unknownSource: unknownSource, terms: outcomes(of: terms, through: next),
            warnings: warnings.map { "On the way into the language in between: \($0)" }
                + next.warnings.map { "On the way out of the language in between: \($0)" })
    }

    /// A piece of a translation of the text, as one of a translation of the line.
    private func linked(_ piece: Piece) -> Piece {
        let between = piece.source.flatMap { source in
            pieces(overlapping: source).filter { $0.source != nil }.max {
                ($0.target.overlap(with: source), $0.weight)
                    < ($1.target.overlap(with: source), $1.weight)
            }
        }
        var linked = piece
        linked.source = between?.source
        linked.weight = between.map { $0.weight * piece.weight } ?? 0
        return linked
    }

    /// The pieces of the translation that have any of some Unicode scalars.
    private func pieces(overlapping places: Range<Int>) -> some Sequence<Piece> {
        // Pieces are in order, and a line may have many.
        let first = pieces.partitioningIndex { $0.target.upperBound > places.lowerBound }
        return pieces[first...].prefix { $0.target.lowerBound < places.upperBound }
    }

    /// The sentences, with what became of each in a translation of the text.
    private func sentences(through next: AlignedTranslation) -> [Sentence] {
        var followers = sentences.map { _ in [Sentence]() }
        for sentence in next.sentences {
            let nearest = sentences.indices.max {
                sentences[$0].target.overlap(with: sentence.source)
                    < sentences[$1].target.overlap(with: sentence.source)
            }
            if let nearest { followers[nearest].append(sentence) }
        }
        var end = 0
        return zip(sentences, followers).map { sentence, followers in
            let start = followers.first?.target.lowerBound ?? end
            end = followers.last?.target.upperBound ?? start
            let all = [sentence] + followers
            return Sentence(
                source: sentence.source, target: start..<end,
                meanLogProbability: all.map(\.meanLogProbability).min() ?? 0,
                leastCoverage: all.compactMap(\.leastCoverage).min(),
                isRepetitive: all.contains(where: \.isRepetitive),
                isCutOff: all.contains(where: \.isCutOff))
        }
    }
}

extension Range<Int> {
    /// How many places two ranges share; less than 0 where they are apart.
    fileprivate func overlap(with other: Range<Int>) -> Int {
        Swift.min(upperBound, other.upperBound) - Swift.max(lowerBound, other.lowerBound)
    }
}
