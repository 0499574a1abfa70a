public import Models
public import Tensors
public import Text

/// Beam search, batched over sentences: after every step each sentence keeps the beam-size most
/// probable hypotheses.
///
/// A hypothesis that ends leaves the batch at once and another takes its place in the beam; a
/// sentence that is done (``StoppingRule``) leaves with all its hypotheses. What is fed to the
/// model are the live hypotheses and nothing else: one a sentence at first, up to beam size from
/// the second step on.
///
/// Log-probabilities are added in float64. Of equally probable continuations, that of the better
/// hypothesis is taken first, then that of the smaller token; of equal scores, the translation that
/// ended earlier is the better one.
public struct BeamSearch: Search {
    private let options: SearchOptions

    /// The beam search of `options`.
    public init(_ options: SearchOptions) {
        self.options = options
    }

    /// See ``Search/translations(of:with:_:)``.
    public func translations<Model: SequenceToSequenceModel>(
        of source: PackedSentences, with model: Model, _ context: Context
    ) -> [[SearchResult]] {
        guard source.count > 0 else { return [] }
        let options = self.options.adapted(to: model)
        var beams = Beams(
            Beam.Rules(options: options, end: model.specialTokens.end),
            maximumLengths: options.maximumLengths(for: source, with: model),
            start: model.specialTokens.start)
        var state = model.encode(source, context)
        while true {
            let logits = model.step(beams.tokens, &state, context)
            beams.advance(logits, context)
            if beams.isEmpty { return beams.results }
            state.select(rows: beams.rows, context)
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
    private var beams: [Beam]
    private var tree = TokenTree()
    /// The tokens that the live hypotheses have.
    private var length = 0

    init(_ rules: Beam.Rules, maximumLengths: [Int], start: Int32) {
        self.rules = rules
        results = Array(repeating: [], count: maximumLengths.count)
        beams = maximumLengths.enumerated().map {
            Beam(sentence: $0.offset, start: start, maximumLength: $0.element)
        }
    }

    /// Whether every sentence is done.
    var isEmpty: Bool { beams.isEmpty }

    /// Extends every hypothesis by what the model says comes next.
    mutating func advance(_ logits: Tensor, _ context: Context) {
        let next = NextTokens(
            logits, count: rules.options.beamSize + 1,
            forbidden: rules.options.forbiddenTokens(at: length, end: rules.end), context)
        var firstRow = 0
        var remaining: [Beam] = []
        remaining.reserveCapacity(beams.count)
        for var beam in beams {
            let rowCount = beam.live.count
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
}
