import CKernels
import Foundation
import Testing

struct TopKKernelTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let rows, classes, k: Int
        var testDescription: String { "\(rows)x\(classes), \(k)" }
    }

    static let cases = [
        Case(rows: 0, classes: 7, k: 1), Case(rows: 1, classes: 1, k: 1),
        Case(rows: 3, classes: 7, k: 7),
        Case(rows: 2, classes: 33, k: 4), Case(rows: 2, classes: 256, k: 10),
        Case(rows: 4, classes: 1000, k: 4),
        Case(rows: 2, classes: 10_001, k: 1),
    ]

    /// log-softmax in double, sorted; of equal logits the smaller index first.
    private func reference(_ logits: [Float], k: Int) -> [(index: Int, logProbability: Double)] {
        let largest = Double(logits.max() ?? 0)
        let logSum = largest + log(logits.map { exp(Double($0) - largest) }.reduce(0, +))
        let order = logits.indices.sorted { (-logits[$0], $0) < (-logits[$1], $1) }
        return order.prefix(k).map { ($0, Double(logits[$0]) - logSum) }
    }

    private func check(_ logits: [Float], _ bias: [Float]?, _ size: Case) {
        let values = KernelArray(.float32, count: size.rows * size.k)
        var indices = [Int32](repeating: -1, count: size.rows * size.k)
        ck_log_softmax_top_k(
            logits, bias, Int64(size.rows), Int64(size.classes), Int64(size.k), values.floats,
            &indices)
        let expected = (0..<size.rows).flatMap { r in
            let row = (0..<size.classes).map { logits[r * size.classes + $0] + (bias?[$0] ?? 0) }
            return reference(row, k: size.k)
        }
        #expect(indices.map { Int($0) } == expected.map(\.index))
        values.expect(expected.map(\.logProbability), relative: 1e-6, absolute: 2e-6)
    }

    @Test(arguments: cases)
    func findsTheLargest(size: Case) {
        var random = KernelRandom(UInt64(size.classes))
        let logits = random.floats(size.rows * size.classes, bound: 10)
        let bias = random.floats(size.classes)
        check(logits, nil, size)
        check(logits, bias, size)
    }

    @Test(arguments: cases)
    func breaksTiesByIndex(size: Case) {
        var random = KernelRandom(UInt64(size.classes))
        check(random.floats(size.rows * size.classes, bound: 2).map { $0.rounded() }, nil, size)
        check([Float](repeating: 1, count: size.rows * size.classes), nil, size)
    }

    @Test func forbiddenClassesComeLast() {
        let infinite = -Float.infinity
        var logits = [Float](repeating: infinite, count: 600)
        logits[599] = 2
        logits[300] = 2
        check(logits, nil, Case(rows: 1, classes: 600, k: 2))
    }

    @Test(arguments: [0, 5, 300, 599], [0x7FC0_0000, 0xFFFF_FFFF, 0x7F80_0001] as [UInt32])
    func aRowWithoutANumberHasNoProbabilities(place: Int, bits: UInt32) {
        var logits = [Float](repeating: 1, count: 1200)
        logits[place] = Float(bitPattern: bits)
        let values = KernelArray(.float32, count: 4)
        var indices = [Int32](repeating: -1, count: 4)
        ck_log_softmax_top_k(logits, nil, 2, 600, 2, values.floats, &indices)
        #expect(values.floats[0].isNaN && values.floats[1].isNaN)
        #expect(indices.allSatisfy { (0..<600).contains($0) })
        // The rows beside it keep theirs.
        #expect(abs(values.floats[2] + log(600)) < 1e-5)
    }

    @Test func risingLogitsReplaceEveryCandidate() {
        check((0..<2000).map { Float($0) / 10 }, nil, Case(rows: 1, classes: 2000, k: 10))
    }
}
