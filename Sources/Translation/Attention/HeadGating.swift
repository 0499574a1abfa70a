import Basics
package import Layers
package import Models
import Tensors
import Text

/// An attention whose heads can have gates: it is known by its Wᴼ.
package struct GatedAttention: Sendable, Hashable {
    /// The number of heads.
    package let heads: Int
    private let output: Parameter

    /// The attention that was written down; nil where its heads go through no Wᴼ, as in recurrent
    /// models.
    package init?(_ layer: AttentionRecord.Layer) {
        guard let output = layer.output else { return nil }
        heads = layer.heads
        self.output = output
    }

    /// Gives the attention gates, one number a head.
    fileprivate func set(_ gates: [Float], in all: HeadGates) { all[output] = gates }

    /// ∂L/∂ξ_h after a backward pass, `[sentences][heads]`.
    fileprivate func gradient(in all: HeadGates, sentences: Int) -> [[Double]] {
        all.gradient(of: output)
            ?? Array(repeating: Array(repeating: 0, count: heads), count: sentences)
    }

    package static func == (one: GatedAttention, other: GatedAttention) -> Bool {
        one.output.store === other.output.store && one.output.offset == other.output.offset
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(output.store))
        hasher.combine(output.offset)
    }
}

/// A head that is switched off: its gate is 0.
package struct SwitchedOffHead: Sendable, Hashable {
    private let attention: GatedAttention
    private let head: Int

    /// A head of an attention, from 0.
    package init(_ head: Int, of attention: GatedAttention) {
        precondition(head >= 0 && head < attention.heads, "head \(head) of \(attention.heads)")
        self.attention = attention
        self.head = head
    }

    fileprivate var gates: HeadGates {
        let gates = HeadGates()
        attention.set((0..<attention.heads).map { $0 == head ? 0 : 1 }, in: gates)
        return gates
    }
}

extension Context {
    /// Runs something without a head; with all of them for nil.
    func without<Result>(
        _ head: SwitchedOffHead?, _ body: () throws -> Result
    ) rethrows -> Result {
        guard let head else { return try body() }
        return try withHeadGates(head.gates, body)
    }
}

extension Translator {
    /// −log P(Y | X) of every pair in nats, its end token included, without a head; with all of them for
    /// nil.
    ///
    /// - Throws: `CalqueError` when a side is empty or too long or the model's numbers are not finite,
    ///   and `CancellationError` when the task is cancelled.
    package func losses(
        of pairs: [EncodedPair], without head: SwitchedOffHead? = nil
    ) async throws -> [Double] {
        for (index, pair) in pairs.enumerated() { try model.requireFitting(pair, index) }
        let work = BatchWork(
            LossName(head: head), limits: limits, length: \EncodedPair.longerCount
        ) { [model] pairs, context in
            let batch = Batch(pairs, model.specialTokens)
            let values = context.without(head) { model.logProbabilities(of: batch, context) }
            return (0..<batch.target.count).map { sentence in
                values[batch.target.range(of: sentence)].reduce(0.0) { $0 - Double($1) }
            }
        }
        let losses = try await tokenTranslator.queue.submit(pairs, to: work).value
        if let index = losses.firstIndex(where: { !$0.isFinite }) {
            throw CalqueError.notFinite("scores the pair at index \(index)")
        }
        return losses
    }

    private struct LossName: Hashable {
        let head: SwitchedOffHead?
    }

    /// What greedy search finds for sources, without a head; with all of them for nil.
    ///
    /// - Throws: As ``losses(of:without:)``.
    package func greedyTranslations(
        of sources: [[Int32]], without head: SwitchedOffHead? = nil
    ) async throws -> [String] {
        for (index, source) in sources.enumerated() {
            try model.requireFittingSource(source, index)
        }
        let sentences = sources.enumerated().map { index, source in
            SentenceRequest(
                sentence: SearchSentence(source: source, place: .init(line: index)))
        }
        return try await tokenTranslator.submit(sentences, .greedy, without: head).value.map {
            tokenizer.decodeTarget($0.results[0].tokens)
        }
    }

    /// ∂L/∂ξ_h of every head's gate ξ_h at ξ = 1, with L = −log P(Y | X) of a pair in nats (Michel, Levy
    /// & Neubig 2019, equation 2, of which this is what the expectation is taken of).
    ///
    /// - Parameters:
    ///   - pairs: The pairs.
    ///   - attentions: All attentions of the model.
    ///   - progress: Takes how many pairs are done; on any thread.
    /// - Returns: `[pairs][attentions][heads]`.
    /// - Throws: As ``differentiableModel()`` and ``losses(of:without:)``.
    package func gateGradients(
        of pairs: [EncodedPair], at attentions: [GatedAttention],
        progress: (@Sendable (_ done: Int) -> Void)? = nil
    ) async throws -> [[[Double]]] {
        for (index, pair) in pairs.enumerated() { try model.requireFitting(pair, index) }
        let model = try differentiableModel()
        let work = BatchWork(
            GradientName(attentions: attentions), limits: BatchLimits(tokens: 1024),
            length: \EncodedPair.longerCount
        ) { pairs, context in
            let gates = HeadGates()
            for attention in attentions {
                attention.set(Array(repeating: 1, count: attention.heads), in: gates)
            }
            let batch = Batch(pairs, model.specialTokens)
            context.withHeadGates(gates) {
                _ = context.backpropagate(
                    into: ParameterVector(for: model.parameters), dropout: nil
                ) { model.loss(of: batch, smoothing: 0, context) }
            }
            let gradients = attentions.map { $0.gradient(in: gates, sentences: pairs.count) }
            return pairs.indices.map { pair in gradients.map { $0[pair] } }
        }
        let gradients = try await tokenTranslator.queue.submit(pairs, to: work, progress: progress)
            .value
        guard gradients.joined().joined().allSatisfy(\.isFinite) else {
            throw CalqueError.notFinite("is asked for gradients")
        }
        return gradients
    }

    private struct GradientName: Hashable {
        let attentions: [GatedAttention]
    }

    /// The model, if it is a single one, with weights of its own.
    ///
    /// - Parameter what: What is asked for.
    /// - Throws: `CalqueError` when it is several models.
    package func singleModel(for what: String) throws -> any SequenceToSequenceModel {
        guard let model = model as? any SequenceToSequenceModel else {
            throw CalqueError(
                "Several models that translate together have no \(what) of their own. Ask for "
                    + "those of one of them.", kind: .configuration)
        }
        return model
    }

    /// The model, if it has gradients.
    ///
    /// - Throws: `CalqueError` when it is several models, or in eight bits.
    package func differentiableModel() throws -> any SequenceToSequenceModel {
        let model = try singleModel(for: "gradients")
        guard pool.precision != .int8 else {
            throw CalqueError(
                "There are no gradients with int8 products. Load the model in float32 or bfloat16.",
                kind: .configuration)
        }
        return model
    }
}
