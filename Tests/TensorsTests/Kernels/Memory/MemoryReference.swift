import CKernels
import Foundation

/// The equations of an external memory for one sequence, as the paper has them: slot by slot.
struct MemoryReference {
    let shape: ck_memory

    var slots: Int { Int(shape.slots) }
    var width: Int { Int(shape.width) }
    var writeHeads: Int { Int(shape.write_heads) }
    var heads: Int { Int(shape.write_heads + shape.read_heads) }
    var shifts: Int { Int(shape.shifts) }

    /// What directs one head.
    struct Head {
        var key: [Double]
        var shift: [Double]
        var strength, gate, sharpening: Double
        var erase: [Double] = []
        var add: [Double] = []

        /// All numbers with which the head addresses, in the order of a row of parameters.
        var addressing: [Double] { key + shift + [strength, gate, sharpening] }
    }

    /// Takes a row of parameters apart.
    func heads(_ row: [Double]) -> [Head] {
        var rest = row[...]
        func take(_ count: Int) -> [Double] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        var heads = (0..<heads).map { _ in
            Head(
                key: take(width), shift: take(shifts), strength: take(1)[0], gate: take(1)[0],
                sharpening: take(1)[0])
        }
        for head in 0..<writeHeads {
            heads[head].erase = take(width)
            heads[head].add = take(width)
        }
        return heads
    }

    /// Puts a row of parameters together.
    func row(_ heads: [Head]) -> [Double] {
        heads.flatMap(\.addressing) + heads.flatMap { $0.erase + $0.add }
    }

    func activated(_ raw: [Double]) -> [Double] {
        func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        func softplus(_ x: Double) -> Double { log(1 + exp(x)) }
        return row(
            heads(raw).map { head in
                Head(
                    key: head.key.map(tanh), shift: Self.softmax(head.shift),
                    strength: softplus(head.strength), gate: sigmoid(head.gate),
                    sharpening: 1 + softplus(head.sharpening), erase: head.erase.map(sigmoid),
                    add: head.add.map(tanh))
            })
    }

    /// Slot i of a memory that lies transposed.
    func slot(_ contents: [Double], _ i: Int) -> [Double] {
        (0..<width).map { contents[$0 * slots + i] }
    }

    /// Equations 5 and 6.
    func content(_ contents: [Double], _ head: Head) -> [Double] {
        func length(_ x: [Double]) -> Double { (x.reduce(1e-16) { $0 + $1 * $1 }).squareRoot() }
        let cosines = (0..<slots).map { i in
            let slot = slot(contents, i)
            return zip(slot, head.key).reduce(0) { $0 + $1.0 * $1.1 }
                / (length(slot) * length(head.key))
        }
        return Self.softmax(cosines.map { head.strength * $0 })
    }

    /// Equations 7, 8 and 9.
    func location(content: [Double], previous: [Double], _ head: Head) -> [Double] {
        let gated = zip(content, previous).map { head.gate * $0 + (1 - head.gate) * $1 }
        let shifted = (0..<slots).map { i in
            (0..<shifts).reduce(0.0) { sum, k in
                let from = (i - (k - shifts / 2) + slots) % slots
                return sum + gated[from] * head.shift[k]
            }
        }
        let powers = shifted.map { pow($0 + 1e-16, head.sharpening) }
        let total = powers.reduce(0, +)
        return powers.map { $0 / total }
    }

    /// Equations 3 and 4.
    func write(_ contents: [Double], _ weightings: [[Double]], _ heads: [Head]) -> [Double] {
        (0..<width * slots).map { place in
            let (c, i) = (place / slots, place % slots)
            let writers = zip(weightings, heads).prefix(writeHeads)
            let kept = writers.reduce(contents[place]) { $0 * (1 - $1.0[i] * $1.1.erase[c]) }
            return writers.reduce(kept) { $0 + $1.0[i] * $1.1.add[c] }
        }
    }

    /// Equation 2.
    func read(_ contents: [Double], _ weighting: [Double]) -> [Double] {
        (0..<slots).reduce([Double](repeating: 0, count: width)) { sum, i in
            zip(sum, slot(contents, i)).map { $0 + weighting[i] * $1 }
        }
    }

    static func softmax(_ x: [Double]) -> [Double] {
        let largest = x.max() ?? 0
        let powers = x.map { exp($0 - largest) }
        let total = powers.reduce(0, +)
        return powers.map { $0 / total }
    }
}

extension Array {
    /// Parts of equal length.
    func parts(_ count: Int) -> [[Element]] {
        let length = self.count / count
        return (0..<count).map { Array(self[$0 * length..<($0 + 1) * length]) }
    }
}
