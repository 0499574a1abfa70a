import Basics
public import Layers
import Models
import Text
public import Translation

/// Where the heads of a Neural Turing Machine are on its memory while it reads a sentence and writes a
/// translation of it (Graves, Wayne & Danihelka 2014, section 3.3).
///
/// A step is a token. One machine reads the source's tokens; another goes on from where that one
/// stands, memory, heads and controller, and predicts the translation's tokens.
public struct InspectedMemory: Sendable, Equatable, Codable {
    /// The source.
    public let source: InspectedText
    /// The translation.
    public let target: InspectedText
    /// N, the slots of the memory.
    public let slots: Int
    /// Where each head is at every step: when each token of the source was read, then when each token
    /// of the translation was predicted. Heads that write are first.
    public let heads: [HeadWeighting]

    /// What happens at every step: the token of the source that is read, or that of the translation
    /// that is predicted.
    public var steps: [String] { source.pieces + target.pieces }

    /// The steps in which the translation is predicted.
    public var targetSteps: Range<Int> { source.pieces.count..<steps.count }
}

extension Translator {
    /// Where the heads of a Neural Turing Machine are while it predicts a translation.
    ///
    /// - Parameters:
    ///   - source: A line, as one sentence.
    ///   - target: A translation; nil for the one that greedy search finds.
    /// - Throws: `CalqueError` when a side is empty or too long, the model is no Neural Turing Machine,
    ///   or its numbers are not finite.
    public func inspectMemory(
        of source: String, to target: String? = nil
    ) async throws -> InspectedMemory {
        guard model is NeuralTuringEncoderDecoder else {
            throw CalqueError(
                "The model has no memory that it writes to: only a Neural Turing Machine has one.",
                kind: .configuration)
        }
        let pair = try await pair(of: source, to: target)
        let pass = try await pass(over: pair, recording: .weightings)
        let memory = InspectedMemory(pair, pass, tokenizer)
        guard memory.heads.allSatisfy({ $0.weights.joined().allSatisfy(\.isFinite) }) else {
            throw CalqueError.notFinite("writes to its memory")
        }
        return memory
    }
}

extension InspectedMemory {
    fileprivate init(_ pair: EncodedPair, _ pass: RecordedPass, _ tokenizer: TranslationTokenizer) {
        source = InspectedText(pair.source, tokenizer.source)
        target = InspectedText(pair.target, tokenizer.target)
        slots = pass.weightings.first?.memory.slots ?? 0
        let sides = pass.weightings.map { weightings in
            weightings.heads(
                in: 0..<(weightings.stack == .encoder ? pair.source.count : pair.target.count))
        }
        heads = (sides.first ?? []).indices.map { place in
            let heads = sides.map { $0[place] }
            return HeadWeighting(
                heads[0].kind, head: heads[0].head, weights: heads.flatMap(\.weights))
        }
    }
}
