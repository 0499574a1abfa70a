import Layers
import Tensors
import Text

/// Puts the attention of the steps of a batch together, sentence by sentence.
final class StepwiseAttentionRecorder {
    private let heads: Int
    private let steps: TimeSteps
    private let keyCounts: [Int]
    private let queryCounts: [Int]
    private let pairOffsets: [Int]
    private let record: AttentionRecord
    private var weights: [Float]

    /// - Parameter steps: Those of the target.
    init(
        heads: Int, _ steps: TimeSteps, sourceOffsets: [Int], targetOffsets: [Int],
        _ record: AttentionRecord
    ) {
        self.heads = heads
        self.steps = steps
        self.record = record
        keyCounts = zip(sourceOffsets.dropFirst(), sourceOffsets).map(-)
        queryCounts = zip(targetOffsets.dropFirst(), targetOffsets).map(-)
        pairOffsets =
            AttentionSegments(queryOffsets: targetOffsets, keyOffsets: sourceOffsets).pairOffsets
        weights = [Float](repeating: 0, count: heads * (pairOffsets.last ?? 0))
    }

    /// Takes the weights of a step: in the order of `steps.sentences`, head by head.
    func add(_ step: Int, _ stepWeights: [Float]) {
        var rest = stepWeights[...]
        for sentence in steps.activeSentences(at: step) {
            let (keys, queries) = (keyCounts[sentence], queryCounts[sentence])
            for head in 0..<heads {
                let place = heads * pairOffsets[sentence] + (head * queries + step) * keys
                weights.replaceSubrange(place..<place + keys, with: rest.prefix(keys))
                rest = rest.dropFirst(keys)
            }
        }
    }

    /// Writes everything down.
    func finish() {
        record.append(
            AttentionRecord.Layer(heads: heads, pairOffsets: pairOffsets, weights: weights))
    }
}

extension TimeSteps {
    /// The steps of packed sentences.
    init(_ sentences: PackedSentences, reversed: Bool = false) {
        self.init(
            sentenceOffsets: sentences.offsets, rows: sentences.rows, reversed: reversed)
    }
}
