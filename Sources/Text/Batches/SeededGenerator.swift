/// A random generator whose numbers follow from its seed alone, on every machine and for ever.
///
/// SplitMix64 (Steele, Lea & Flood 2014): a counter that is passed through a mixing function. Its
/// whole state is one number.
public struct SeededGenerator: RandomNumberGenerator, Codable, Equatable, Sendable {
    private var state: UInt64

    /// The generator at a place, such as (epoch, sentence), in a tree of generators under one seed.
    public init(seed: UInt64, path: Int...) {
        state = Self.mix(seed)
        for step in path { state = Self.mix(state ^ UInt64(bitPattern: Int64(step) &+ 1)) }
    }

    /// A number with 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number in `0 ..< bound`.
    ///
    /// Written out, like ``shuffle(_:)``, because the standard library promises no particular use
    /// of its generator. The share of a number is off by at most `bound` in 2⁶⁴.
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
}
