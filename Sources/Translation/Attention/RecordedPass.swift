package import Layers
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
        try model.requireFitting(pair, 0)
        let work = BatchWork(
            contents.rawValue, limits: BatchLimits(sentences: 1), length: \EncodedPair.longerCount
        ) { [model] pairs, context in
            pairs.map { pair in
                let record = AttentionRecord(contents)
                model.recordAttention(of: Batch([pair], model.specialTokens), in: record, context)
                return RecordedPass(
                    layers: record.layers, sublayers: record.sublayers,
                    decoderStates: record.decoderStates)
            }
        }
        return try await tokenTranslator.queue.submit([pair], to: work).value[0]
    }

    /// A pair of a line, as one sentence, and a translation of it: the given one, or what greedy search
    /// finds.
    ///
    /// - Throws: `CalqueError` when the line asks for a language that the model does not know.
    package func pair(of source: String, to target: String?) async throws -> EncodedPair {
        try tokenizer.source.checkLanguageToken(of: source, name: "The line")
        if let target { return EncodedPair(source: source, target: target, tokenizer) }
        let encoded = tokenizer.encodeSource(source)
        let found = try await tokenTranslator.translate([encoded], .greedy)[0]
        return EncodedPair(encoded, found[0], of: model)
    }
}
