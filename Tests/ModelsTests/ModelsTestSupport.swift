import Models
import Tensors
import Testing
import Text

extension Batch {
    /// Pairs of sentences, each with its end token, as a model takes them.
    init(
        _ sources: [[Int32]], _ targets: [[Int32]], _ model: some SequenceToSequenceModel,
        rowMultiple: Int = 32
    ) {
        let special = model.specialTokens
        self.init(
            pairs: Array(sources.indices), sources: sources.map { $0[...] },
            targets: targets.map { $0[...] }, startID: special.start,
            sourceFillerID: special.padding, targetFillerID: special.padding,
            rowMultiple: rowMultiple)
    }
}

extension Context {
    /// The loss of a batch, its gradients added to `gradients`.
    func gradients(
        of model: some SequenceToSequenceModel, _ batch: Batch, smoothing: Float = 0,
        into gradients: ParameterVector
    ) -> LossSums {
        backpropagate(into: gradients, dropout: nil) {
            model.loss(of: batch, smoothing: smoothing, self)
        }
    }
}

extension SequenceToSequenceModel {
    /// The most probable token at every step, up to 50 tokens more than the source has.
    func greedyTranslations(
        of source: PackedSentences, _ context: Context
    ) -> [[Int32]] {
        var state = encode(source, context)
        var translations = [[Int32]](repeating: [], count: source.count)
        for _ in 0..<source.longestCount + 50 {
            let tokens = translations.map { $0.last ?? specialTokens.start }
            let logits = step(tokens, &state, context).array()
            for row in translations.indices where translations[row].last != specialTokens.end {
                let values = logits[row * targetVocabularySize..<(row + 1) * targetVocabularySize]
                let best = values.indices
                    .filter { !suppressedTokens.contains(Int32($0 - values.startIndex)) }
                    .max { values[$0] < values[$1] }
                translations[row].append(best.map { Int32($0 - values.startIndex) } ?? -1)
            }
        }
        return translations
    }
}

extension ParameterVector {
    /// A copy of the numbers of one parameter. (The address that the subscript returns is good only
    /// while the vector is held.)
    func array(_ parameter: Parameter) -> [Float] {
        withExtendedLifetime(self) { Array(self[parameter]) }
    }
}

/// Records an issue at the worst element that is further from the expected than `relative` of the
/// largest expected magnitude and `absolute` together.
func expect(
    _ actual: [Float], _ expected: [Float], relative: Float = 1e-4, absolute: Float = 1e-6,
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    guard actual.count == expected.count else {
        Issue.record(
            "\(what): \(actual.count) numbers, not \(expected.count)",
            sourceLocation: sourceLocation)
        return
    }
    let allowed = relative * expected.reduce(0) { max($0, abs($1)) } + absolute
    let distances = zip(actual, expected).map { abs($0 - $1) }
    guard let worst = distances.indices.max(by: { distances[$0] < distances[$1] }) else { return }
    let isClose = distances.allSatisfy { $0 <= allowed }
    #expect(
        isClose,
        """
        \(what)[\(worst)] is \(actual[worst]), not \(expected[worst]); allowed is a difference of \
        \(allowed)
        """, sourceLocation: sourceLocation)
}
