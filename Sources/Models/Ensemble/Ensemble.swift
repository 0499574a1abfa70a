import Basics
import Foundation
public import Layers
public import Tensors
public import Text

/// Several models that predict together: the probability of the next token is the mean of theirs,
///
///     log p(y | y_1 … y_j, X) = log (1/M Σ_m p_m(y | y_1 … y_j, X))
///
/// (the arithmetic mean, as in fairseq; Marian's mean of log-probabilities is the geometric one).
/// The models may be of any architecture; their vocabularies must be the same, token by token,
/// which ``ModelDirectory/loadModel(joining:precision:inputs:)`` checks and this type, which knows no
/// pieces, cannot.
public struct Ensemble: TranslationModel {
    private let members: [any TranslationModel]

    /// The longest sentence that every model can read and write.
    public let maximumLength: Int
    /// The number of source tokens that every model has.
    public let sourceVocabularySize: Int
    /// The number of target tokens.
    public let targetVocabularySize: Int
    /// The tokens that begin, end and fill up.
    public let specialTokens: SpecialTokens
    /// What any of the models is never to produce, and how the first says that translations are to
    /// be searched for.
    public let generation: GenerationSettings
    /// Whether any of the models attends. Their attentions are one layer here, and none of its heads is
    /// that of all, so that no head aligns.
    public let hasAttention: Bool

    /// An ensemble of its members.
    ///
    /// - Throws: `CalqueError` when there are none, or they differ in the size of the target
    ///   vocabulary or in the tokens that begin, end and fill up.
    public init(_ members: [any TranslationModel]) throws {
        guard let first = members.first else {
            throw CalqueError(
                "There is no model in the ensemble. Give at least one.", kind: .configuration)
        }
        targetVocabularySize = first.targetVocabularySize
        specialTokens = first.specialTokens
        for (index, member) in members.enumerated() {
            guard member.targetVocabularySize == first.targetVocabularySize,
                member.specialTokens == first.specialTokens
            else {
                throw CalqueError(
                    """
                    Model \(index + 1) of the ensemble has \(member.targetVocabularySize) target tokens and \
                    ends sentences with token \(member.specialTokens.end); model 1 has \
                    \(first.targetVocabularySize) and token \(first.specialTokens.end). Models predict \
                    together only over one vocabulary.
                    """, kind: .model)
            }
        }
        self.members = members
        maximumLength = members.map(\.maximumLength).min() ?? 0
        sourceVocabularySize = members.map(\.sourceVocabularySize).min() ?? 0
        generation = members.dropFirst().reduce(into: first.generation) {
            $0.suppress($1.generation)
        }
        hasAttention = members.contains { $0.hasAttention }
    }

    /// Prepares every model.
    public func prepare(for precision: Precision) {
        for member in members { member.prepare(for: precision) }
    }

    /// The logarithm of the mean probability of every target token.
    public func logProbabilities(of batch: Batch, _ context: Context) -> [Float] {
        let values = members.map { $0.logProbabilities(of: batch, context) }
        return (0..<batch.target.tokenCount).map { row in Self.logMeanExp(values.map { $0[row] }) }
    }

    /// log (1/M Σ exp value), relative to the largest value, whose exponential is no less than 1.
    private static func logMeanExp(_ values: [Float]) -> Float {
        if values.contains(where: \.isNaN) { return .nan }
        guard let largest = values.max(), largest > -.infinity else { return -.infinity }
        return largest + log(values.reduce(0) { $0 + exp($1 - largest) } / Float(values.count))
    }

    /// The logarithms of the mean probabilities; `record` gets one layer, whose heads are those of
    /// every model's last layer.
    public func logits(of batch: Batch, record: AttentionRecord?, _ context: Context) -> Tensor {
        let logits = recording(in: record) {
            members[$0].logits(of: batch, record: $1, context)
        }
        return context.logMeanSoftmax(
            logits, rows: batch.target.rows)  // [target.rows, target vocabulary]
    }

    /// Writes down one layer, whose heads are those of every model's last layer.
    public func recordAttention(
        of batch: Batch, in record: AttentionRecord, _ context: Context
    ) {
        _ = recording(in: record) { index, own in
            own.map { members[index].recordAttention(of: batch, in: $0, context) }
        }
    }
}

/// Decoding, one step at a time.
extension Ensemble {
    /// The states of all models.
    public struct State: DecoderState {
        fileprivate var members: [any DecoderState]

        /// The number of hypotheses.
        public var hypotheses: Int { members.first?.hypotheses ?? 0 }

        /// Keeps hypotheses `rows` in every model.
        public mutating func select(rows: [Int32]) {
            for index in members.indices { members[index].select(rows: rows) }
        }
    }

    /// Has every model read the sentences.
    public func encode(_ source: PackedSentences, _ context: Context) -> State {
        State(members: members.map { $0.anyState(for: source, context) })
    }

    /// Has every model take the step. The logits are the logarithms of the mean probabilities;
    /// `record` gets one layer, whose heads are those of every model's last layer.
    public func step(
        _ tokens: [Int32], _ state: inout State, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        let logits = recording(in: record) {
            members[$0].step(tokens, any: &state.members[$0], record: $1, context)
        }
        return context.logMeanSoftmax(
            logits, rows: tokens.count)  // [tokens.count, target vocabulary]
    }

    /// Runs every model with a record of its own, and writes their last layers down as one.
    private func recording<Output>(
        in record: AttentionRecord?, _ run: (Int, AttentionRecord?) -> Output
    ) -> [Output] {
        let records = members.map { _ in record.map { _ in AttentionRecord() } }
        let outputs = members.indices.map { run($0, records[$0]) }
        let last = records.compactMap { $0?.layers.last }
        if let record, !last.isEmpty { record.append(.init(joiningHeadsOf: last)) }
        return outputs
    }
}

extension TranslationModel {
    fileprivate func anyState(
        for source: PackedSentences, _ context: Context
    ) -> any DecoderState {
        encode(source, context)
    }

    /// A step of a state whose type only the model knows.
    fileprivate func step(
        _ tokens: [Int32], any state: inout any DecoderState, record: AttentionRecord?,
        _ context: Context
    ) -> Tensor {
        guard var own = state as? State else {
            preconditionFailure("a step of \(Self.self) from a state of type \(type(of: state))")
        }
        // A state that two variables hold would be copied when it changes.
        state = NoState()
        defer { state = own }
        return step(tokens, &own, record: record, context)
    }
}

/// Stands where a state was taken from.
private struct NoState: DecoderState {
    let hypotheses = 0

    func select(rows: [Int32]) {}
}
