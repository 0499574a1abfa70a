/// The random numbers of NumPy's `default_rng(seed)`: a seed sequence of 128 bits and PCG64 (O'Neill,
/// 2014, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number
/// Generation").
///
/// sacreBLEU draws the samples of its paired tests from it, so that the same seed has the same samples
/// here, and the tests the same outcome.
struct NumPyRandom: RandomNumberGenerator {
    private typealias Wide = (high: UInt64, low: UInt64)

    private static let multiplier: Wide = (0x2360_ED05_1FC6_5DA4, 0x4385_DF64_9FCC_F645)

    private var state: Wide = (0, 0)
    private let increment: Wide
    /// The upper half of the number drawn last, when only its lower half has been used.
    private var half: UInt32?
    private var bits: (word: UInt32, left: Int) = (0, 0)

    /// The generator of a seed.
    init(seed: UInt32) {
        let words = SeedSequence(entropy: seed).words(count: 4)
        increment = (words[2] << 1 | words[3] >> 63, words[3] << 1 | 1)
        step()
        state = Self.sum(state, (words[0], words[1]))
        step()
    }

    /// The next 64 random bits.
    mutating func next() -> UInt64 {
        step()
        let folded = state.high ^ state.low
        let turn = state.high >> 58
        return folded >> turn | folded << ((64 - turn) & 63)
    }

    /// The next 32 random bits: the lower half of a number, then the upper.
    private mutating func nextHalf() -> UInt32 {
        if let half {
            self.half = nil
            return half
        }
        let word: UInt64 = next()
        half = UInt32(word >> 32)
        return UInt32(truncatingIfNeeded: word)
    }

    /// A number below `bound`, all as probable (Lemire, 2019, "Fast Random Integer Generation in an
    /// Interval"), as `integers(0, bound)` and `choice(bound)` draw it.
    mutating func index(below bound: Int) -> Int {
        guard bound > 1 else { return 0 }
        let bound = UInt32(bound)
        var product = UInt64(nextHalf()) * UInt64(bound)
        if UInt32(truncatingIfNeeded: product) < bound {
            let threshold = (0 &- bound) % bound
            while UInt32(truncatingIfNeeded: product) < threshold {
                product = UInt64(nextHalf()) * UInt64(bound)
            }
        }
        return Int(product >> 32)
    }

    /// A truth value, as `integers(2, dtype=bool)` draws it: the bits of a number, the lowest first.
    mutating func coin() -> Bool {
        if bits.left == 0 { bits = (nextHalf(), 32) }
        defer { bits = (bits.word >> 1, bits.left - 1) }
        return bits.word & 1 != 0
    }

    private mutating func step() {
        let product = state.low.multipliedFullWidth(by: Self.multiplier.low)
        let high =
            product.high &+ state.high &* Self.multiplier.low
            &+ state.low &* Self.multiplier.high
        state = Self.sum((high, product.low), increment)
    }

    private static func sum(_ left: Wide, _ right: Wide) -> Wide {
        let low = left.low.addingReportingOverflow(right.low)
        return (left.high &+ right.high &+ (low.overflow ? 1 : 0), low.partialValue)
    }
}

/// NumPy's `SeedSequence`: a seed mixed into a pool of four words, from which states are made.
private struct SeedSequence {
    private var pool: [UInt32]

    init(entropy: UInt32) {
        var constant: UInt32 = 0x43B0_D7E5
        func hash(_ value: UInt32) -> UInt32 {
            var value = value ^ constant
            constant &*= 0x931E_8875
            value &*= constant
            return value ^ value >> 16
        }
        pool = [entropy, 0, 0, 0].map(hash)
        for source in pool.indices {
            for target in pool.indices where target != source {
                let mixed =
                    pool[target] &* 0xCA01_F9DD &- hash(pool[source]) &* 0x4973_F715
                pool[target] = mixed ^ mixed >> 16
            }
        }
    }

    /// Words of 64 bits, each of two of 32, the lower half first.
    func words(count: Int) -> [UInt64] {
        var constant: UInt32 = 0x8B51_F9DD
        let halves = (0..<2 * count).map { place in
            var value = pool[place % pool.count] ^ constant
            constant &*= 0x58F3_8DED
            value &*= constant
            return value ^ value >> 16
        }
        return (0..<count).map { UInt64(halves[2 * $0 + 1]) << 32 | UInt64(halves[2 * $0]) }
    }
}
