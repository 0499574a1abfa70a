import Basics
import Layers
public import Models
public import Tensors
public import Text

/// Which source pieces a model looked at for each target piece.
public struct AttentionMap: Sendable, Equatable, Codable {
    /// The source pieces, the end token's last: the columns.
    public let sourcePieces: [String]
    /// The target pieces, the end token's last: the rows.
    public let targetPieces: [String]
    /// For every target piece, the attention to each source piece when it was predicted.
    /// `[target pieces][source pieces]` A row's sum is 1, but for Neural Turing Machines, whose
    /// heads may look where nothing was written, or several tokens were.
    public let weights: [[Float]]
}

/// Reads the encoder-decoder attention (section 3.2.3 of the paper) of a model out of pairs, while
/// the targets are predicted (teacher forcing). Any number of threads and tasks may use it at once:
/// their batches take turns.
public struct AttentionReader: Sendable {
    private let model: any TranslationModel
    private let tokenizer: TranslationTokenizer
    private let queue: BatchQueue
    private let limits: BatchLimits

    /// A reader on workers that others use, too.
    ///
    /// - Parameters:
    ///   - model: The model. Its weights have to be there in the form that the pool's precision
    ///     reads (`TranslationModel.prepare`).
    ///   - tokenizer: Names the pieces, and knows which of them are a word.
    ///   - pool: The workers.
    ///   - limits: How much goes into a batch; of a pair, the longer side counts.
    public init(
        _ model: any TranslationModel, _ tokenizer: TranslationTokenizer,
        on pool: WorkerPool, limits: BatchLimits = .init()
    ) {
        self.init(model, tokenizer, BatchQueue(on: pool), limits: limits)
    }

    init(
        _ model: any TranslationModel, _ tokenizer: TranslationTokenizer, _ queue: BatchQueue,
        limits: BatchLimits
    ) {
        self.model = model
        self.tokenizer = tokenizer
        self.queue = queue
        self.limits = limits
    }

    /// The attention between the pieces of a pair.
    ///
    /// - Throws: `CalqueError` when a side is empty or too long, or the model has no such layer or
    ///   head.
    public func attention(
        of pair: EncodedPair, _ selection: AttentionSelection = .init()
    ) throws -> AttentionMap { try map(of: pair, selection).wait() }

    /// The same without blocking the caller's thread.
    ///
    /// - Throws: As the other form, and `CancellationError` when the task is cancelled.
    public func attention(
        of pair: EncodedPair, _ selection: AttentionSelection = .init()
    ) async throws -> AttentionMap { try await map(of: pair, selection).value }

    /// The alignments between the words of pairs, in order.
    ///
    /// - Throws: As `attention(of:_:)`.
    public func alignments(
        of pairs: [EncodedPair], _ selection: AttentionSelection = .init()
    ) throws -> [WordAlignment] { try wordAlignments(of: pairs, selection).wait() }

    /// The same without blocking the caller's thread.
    ///
    /// - Throws: As `attention(of:_:)`, and `CancellationError` when the task is cancelled.
    public func alignments(
        of pairs: [EncodedPair], _ selection: AttentionSelection = .init()
    ) async throws -> [WordAlignment] { try await wordAlignments(of: pairs, selection).value }

    /// The alignments of every pair by every layer: by each of its heads, then by their mean.
    ///
    /// - Throws: As `attention(of:_:)`.
    public func alignmentsByEveryHead(
        of pairs: [EncodedPair]
    ) throws -> [[(selection: AttentionSelection, alignment: Alignment)]] {
        try everyHead(of: pairs).wait()
    }

    /// The same without blocking the caller's thread.
    ///
    /// - Throws: As `attention(of:_:)`, and `CancellationError` when the task is cancelled.
    public func alignmentsByEveryHead(
        of pairs: [EncodedPair]
    ) async throws -> [[(selection: AttentionSelection, alignment: Alignment)]] {
        try await everyHead(of: pairs).value
    }

    private func everyHead(
        of pairs: [EncodedPair]
    ) throws -> Pending<[[(selection: AttentionSelection, alignment: Alignment)]]> {
        try read(pairs, "alignments by every head") { [model, tokenizer] pair, attention in
            let words = pair.words(tokenizer)
            return try attention.selections().map { selection in
                let weights = try attention.weights(selection)
                let share = model.linkShare(of: selection)
                return (selection, WordAlignment(words, weights, share: share).alignment)
            }
        }
    }

    private func map(
        of pair: EncodedPair, _ selection: AttentionSelection
    ) throws -> Pending<AttentionMap> {
        try read([pair], Reading.weights(selection)) { _, attention in
            try attention.weights(selection)
        }.map { [tokenizer] weights in
            AttentionMap(
                sourcePieces: tokenizer.source.pieces(ofIDs: pair.source),
                targetPieces: tokenizer.target.pieces(ofIDs: pair.target), weights: weights[0])
        }
    }

    private func wordAlignments(
        of pairs: [EncodedPair], _ selection: AttentionSelection
    ) throws -> Pending<[WordAlignment]> {
        try read(pairs, Reading.words(selection)) { [model, tokenizer] pair, attention in
            WordAlignment(
                pair, try attention.weights(selection), tokenizer,
                share: model.linkShare(of: selection))
        }
    }

    /// What is read out of an attention.
    private enum Reading: Hashable {
        case weights(AttentionSelection), words(AttentionSelection)
    }

    /// What is read out of the attention in every pair.
    private func read<Value: Sendable>(
        _ pairs: [EncodedPair], _ name: some Hashable & Sendable,
        _ read: @escaping @Sendable (EncodedPair, PairAttention) throws -> Value
    ) throws -> Pending<[Value]> {
        for (index, pair) in pairs.enumerated() { try model.requireFitting(pair, index) }
        let work = BatchWork(name, limits: limits, length: \EncodedPair.longerCount) {
            [model] pairs, context in
            zip(pairs, model.attention(in: pairs, context)).map { pair, attention in
                Result { try read(pair, attention) }
            }
        }
        return queue.submit(pairs, to: work).map { try $0.map { try $0.get() } }
    }
}

extension TranslationModel {
    /// What a selection means in this model: where it names nothing, the head by which words are
    /// aligned.
    func resolved(_ selection: AttentionSelection) -> AttentionSelection {
        selection == .init() ? alignmentSelection ?? selection : selection
    }

    private var alignmentSelection: AttentionSelection? {
        alignmentHead.map { AttentionSelection(layer: $0.layer, head: $0.head) }
    }

    /// What share of the most attention that a piece gives to a source word makes others count, too: a
    /// head that was guided by alignments has learned to share it, any other has not.
    func linkShare(of selection: AttentionSelection) -> Float {
        guard let alignmentSelection else { return 1 }
        return resolved(selection) == alignmentSelection ? 0.5 : 1
    }

    /// The attention in every pair of a batch. It is as large as all layers' heads together.
    func attention(in pairs: [EncodedPair], _ context: Context) -> [PairAttention] {
        let record = AttentionRecord()
        recordAttention(of: Batch(pairs, specialTokens), in: record, context)
        let standard = resolved(.init())
        return pairs.enumerated().map { sentence, pair in
            PairAttention(
                layers: record.layers, sentence: sentence, keys: pair.source.count,
                standard: standard)
        }
    }
}

/// The encoder-decoder attention of all layers and heads in one pair.
struct PairAttention: Sendable {
    /// The layers, with all sentences of the pair's batch.
    let layers: [AttentionRecord.Layer]
    /// The pair's place in its batch.
    let sentence: Int
    /// The number of source tokens.
    let keys: Int
    /// What is meant where neither layer nor head is named.
    let standard: AttentionSelection

    private static let missing = CalqueError(
        "The model has no attention between target and source: nothing to show.",
        kind: .configuration)

    /// Every layer's heads, one by one, then the layer's mean.
    func selections() throws -> [AttentionSelection] {
        if layers.isEmpty { throw Self.missing }
        return layers.enumerated().flatMap { index, layer in
            (Array(0..<layer.heads) + [nil]).map { AttentionSelection(layer: index, head: $0) }
        }
    }

    /// The weights of a head, or the mean of all heads, of a layer: `[queries][keys]`.
    func weights(_ selection: AttentionSelection) throws -> [[Float]] {
        if layers.isEmpty { throw Self.missing }
        let selection = selection == .init() ? standard : selection
        let index = selection.layer ?? layers.count - 1
        guard layers.indices.contains(index) else {
            throw CalqueError(
                "The model has no decoder layer \(index): ask for one of 0 to "
                    + "\(layers.count - 1).", kind: .configuration)
        }
        let layer = layers[index]
        if let head = selection.head, head >= layer.heads {
            throw CalqueError(
                "The model has no head \(head) in decoder layer \(index): ask for one of 0 to "
                    + "\(layer.heads - 1).", kind: .configuration)
        }
        let weights =
            selection.head.map { layer.weights(ofHead: $0, in: sentence) }
            ?? layer.meanOverHeads(of: sentence)
        guard weights.allSatisfy(\.isFinite) else {
            throw CalqueError.notFinite("looks at the source")
        }
        return stride(from: 0, to: weights.count, by: keys).map {
            Array(weights[$0..<$0 + keys])
        }
    }
}
