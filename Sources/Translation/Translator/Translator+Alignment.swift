import Models
import Text

extension Translator {
    /// Adds the alignments of the best translations, if they are asked for, by a pass over what was
    /// found.
    func align(
        _ results: [TranslationResult], with lines: [SourceLine]
    ) throws -> [TranslationResult] {
        guard let alignment else { return results }
        let words = words(of: lines)
        let pairs = pairs(of: results, lines, words)
        return join(results, words, try reader.alignments(of: pairs, alignment))
    }

    /// The same without blocking the caller's thread.
    func align(
        _ results: [TranslationResult], with lines: [SourceLine]
    ) async throws -> [TranslationResult] {
        guard let alignment else { return results }
        let words = words(of: lines)
        let pairs = pairs(of: results, lines, words)
        return join(results, words, try await reader.alignments(of: pairs, alignment))
    }

    /// Reads the attention of the model.
    var reader: AttentionReader {
        AttentionReader(
            translator.model, tokenizer, on: translator.pool, limits: translator.limits)
    }

    /// The words of a line, and those of each of its parts.
    private typealias LineWords = (all: [String], parts: [TextPart])

    private func words(of lines: [SourceLine]) -> [LineWords] {
        lines.map { tokenizer.source.words(of: $0.text, in: $0.sentences) }
    }

    /// The parts of all lines with their best translations.
    private func pairs(
        of results: [TranslationResult], _ lines: [SourceLine], _ words: [LineWords]
    ) -> [EncodedPair] {
        zip(zip(results, lines), words).flatMap { line, words in
            zip(zip(line.1.parts, line.0.alternatives[0].parts), words.parts).map { part, words in
                pair(part.0.sentence.source, part.1, sourceWords: words.words)
            }
        }
    }

    /// A source with its translation, without end token.
    func pair(
        _ source: [Int32], _ tokens: [Int32], sourceWords: [SubwordWord]? = nil
    ) -> EncodedPair {
        let model = translator.model
        let target = (tokens + [model.specialTokens.end]).prefix(model.maximumLength)
        return EncodedPair(source: source, target: Array(target), sourceWords: sourceWords)
    }

    /// Gives every line the alignments of its parts.
    private func join(
        _ results: [TranslationResult], _ words: [LineWords], _ alignments: [WordAlignment]
    ) -> [TranslationResult] {
        var alignments = alignments[...]
        return zip(results, words).map { result, words in
            defer { alignments = alignments.dropFirst(words.parts.count) }
            var aligned = result
            aligned.alignment = WordAlignment(
                sourceWords: words.all,
                joining: zip(words.parts.map(\.firstWord), alignments).map { ($0, $1) })
            return aligned
        }
    }
}
