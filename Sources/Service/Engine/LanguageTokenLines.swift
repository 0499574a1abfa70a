import Translation

/// Lines for a model of several target languages: each begins with the token of one.
struct LanguageTokenLines: LineTranslating {
    let lines: any LineTranslating
    let token: String

    func unknownText(in text: String) -> [Range<Int>] { lines.unknownText(in: text) }

    func translateAligned(
        _ requests: [TranslationRequest], _ options: SearchOptions,
        progress: (@Sendable (TranslationProgress) -> Void)?
    ) async throws -> [AlignedTranslation] {
        let tokenized = requests.map { request in
            var request = request
            // An empty line stays one.
            if !request.line.isEmpty { request.line = "\(token) \(request.line)" }
            let count = token.unicodeScalars.count + 1
            for place in request.terms.indices { request.terms[place].move(by: count) }
            return request
        }
        let found = try await lines.translateAligned(tokenized, options, progress: progress)
        return zip(requests, found).map { request, translation in
            translation.without(prefix: token.unicodeScalars.count + 1, line: request.line)
        }
    }
}

extension AlignedTranslation {
    /// The same with places in the line that the first scalars are not part of.
    fileprivate func without(prefix count: Int, line: String) -> AlignedTranslation {
        func moved(_ range: Range<Int>) -> Range<Int> {
            max(0, range.lowerBound - count)..<max(0, range.upperBound - count)
        }
        return AlignedTranslation(
            line: line, text: text,
            pieces: pieces.map { piece in
                let source = piece.source.map(moved)
                return Piece(
                    target: piece.target, source: source?.isEmpty == true ? nil : source,
                    weight: piece.weight)
            },
            sentences: sentences.map {
                Sentence(
                    source: moved($0.source), target: $0.target,
                    meanLogProbability: $0.meanLogProbability, leastCoverage: $0.leastCoverage,
                    isRepetitive: $0.isRepetitive, isCutOff: $0.isCutOff)
            },
            alternatives: alternatives,
            unknownSource: unknownSource.map { $0.moved(scalars: -count) },
            terms: terms.map { found in
                var term = found.term
                term.move(by: -count)
                return Term(term, translation: found.translation, target: found.target)
            }, warnings: warnings)
    }
}

extension RequiredTerm {
    /// Has it stand so many scalars further on.
    fileprivate mutating func move(by count: Int) {
        range = range.lowerBound + count..<range.upperBound + count
    }
}
