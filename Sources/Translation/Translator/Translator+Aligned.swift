import Models
import Text

extension Translator: LineTranslating {
    /// Translates lines and says which parts of each go together with which of its translation, by the
    /// attention of ``alignment``, else by the model's own.
    ///
    /// A token goes with the source token that it looks at most, language tokens and the end apart; text
    /// that is carried over (``copiesUnknown``), with itself. In models without attention the parts go
    /// together in their order: what is in the middle of a sentence with what is in the middle of its
    /// translation, with the weight 0.
    ///
    /// - Parameters:
    ///   - requests: The lines, each with what its translation begins with.
    ///   - options: How to search.
    ///   - progress: Takes what is done whenever a batch is; on any thread.
    /// - Throws: As ``translate(requests:_:progress:)``.
    public func translateAligned(
        _ requests: [TranslationRequest], _ options: SearchOptions,
        progress: (@Sendable (TranslationProgress) -> Void)? = nil
    ) async throws -> [AlignedTranslation] {
        try await submit(
            encode(requests, options), options, progress, attentionOfBest: model.hasAttention
        ) { line, found in
            try alignedTranslation(result(of: line, found, options), line, found)
        }.value
    }

    /// What of a text the source vocabulary has no pieces for.
    ///
    /// - Parameter text: A line, or a part of one.
    public func unknownText(in text: String) -> [Range<Int>] {
        let source = tokenizer.source
        return source.unknownText(in: text, encodedAs: source.encode(text)).map(\.range)
    }

    private func alignedTranslation(
        _ result: TranslationResult, _ line: SourceLine, _ found: ArraySlice<FoundTranslations>
    ) throws -> AlignedTranslation {
        var text = JoinedText()
        var pieces: [AlignedTranslation.Piece] = []
        var sentences: [AlignedTranslation.Sentence] = []
        let sources = line.needsAlignment ? line.places(tokenizer.source) : []
        let scalars = Array(line.text.unicodeScalars)
        for (number, found) in zip(line.parts.indices, found) {
            let (part, translation) = (line.parts[number], result.parts[number].text)
            let target = text.append(translation, after: part.gap)
            guard line.needsAlignment else {
                let whole = AlignedPart(part, [], found.results[0], nil, says: .tokens)
                sentences.append(whole.sentence(in: scalars, target: target))
                continue
            }
            let attention = try model.hasAttention ? found.attention.get().first : nil
            let aligned = AlignedPart(
                part, sources[number], found.results[0], attention,
                says: isCarriedAlone(part) ? .unknown : .tokens)
            pieces += aligned.pieces(translation, tokenizer.target).map {
                $0.moved(by: target.lowerBound)
            }
            sentences.append(aligned.sentence(in: scalars, target: target))
        }
        return AlignedTranslation(
            line: line.text, text: result.text, pieces: pieces, sentences: sentences,
            alternatives: result.alternatives.dropFirst().map(\.text),
            unknownSource: result.unknownSource, terms: result.terms,
            warnings: line.withoutTermWarnings(result))
    }

    /// Whether a part is nothing but text that is carried over.
    private func isCarriedAlone(_ part: SourceLine.Part) -> Bool {
        copiesUnknown && !part.unknown.isEmpty && !part.sentence.isGiven && !carries(part)
    }
}

extension AlignedTranslation.Piece {
    fileprivate func moved(by scalars: Int) -> Self {
        var piece = self
        piece.target = target.lowerBound + scalars..<target.upperBound + scalars
        return piece
    }
}
