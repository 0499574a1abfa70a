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
                var piece = piece
                let source = piece.source.map(moved)
                piece.source = source?.isEmpty == true ? nil : source
                return piece
            },
            sentences: sentences.map { sentence in
                var sentence = sentence
                sentence.source = moved(sentence.source)
                return sentence
            },
            alternatives: alternatives,
            unknownSource: unknownSource.map { $0.moved(scalars: -count) },
            terms: terms.map { found in
                var found = found
                found.term.move(by: -count)
                return found
            }, warnings: warnings)
    }
}

extension RequiredTerm {
    /// Has it stand so many scalars further on.
    fileprivate mutating func move(by count: Int) {
        range = range.lowerBound + count..<range.upperBound + count
    }
}
