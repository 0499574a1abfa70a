import Basics
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
    /// Where the heads of Neural Turing Machines are, the encoder's first.
    package let weightings: [AttentionRecord.Weightings]
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
        try await passes(over: [pair], recording: contents, named: contents.rawValue) { $1 }[0]
    }

    /// What is read out of such passes over many pairs, by the workers: what a pass records is far
    /// larger than what most want to know of it.
    ///
    /// - Parameters:
    ///   - pairs: The pairs.
    ///   - contents: What is recorded.
    ///   - name: What tells `read` from all that is read elsewhere with a name.
    ///   - progress: Takes how many pairs are done; on any thread.
    ///   - read: Makes a value of a pair and its pass.
    /// - Returns: The values of the pairs, in order.
    /// - Throws: As ``pass(over:recording:)``.
    package func passes<Value: Sendable>(
        over pairs: [EncodedPair], recording contents: AttentionRecord.Contents,
        named name: some Hashable & Sendable, progress: (@Sendable (_ done: Int) -> Void)? = nil,
        _ read: @escaping @Sendable (EncodedPair, RecordedPass) -> Value
    ) async throws -> [Value] {
        for (index, pair) in pairs.enumerated() { try model.requireFitting(pair, index) }
        let work = BatchWork(
            name, limits: BatchLimits(sentences: 1), length: \EncodedPair.longerCount
        ) { [model] pairs, context in
            pairs.map { pair in
                let record = AttentionRecord(contents)
                model.recordAttention(of: Batch([pair], model.specialTokens), in: record, context)
                return read(
                    pair,
                    RecordedPass(
                        layers: record.layers, sublayers: record.sublayers,
                        decoderStates: record.decoderStates, weightings: record.weightings))
            }
        }
        return try await tokenTranslator.queue.submit(pairs, to: work, progress: progress).value
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

    /// Pairs of lines, each as one sentence, and translations of them: the given ones, or what greedy
    /// search finds.
    ///
    /// - Throws: `CalqueError` when a line asks for a language that the model does not know.
    package func pairs(
        of lines: [(source: String, target: String?)]
    ) async throws -> [EncodedPair] {
        for (index, line) in lines.enumerated() {
            try tokenizer.source.checkLanguageToken(
                of: line.source, name: "The source of pair \(index + 1)")
        }
        let untranslated = lines.filter { $0.target == nil }.map {
            tokenizer.encodeSource($0.source)
        }
        var found = try await tokenTranslator.translate(untranslated, .greedy)[...]
        return lines.map { line in
            if let target = line.target {
                return EncodedPair(source: line.source, target: target, tokenizer)
            }
            let translations = found.removeFirst()
            return EncodedPair(tokenizer.encodeSource(line.source), translations[0], of: model)
        }
    }
}
