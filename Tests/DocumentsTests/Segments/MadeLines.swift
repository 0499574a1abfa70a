import Basics
import Documents
import Translation

/// Makes translations of lines by a function, and aligns every word with the one at its place, or
/// the one that says the same.
struct MadeLines: LineTranslating {
    let translate: @Sendable (String) -> String
    var alternatives: [String] = []
    var score = -0.1
    var isRepetitive = false
    var isCutOff = false
    var unknown = ""
    let seen = Seen()

    final class Seen: @unchecked Sendable {
        var lines: [String] = []
        var requests: [TranslationRequest] = []
    }

    init(_ translate: @escaping @Sendable (String) -> String) {
        self.translate = translate
    }

    func unknownText(in text: String) -> [Range<Int>] {
        Array(text.unicodeScalars).enumerated()
            .filter { unknown.unicodeScalars.contains($0.element) }
            .map { $0.offset..<$0.offset + 1 }
    }

    func translateAligned(
        _ requests: [TranslationRequest], _ options: SearchOptions,
        progress: (@Sendable (TranslationProgress) -> Void)?
    ) async throws -> [AlignedTranslation] {
        seen.lines += requests.map(\.line)
        seen.requests += requests
        return requests.map { request in
            let text = translate(request.line)
            let (source, target) = (words(request.line), words(text))
            let pieces = target.enumerated().map { number, word in
                let same = source.first { $0.text.lowercased() == word.text.lowercased() }
                let beside = number < source.count ? source[number] : nil
                return AlignedTranslation.Piece(
                    target: word.range, source: (same ?? beside)?.range, weight: 1)
            }
            return AlignedTranslation(
                line: request.line, text: text, pieces: pieces,
                sentences: [
                    .init(
                        source: 0..<request.line.unicodeScalars.count,
                        target: 0..<text.unicodeScalars.count, meanLogProbability: score,
                        leastCoverage: nil, isRepetitive: isRepetitive, isCutOff: isCutOff)
                ], alternatives: alternatives,
                terms: request.terms.map { term in
                    .init(
                        term, translation: term.translations.first { text.contains($0) })
                })
        }
    }

    private func words(_ text: String) -> [(text: String, range: Range<Int>)] {
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.split { scalars[$0].properties.isWhitespace }.map {
            let range = $0.startIndex..<$0.endIndex
            return (String(scalars[range]), range)
        }
    }
}
