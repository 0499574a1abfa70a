import Models
import Text

extension Translator {
    /// Adds the alignments of the best translations, if they are asked for, by a pass over what was
    /// found.
    func align(
        _ results: [TranslationResult], with lines: [SourceLine]
    ) throws -> [TranslationResult] {
        guard let alignment else { return results }
        let pairs = pairs(of: results, lines)
        return join(results, pairs, try reader.alignments(of: pairs.flatMap { $0 }, alignment))
    }

    /// The same without blocking the caller's thread.
    func align(
        _ results: [TranslationResult], with lines: [SourceLine]
    ) async throws -> [TranslationResult] {
        guard let alignment else { return results }
        let pairs = pairs(of: results, lines)
        return join(
            results, pairs, try await reader.alignments(of: pairs.flatMap { $0 }, alignment))
    }

    /// Reads the attention of the model.
    var reader: AttentionReader {
        AttentionReader(
            translator.model, tokenizer, on: translator.pool, limits: translator.limits)
    }

    /// The parts of every line with their best translations.
    private func pairs(
        of results: [TranslationResult], _ lines: [SourceLine]
    ) -> [[EncodedPair]] {
        zip(results, lines).map { result, line in
            zip(line.parts, result.alternatives[0].parts).map { pair($0.sentence.source, $1) }
        }
    }

    /// A source with its translation, without end token.
    func pair(_ source: [Int32], _ tokens: [Int32]) -> EncodedPair {
        let model = translator.model
        let target = (tokens + [model.specialTokens.end]).prefix(model.maximumLength)
        return EncodedPair(source: source, target: Array(target))
    }

    /// Gives every line the alignments of its parts.
    private func join(
        _ results: [TranslationResult], _ pairs: [[EncodedPair]], _ alignments: [WordAlignment]
    ) -> [TranslationResult] {
        var alignments = alignments[...]
        return zip(results, pairs).map { result, pairs in
            defer { alignments = alignments.dropFirst(pairs.count) }
            var aligned = result
            aligned.alignment = .joining(Array(alignments.prefix(pairs.count)))
            return aligned
        }
    }
}
