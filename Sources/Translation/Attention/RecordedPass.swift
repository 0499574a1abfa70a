package import Layers
import Basics
import Models
import Tensors
import Text

/// What a pass of a model over pairs computed on its way: see `AttentionRecord`.
package struct RecordedPass: Sendable {
    /// The attentions in the order in which they ran.
    package let layers: [AttentionRecord.Layer]
    /// The sublayers in the order in which they ran.
    package let sublayers: [AttentionRecord.Sublayer]
    /// What the decoder has before its first layer and after each. `[layers + 1][rows, d]`
    package let decoderStates: [[Float]]
}

extension Translator {
    /// What the model computes while it predicts a translation (teacher forcing), in turns with what is
    /// translated.
    ///
    /// - Throws: `CalqueError` when a side is empty or too long, and `CancellationError` when the task is
    ///   cancelled.
    package func pass(
        over pair: EncodedPair, recording contents: AttentionRecord.Contents
    ) async throws -> RecordedPass {
        try await turn(over: pair) { [model] context in
            let record = AttentionRecord(contents)
            model.recordAttention(of: Batch([pair], model.specialTokens), in: record, context)
            return RecordedPass(
                layers: record.layers, sublayers: record.sublayers,
                decoderStates: record.decoderStates)
        }
    }

    /// A pair of a line, as one sentence, and a translation of it: the given one, or what greedy search
    /// finds.
    ///
    /// - Throws: `CalqueError` when the line has no text or asks for a language that the model does not
    ///   know, or the translation has text that the vocabulary cannot write.
    package func pair(of source: String, to target: String?) async throws -> EncodedPair {
        guard !source.isBlank else {
            throw CalqueError(
                "The sentence has no text. Give one in the source language.", kind: .input)
        }
        try tokenizer.source.checkLanguageToken(of: source, name: "The sentence")
        if let target {
            let pair = EncodedPair(source: source, target: target, tokenizer)
            let unknown = tokenizer.target.unknownText(in: target, encodedAs: pair.target)
            guard unknown.isEmpty else {
                throw CalqueError(
                    "The vocabulary cannot write \"\(unknown[0].text)\" of the translation. Give one "
                        + "without it.", kind: .input)
            }
            return pair
        }
        let encoded = tokenizer.encodeSource(source)
        let found = try await tokenTranslator.translate([encoded], .greedy)[0]
        return EncodedPair(encoded, found[0], of: model)
    }
}
