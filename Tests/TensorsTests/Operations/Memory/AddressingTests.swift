import Foundation
import Tensors
import Testing

/// What the paper says about addressing (sections 3.3.1 and 3.3.2).
struct AddressingTests {
    private let context = Context(precision: .float32)
    private let shape = MemoryShape(
        slots: 8, width: 2, writeHeads: 1, readHeads: 0, shiftRange: 1)

    /// A row of parameters: the head's, and nothing to write.
    private func parameters(
        key: [Float] = [1, 0], shift: [Float] = [0, 1, 0], strength: Float = 1, gate: Float = 0,
        sharpening: Float = 1
    ) -> Tensor {
        let row = key + shift + [strength, gate, sharpening] + [0, 0, 0, 0]
        return context.tensor(row, 1, row.count)
    }

    private func moved(_ weighting: [Float], by parameters: Tensor) -> [Float] {
        let previous = context.tensor(weighting, 1, 8)
        let content = context.tensor([Float](repeating: 1 / 8, count: 8), 1, 8)
        return context.locationAddressing(
            content: content, previous: previous, parameters, shape
        ).array()
    }

    private func focus(_ slot: Int) -> [Float] { (0..<8).map { $0 == slot ? 1 : 0 } }

    @Test(arguments: [0, 3, 7])
    func aShiftGoesAroundTheRing(slot: Int) {
        let right = moved(focus(slot), by: parameters(shift: [0, 0, 1]))
        let left = moved(focus(slot), by: parameters(shift: [1, 0, 0]))
        let still = moved(focus(slot), by: parameters())
        #expect(zip(right, focus((slot + 1) % 8)).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(zip(left, focus((slot + 7) % 8)).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(zip(still, focus(slot)).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func sharpeningGathersWhatAShiftSpread() {
        let blurred = moved(focus(2), by: parameters(shift: [0.1, 0.8, 0.1]))
        let sharp = moved(focus(2), by: parameters(shift: [0.1, 0.8, 0.1], sharpening: 3))
        #expect(abs(blurred[2] - 0.8) < 1e-5)
        #expect(abs(sharp[2] - 0.512 / 0.514) < 1e-5)
    }

    @Test func theGateChoosesBetweenContentAndTheWeightingBefore() {
        let content = moved(focus(2), by: parameters(gate: 1))
        let half = moved(focus(2), by: parameters(gate: 0.5))
        #expect(content.allSatisfy { abs($0 - 0.125) < 1e-6 })
        #expect(abs(half[2] - 0.5625) < 1e-6 && abs(half[3] - 0.0625) < 1e-6)
    }

    @Test func contentFindsTheSlotOfTheKeysDirection() {
        // Transposed: first numbers, then second numbers of all slots. Slot 5 is (2, 2).
        let contents = context.tensor(
            [1, 1, 1, 1, 1, 2, 1, 1] + [0, 0, -1, 0, 0, 2, 0, 0], 1, 16)
        let weighting = context.contentAddressing(
            contents, parameters(key: [0.5, 0.5], strength: 30), shape
        ).array()
        #expect(weighting[5] > 0.99)
    }

    @Test func everyWeightingIsADistribution() {
        let wide = MemoryShape(slots: 21, width: 4, writeHeads: 2, readHeads: 2, shiftRange: 2)
        let raw = (0..<3 * wide.parameterCount).map { Float($0 * 37 % 101) / 12 - 4 }
        let directions = context.headParameters(
            context.tensor(raw, 3, wide.parameterCount), wide)
        let contents = context.tensor(
            (0..<3 * wide.contentCount).map { Float($0 * 29 % 97) / 40 - 1 }, 3,
            wide.contentCount)
        let content = context.contentAddressing(contents, directions, wide)
        let weighting = context.locationAddressing(
            content: content, previous: content, directions, wide)
        for tensor in [content, weighting] {
            for start in stride(from: 0, to: tensor.count, by: 21) {
                let weights = tensor.array()[start..<start + 21]
                #expect(abs(weights.reduce(0, +) - 1) < 1e-5)
                #expect(weights.allSatisfy { $0 >= 0 })
            }
        }
    }

    @Test func emptySlotsAndKeysAreNoReasonForInfinity() {
        let contents = context.tensor([Float](repeating: 0, count: 16), 1, 16)
        let weighting = context.contentAddressing(contents, parameters(key: [0, 0]), shape).array()
        #expect(weighting.allSatisfy { abs($0 - 0.125) < 1e-6 })
        // A focus that is nowhere near, sharpened far beyond the range of floats.
        let sharp = moved(focus(2), by: parameters(sharpening: 50))
        #expect(abs(sharp[2] - 1) < 1e-6 && sharp.allSatisfy { $0.isFinite })
    }
}
