public import Models
package import Tensors
import Text

extension Translator {
    /// How probable the model finds translations that exist: a score for every pair, in order.
    ///
    /// Lines are taken as they are, each as one sentence.
    ///
    /// - Throws: `CalqueError` when a line is longer than the model's maximum, or asks for a language
    ///   that the model does not know.
    public func scores(
        of pairs: [(source: String, target: String)]
    ) throws -> [PairScore] { try scorer.score(encode(pairs)) }

    /// The same without blocking the caller's thread.
    ///
    /// - Throws: As the other form, and `CancellationError` when the task is cancelled.
    public func scores(
        of pairs: [(source: String, target: String)]
    ) async throws -> [PairScore] { try await scorer.score(encode(pairs)) }

    /// Which words of pairs of lines go together by the model's attention, in order.
    ///
    /// - Parameters:
    ///   - pairs: Lines and translations of them, each as one sentence.
    ///   - selection: By which attention; nil for that of ``alignment``, else the model's own.
    /// - Throws: As `scores(of:)`, and when the model has no such attention.
    public func alignments(
        of pairs: [(source: String, target: String)], _ selection: AttentionSelection? = nil
    ) throws -> [WordAlignment] {
        try reader.alignments(of: encode(pairs), selection ?? alignment ?? .init())
    }

    /// The same without blocking the caller's thread.
    ///
    /// - Throws: As the other form, and `CancellationError` when the task is cancelled.
    public func alignments(
        of pairs: [(source: String, target: String)], _ selection: AttentionSelection? = nil
    ) async throws -> [WordAlignment] {
        try await reader.alignments(of: encode(pairs), selection ?? alignment ?? .init())
    }

    /// What the model looks at while it translates a line, or while it is given a translation.
    ///
    /// - Parameters:
    ///   - source: The line, as one sentence.
    ///   - target: A translation; nil for the one that greedy search finds.
    ///   - selection: By which attention; nil for that of ``alignment``, else the model's own.
    /// - Throws: As `alignments(of:_:)`.
    public func attention(
        of source: String, to target: String? = nil, _ selection: AttentionSelection? = nil
    ) throws -> AttentionMap {
        let selection = selection ?? alignment ?? .init()
        if let target {
            return try reader.attention(of: encode([(source, target)])[0], selection)
        }
        let source = try encode(source, name: "The line")
        let found = try tokenTranslator.translate([source], .greedy)[0]
        return try reader.attention(of: EncodedPair(source, found[0], of: model), selection)
    }

    /// The same without blocking the caller's thread.
    ///
    /// - Throws: As the other form, and `CancellationError` when the task is cancelled.
    public func attention(
        of source: String, to target: String? = nil, _ selection: AttentionSelection? = nil
    ) async throws -> AttentionMap {
        let selection = selection ?? alignment ?? .init()
        if let target {
            return try await reader.attention(of: encode([(source, target)])[0], selection)
        }
        let source = try encode(source, name: "The line")
        let found = try await tokenTranslator.translate([source], .greedy)[0]
        return try await reader.attention(of: EncodedPair(source, found[0], of: model), selection)
    }

    /// The model.
    public var model: any TranslationModel { tokenTranslator.model }

    /// The workers, in whose precision the model is held.
    package var pool: WorkerPool { tokenTranslator.queue.pool }

    /// How much goes into a batch.
    package var limits: BatchLimits { tokenTranslator.limits }

    /// Tells how probable the model finds translations, in turns with what is translated.
    public var scorer: Scorer {
        Scorer(model, tokenTranslator.queue, limits: limits)
    }

    /// Reads the model's attention, in turns with what is translated.
    public var reader: AttentionReader {
        AttentionReader(model, tokenizer, tokenTranslator.queue, limits: limits)
    }

    private func encode(_ pairs: [(source: String, target: String)]) throws -> [EncodedPair] {
        try pairs.enumerated().map { index, pair in
            try tokenizer.source.checkLanguageToken(
                of: pair.source, name: "The source of pair \(index + 1)")
            return EncodedPair(source: pair.source, target: pair.target, tokenizer)
        }
    }

    private func encode(_ source: String, name: String) throws -> [Int32] {
        try tokenizer.source.checkLanguageToken(of: source, name: name)
        return tokenizer.encodeSource(source)
    }
}
