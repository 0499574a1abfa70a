import Foundation

/// A seeded source of random numbers, passed to whatever needs one: there is no global seed.
///
/// SplitMix64 (Steele, Lea & Flood 2014): a counter passed through a mixing function. Its numbers
/// follow from the seed alone, on every machine and for ever, which is why drawing and shuffling
/// are written out here: the standard library promises no particular use of its generator.
///
/// `RandomSource(seed:path:)` can start anywhere without drawing what came before. A training
/// step's randomness is a function of (seed, update, worker), and the order of the data one of
/// (seed, epoch), which is what lets a run resume exactly.
public struct RandomSource: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The source of a seed.
    public init(seed: UInt64) {
        state = seed
    }

    /// The source at a place, such as (update, worker), in a tree of sources under one seed.
    public init(seed: UInt64, path first: Int, _ rest: Int...) {
        state = Self.mix(seed)
        for step in [first] + rest {
            state = Self.mix(state ^ UInt64(bitPattern: Int64(step) &+ 1))
        }
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// The mixing function, by itself a good hash of 64 bits.
    public static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number in `0 ..< bound`. The share of a number is off by at most `bound` in 2⁶⁴.
    public mutating func next(below bound: Int) -> Int {
        precondition(bound > 0, "a random number below \(bound)")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Brings the elements into a random order (Fisher & Yates, Durstenfeld's form).
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, next(below: last + 1))
        }
    }

    /// A number in `0 ..< 1`.
    public mutating func nextUniform() -> Float {
        Float(next() >> 40) * 0x1p-24
    }

    /// A number in `0 ..< 1` with all the bits of its type.
    public mutating func nextDouble() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number from the standard normal distribution (Box & Muller 1958).
    public mutating func nextNormal() -> Float {
        let radius = sqrt(-2 * log(1 - nextUniform()))
        return radius * cos(2 * .pi * nextUniform())
    }
}
