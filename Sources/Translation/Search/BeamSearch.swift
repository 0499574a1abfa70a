import Layers
public import Models
public import Tensors

/// Beam search, batched over sentences: after every step each sentence keeps the beam-size best
/// hypotheses, which are the most probable ones unless a repetition penalty says otherwise.
///
/// A hypothesis that ends leaves the batch at once and another takes its place in the beam; a
/// sentence that is done (``StoppingRule``) leaves with all its hypotheses. What is fed to the
/// model are the active hypotheses and nothing else: one a sentence at first, up to beam size from
/// the second step on.
///
/// Log-probabilities are added in float64. Of equally good continuations, that of the better
/// hypothesis is taken first, then that of the smaller token; of equal scores, the translation that
/// finished earlier is the better one.
///
/// A sentence whose translation has to have something in it has a beam of its own kind, which is
/// wider (``ConstrainedBeam``); the others of its batch do not notice.
public struct BeamSearch: Search {
    private let options: SearchOptions

    /// The beam search of `options`.
    public init(_ options: SearchOptions) {
        self.options = options
    }

    /// See ``Search/translations(of:with:_:)``.
    public func translations<Model: TranslationModel>(
        of batch: SearchBatch, with model: Model, _ context: Context
    ) -> [[SearchResult]] {
        translations(of: batch, with: model, record: nil, context)
    }
}

extension BeamSearch: RecordingSearch {
    /// See ``RecordingSearch/translations(of:with:record:_:)``.
    package func translations<Model: TranslationModel>(
        of batch: SearchBatch, with model: Model, record search: SearchRecord?, _ context: Context
    ) -> [[SearchResult]] {
        guard !batch.sentences.isEmpty else { return [] }
        let options = self.options.adapted(to: model)
        var beams = Beams(batch, options, for: model, search)
        var decoder = BatchDecoder(batch, options, by: model, context)
        while true {
            let isPlaced = model.hasAttention && beams.wantAttention
            let record = options.coveragePenalty > 0 || isPlaced ? AttentionRecord() : nil
            let logits = decoder.step(
                beams.tokens, of: beams.sentences, record: record, context)
            beams.advance(
                logits, attention: record?.layers ?? [], aligning: model.alignmentHead, context)
            if beams.isEmpty { return beams.results }
            decoder.select(rows: beams.rows)
        }
    }
}

/// The beams of a batch.
private struct Beams {
    /// The latest token of every active hypothesis, beam by beam.
    var tokens: [Int32] { beams.flatMap { $0.active.map(\.token) } }
    /// The sentence of every active hypothesis.
    var sentences: [Int] { beams.flatMap { repeatElement($0.sentence, count: $0.active.count) } }
    /// The row of the step before that every active hypothesis continues.
    var rows: [Int32] { beams.flatMap { $0.active.map(\.row) } }
    /// The translations of every sentence that is done.
    private(set) var results: [[SearchResult]]

    private let rules: Beam.Rules
    private let historyRules: [any HistoryRule]
    /// How many of a hypothesis's best continuations are looked at.
    private let breadth: Int
    private var beams: [Beam]
    private var tree = TokenTree()
    /// The tokens that the active hypotheses have.
    private var length = 0

    init(
        _ batch: SearchBatch, _ options: SearchOptions, for model: some TranslationModel,
        _ record: SearchRecord?
    ) {
        breadth = max(options.beamSize + 1, record?.breadth ?? 0)
        rules = Beam.Rules(options: options, end: model.specialTokens.end)
        historyRules = options.historyRules
        results = Array(repeating: [], count: batch.sentences.count)
        beams = batch.maximumLengths(options, for: model).enumerated().map { index, length in
            Beam(
                of: batch.sentences[index], at: index, start: model.specialTokens.start,
                maximumLength: length, record?.sentence == index ? record : nil)
        }
    }

    /// Whether every sentence is done.
    var isEmpty: Bool { beams.isEmpty }

    /// Whether constraints are to stand where the model looks.
    var wantAttention: Bool { beams.contains(where: \.wantsAttention) }

    /// Extends every hypothesis by what the model says comes next.
    ///
    /// - Parameters:
    ///   - attention: What every hypothesis looked at, when somebody wants to know.
    ///   - head: By which head of it words are aligned.
    mutating func advance(
        _ logits: StepLogits, attention: [AttentionRecord.Layer], aligning head: AlignmentHead?,
        _ context: Context
    ) {
        let next = NextTokens(
            logits, count: breadth,
            forbidden: rules.options.forbiddenTokens(at: length, end: rules.end),
            rules: historyRules, histories: histories, context)
        var firstRow = 0
        var remaining: [Beam] = []
        remaining.reserveCapacity(beams.count)
        for var beam in beams {
            let rowCount = beam.active.count
            if rules.options.coveragePenalty > 0, let last = attention.last {
                beam.cover { last.meanOverHeads(of: firstRow + $0) }
            }
            if beam.wantsAttention, !attention.isEmpty {
                beam.look { attention.alignment(by: head, of: firstRow + $0) }
            }
            beam.advance(by: next, length: length, firstRow: firstRow, rules, &tree)
            firstRow += rowCount
            if beam.isDone(length: length + 1, rules) {
                results[beam.sentence] = beam.results(rules, tree)
            } else {
                remaining.append(beam)
            }
        }
        beams = remaining
        length += 1
    }

    /// The tokens of every active hypothesis.
    private var histories: [[Int32]] {
        beams.flatMap { $0.active.map { tree.tokens(to: $0.node) } }
    }
}

extension [AttentionRecord.Layer] {
    /// What a hypothesis looks at by the head that aligns words, or by the mean of the last layer.
    fileprivate func alignment(by head: AlignmentHead?, of row: Int) -> [Float] {
        if let head, indices.contains(head.layer), head.head < self[head.layer].heads {
            return self[head.layer].weights(ofHead: head.head, in: row)
        }
        return self[count - 1].meanOverHeads(of: row)
    }
}
