import Basics
import Models
import Text

extension Translator {
    /// The texts of the translations of every part, best first, with what the source vocabulary
    /// lacks: empty for parts of which it lacks nothing, and for all unless it is asked for.
    func carried(
        _ lines: [SourceLine], into results: [[SearchResult]]
    ) throws -> [[String]] {
        guard copiesUnknown else { return results.map { _ in [] } }
        let pairs = carryingPairs(lines, results)
        return texts(lines, results, try reader.weights(of: pairs, alignment ?? .init()))
    }

    /// The same without blocking the caller's thread.
    func carried(
        _ lines: [SourceLine], into results: [[SearchResult]]
    ) async throws -> [[String]] {
        guard copiesUnknown else { return results.map { _ in [] } }
        let pairs = carryingPairs(lines, results)
        return texts(lines, results, try await reader.weights(of: pairs, alignment ?? .init()))
    }

    /// Throws when unknown text is to be carried by the attention of a model that has none.
    func requireAttentionToCopy() throws {
        guard copiesUnknown, !translator.model.hasAttention else { return }
        throw CalqueError(
            "What the vocabulary lacks is copied by the attention from target to source, which this "
                + "model does not have. Translate without copying it.")
    }

    /// The translations that carry something to where their attention says, with their sources.
    private func carryingPairs(
        _ lines: [SourceLine], _ results: [[SearchResult]]
    ) -> [EncodedPair] {
        zip(lines.flatMap(\.carriedParts), results).flatMap { part, results in
            part.unknown.isEmpty || isUnknown(part)
                ? [] : results.map { pair(part.source, $0.tokens) }
        }
    }

    /// Whether there is nothing in a part that the model could translate.
    private func isUnknown(_ part: SourceLine.CarriedPart) -> Bool {
        tokenizer.source.placesOfText(in: part.source).isEmpty
    }

    private func texts(
        _ lines: [SourceLine], _ results: [[SearchResult]], _ weights: [[[Float]]]
    ) -> [[String]] {
        var weights = weights[...]
        return zip(lines.flatMap(\.carriedParts), results).map { part, results in
            if part.unknown.isEmpty { return [] }
            if isUnknown(part) { return [text(carrying: part)] }
            return results.map { result in
                text(of: result.tokens, carrying: part, weights.removeFirst())
            }
        }
    }

    /// What becomes of a part with nothing in it that the model could translate: whatever it says, that
    /// is left out.
    private func text(carrying part: SourceLine.CarriedPart) -> String {
        let unknown = part.unknown.map(\.text).joined(separator: " ")
        guard let prefix = part.prefix?.text else { return unknown }
        let endsInSpace = prefix.unicodeScalars.last?.properties.isWhitespace == true
        return prefix + (endsInSpace ? "" : " ") + unknown
    }

    private func text(
        of tokens: [Int32], carrying part: SourceLine.CarriedPart, _ weights: [[Float]]
    ) -> String {
        func beginning(_ count: Int) -> String {
            let tokens = Array(tokens.prefix(count))
            return part.prefix?.text(of: tokens, tokenizer.target)
                ?? tokenizer.decodeTarget(tokens)
        }
        let fixed = part.prefix?.tokenCount(in: tokens, tokenizer.target) ?? 0
        return UnknownCarrier(
            part.unknown, of: part.source, to: tokens, weights, fixed: fixed, tokenizer
        ).text(beginning: beginning).onOneLine
    }
}
