/// SplitMix64: the same numbers from the same seed on every machine and in every release.
///
/// The standard library's `random(in:using:)` and `shuffled(using:)` are free to change how they
/// use a generator, so the corpus draws with the methods below alone.
///
/// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
struct SplitMix64: Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// The generator's finalizer, on its own a good hash of 64 bits.
    static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number in 0 ..< bound, by the upper half of a 64 × 64 bit product.
    mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "SplitMix64.below needs a positive bound, got \(bound)")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// True in `percent` of a hundred draws.
    mutating func chance(_ percent: Int) -> Bool {
        below(100) < percent
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// One of the keys, each as often as its weight says.
    mutating func pick<Key>(weighted choices: KeyValuePairs<Key, Int>) -> Key {
        var draw = below(choices.reduce(0) { $0 + $1.value })
        for (key, weight) in choices {
            if draw < weight { return key }
            draw -= weight
        }
        preconditionFailure("SplitMix64.pick drew beyond the sum of the weights by \(draw)")
    }
}
