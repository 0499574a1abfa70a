import AlgorithmicTasks
import Basics
import Testing

struct TaskTests {
    private static let none8 = [Float](repeating: 0, count: 8)

    @Test func copyAsksForWhatItShowed() {
        var random = RandomSource(seed: 1)
        let sequence = CopyTask().sequence(TaskSize(length: 5), using: &random)
        #expect(sequence.inputs.count == 11 && sequence.targets.count == 5)
        #expect(sequence.inputs.prefix(5).map { Array($0.prefix(8)) } == sequence.targets)
        #expect(sequence.inputs[5] == Self.none8 + [1])
        #expect(sequence.inputs.suffix(5).allSatisfy { $0 == Self.none8 + [0] })
        #expect(sequence.targets.joined().allSatisfy { $0 == 0 || $0 == 1 })
        #expect(Set(sequence.targets.joined()).count == 2)
    }

    @Test func repeatCopyAsksForAllCopiesAndAnEndMarker() {
        var random = RandomSource(seed: 1)
        let task = RepeatCopyTask()
        let sequence = task.sequence(TaskSize(length: 3, repeats: 4), using: &random)
        #expect(sequence.inputs.count == 3 + 1 + 12 + 1 && sequence.targets.count == 13)
        let shown = sequence.inputs.prefix(3).map { Array($0.prefix(8)) }
        for copy in 0..<4 {
            #expect(
                sequence.targets[3 * copy..<3 * copy + 3].map { Array($0) }
                    == shown.map { $0 + [0] })
        }
        #expect(sequence.targets[12] == Self.none8 + [1])
        // (4 − 5.5) / √8.25
        #expect(abs(sequence.inputs[3][8] - -0.522_233) < 1e-5)
    }

    @Test func recallAsksForTheItemAfterTheQuery() {
        var random = RandomSource(seed: 3)
        let sequence = AssociativeRecallTask().sequence(TaskSize(length: 4), using: &random)
        #expect(sequence.inputs.count == 4 * 4 + 5 + 3 && sequence.targets.count == 3)
        let items = (0..<4).map { item in
            sequence.inputs[item * 4 + 1..<item * 4 + 4].map { Array($0.prefix(6)) }
        }
        let query = sequence.inputs[17..<20].map { Array($0.prefix(6)) }
        let place = items.firstIndex(of: query)
        #expect(place.map { items[$0 + 1] } == sequence.targets)
        for step in [0, 4, 8, 12] { #expect(sequence.inputs[step].suffix(2) == [1, 0]) }
        for step in [16, 20] { #expect(sequence.inputs[step].suffix(2) == [0, 1]) }
    }

    @Test func sizesCoverTheirRanges() {
        var random = RandomSource(seed: 9)
        let sizes = (0..<2_000).map { _ in RepeatCopyTask().drawSize(using: &random) }
        #expect(Set(sizes).count == 100)
        let items = (0..<200).map { _ in AssociativeRecallTask().drawSize(using: &random).length }
        #expect(Set(items) == [2, 3, 4, 5, 6])
    }

    @Test func aBatchLiesStepByStep() {
        var random = RandomSource(seed: 1)
        let sequences = (0..<3).map { _ in
            CopyTask().sequence(TaskSize(length: 2), using: &random)
        }
        let batch = BitSequenceBatch(sequences)
        #expect(batch.count == 3 && batch.steps == 5 && batch.firstTarget == 3)
        #expect(Array(batch.inputs[3 * 9..<4 * 9]) == sequences[0].inputs[1])
        #expect(Array(batch.inputs[4 * 9..<5 * 9]) == sequences[1].inputs[1])
        #expect(Array(batch.targets[5 * 8..<6 * 8]) == sequences[2].targets[1])
    }

    @Test func oneItemIsNothingToRecall() {
        var task = AssociativeRecallTask()
        task.lengths = 1...3
        #expect(throws: CalqueError.self) { try task.validate() }
    }
}
