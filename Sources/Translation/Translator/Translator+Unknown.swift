import Basics
import Models
import Text

extension Translator {
    /// The texts of the translations of a part, best first, with what the source vocabulary lacks;
    /// empty where it lacks nothing, and unless it is asked for.
    func texts(
        of part: SourceLine.Part, carriedInto found: FoundTranslations
    ) throws -> [String] {
        guard copiesUnknown, !part.unknown.isEmpty, !part.sentence.isGiven else { return [] }
        guard carries(part) else { return [text(carrying: part)] }
        return zip(found.results, try found.attention.get()).map { result, weights in
            text(of: result.tokens, carrying: part, weights)
        }
    }

    /// Whether a part has unknown text, and text beside it that the model translates.
    func carries(_ part: SourceLine.Part) -> Bool {
        !part.unknown.isEmpty
            && !tokenizer.source.placesOfText(in: part.sentence.source).isEmpty
    }

    /// Throws when unknown text is to be carried by the attention of a model that has none.
    func requireAttentionToCopy() throws {
        guard copiesUnknown, !model.hasAttention else { return }
        throw CalqueError(
            "What the vocabulary lacks is copied by the attention from target to source, which this "
                + "model does not have. Translate without copying it.", kind: .configuration)
    }

    /// What becomes of a part with nothing in it that the model could translate: whatever it says, that
    /// is left out.
    private func text(carrying part: SourceLine.Part) -> String {
        let unknown = part.unknown.map(\.text).joined(separator: " ")
        guard let prefix = part.prefix?.text else { return unknown }
        let endsInSpace = prefix.unicodeScalars.last?.properties.isWhitespace == true
        return prefix + (endsInSpace ? "" : " ") + unknown
    }

    private func text(
        of tokens: [Int32], carrying part: SourceLine.Part, _ weights: [[Float]]
    ) -> String {
        func beginning(_ count: Int) -> String {
            let tokens = Array(tokens.prefix(count))
            return part.prefix?.text(of: tokens, tokenizer.target)
                ?? tokenizer.decodeTarget(tokens)
        }
        let fixed = part.prefix?.tokenCount(in: tokens, tokenizer.target) ?? 0
        return UnknownCarrier(
            part.unknown, of: part.sentence.source, to: tokens, weights, fixed: fixed, tokenizer
        ).text(beginning: beginning).onOneLine
    }
}
