public import Models
public import Tensors
import Layers

/// Beam search, batched over sentences: after every step each sentence keeps the beam-size best
/// hypotheses, which are the most probable ones unless a repetition penalty says otherwise.
///
/// A hypothesis that ends leaves the batch at once and another takes its place in the beam; a
/// sentence that is done (``StoppingRule``) leaves with all its hypotheses. What is fed to the
/// model are the live hypotheses and nothing else: one a sentence at first, up to beam size from
/// the second step on.
///
/// Log-probabilities are added in float64. Of equally good continuations, that of the better
/// hypothesis is taken first, then that of the smaller token; of equal scores, the translation that
/// ended earlier is the better one.
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
        guard !batch.sentences.isEmpty else { return [] }
        let options = self.options.adapted(to: model)
        var beams = Beams(batch, options, for: model)
        var state = model.encode(batch.source, context)
        while true {
            let record = options.coveragePenalty > 0 ? AttentionRecord() : nil
            let logits = model.step(beams.tokens, &state, record: record, context)
            beams.advance(logits, attention: record?.layers.last, context)
            if beams.isEmpty { return beams.results }
            state.select(rows: beams.rows)
        }
    }
}

/// The beams of a batch.
private struct Beams {
    /// The latest token of every live hypothesis, beam by beam.
    var tokens: [Int32] { beams.flatMap { $0.live.map(\.token) } }
    /// The row of the step before that every live hypothesis continues.
    var rows: [Int32] { beams.flatMap { $0.live.map(\.row) } }
    /// The translations of every sentence that is done.
    private(set) var results: [[SearchResult]]

    private let rules: Beam.Rules
    private let historyRules: [any HistoryRule]
    private var beams: [Beam]
    private var tree = TokenTree()
    /// The tokens that the live hypotheses have.
    private var length = 0

    init(_ batch: SearchBatch, _ options: SearchOptions, for model: some TranslationModel) {
        rules = Beam.Rules(options: options, end: model.specialTokens.end)
        historyRules = options.historyRules
        results = Array(repeating: [], count: batch.sentences.count)
        beams = batch.maximumLengths(options, for: model).enumerated().map { index, length in
            Beam(
                of: batch.sentences[index], at: index, start: model.specialTokens.start,
                maximumLength: length)
        }
    }

    /// Whether every sentence is done.
    var isEmpty: Bool { beams.isEmpty }

    /// Extends every hypothesis by what the model says comes next.
    ///
    /// - Parameter attention: What every hypothesis looked at, when coverage is wanted.
    mutating func advance(
        _ logits: Tensor, attention: AttentionRecord.Layer?, _ context: Context
    ) {
        let next = NextTokens(
            logits, count: rules.options.beamSize + 1,
            forbidden: rules.options.forbiddenTokens(at: length, end: rules.end),
            rules: historyRules, histories: histories, context)
        var firstRow = 0
        var remaining: [Beam] = []
        remaining.reserveCapacity(beams.count)
        for var beam in beams {
            let rowCount = beam.live.count
            if let attention { beam.cover { attention.meanOverHeads(of: firstRow + $0) } }
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

    /// The tokens of every live hypothesis.
    private var histories: [[Int32]] {
        beams.flatMap { $0.live.map { tree.tokens(to: $0.node) } }
    }
}
