/// Numbers sequences of symbols: equal sequences get the same number, different ones different
/// numbers.
///
/// A sequence is known by the number of all but its last symbol, and that symbol; so every n-gram
/// costs one look-up, whatever its length, and nothing is ever compared symbol by symbol. It is a
/// trie kept in one flat hash table with linear probing. The metrics make one for each segment.
struct NGramIndex {
    /// The number of the empty sequence.
    static let empty: UInt32 = 0

    /// An edge of the trie; `number` is 0 where the slot is free.
    private struct Slot {
        var key: UInt64 = 0
        var number: UInt32 = 0
    }

    private var slots: [Slot]
    private var shift: Int

    /// How many sequences have a number; these are 1 ... `count`.
    private(set) var count = 0

    /// An index without sequences, with room for about `capacity` before its table must grow.
    init(capacity: Int = 512) {
        let bits = Int.bitWidth - (max(capacity, 8) * 2 - 1).leadingZeroBitCount
        slots = [Slot](repeating: Slot(), count: 1 << bits)
        shift = UInt64.bitWidth - bits
    }

    /// The number of the sequence that has the number `prefix` followed by `symbol`.
    mutating func number(of prefix: UInt32, followedBy symbol: UInt32) -> UInt32 {
        let key = UInt64(prefix) << 32 | UInt64(symbol)
        var position = slot(for: key)
        if slots[position].number == 0 {
            if count * 2 >= slots.count {
                grow()
                position = slot(for: key)
            }
            count += 1
            slots[position] = Slot(key: key, number: UInt32(count))
        }
        return slots[position].number
    }

    /// The number of a word: of the sequence of its scalars.
    mutating func number(of word: ArraySlice<Unicode.Scalar>) -> UInt32 {
        var number = Self.empty
        for scalar in word {
            number = self.number(of: number, followedBy: scalar.value)
        }
        return number
    }

    /// The numbers of all n-grams of `symbols` with 1 ≤ n ≤ `order`.
    mutating func nGrams(of symbols: [UInt32], upTo order: Int) -> NGrams {
        var byOrder: [[UInt32]] = []
        var current = [UInt32](repeating: Self.empty, count: symbols.count)
        for n in 1..<(order + 1) {
            let count = max(0, symbols.count - n + 1)
            current.removeLast(current.count - count)
            for start in 0..<count {
                current[start] = number(
                    of: current[start], followedBy: symbols[start + n - 1])
            }
            byOrder.append(current)
        }
        return NGrams(byOrder: byOrder)
    }

    /// Where `key` is, or the free slot where it belongs.
    private func slot(for key: UInt64) -> Int {
        // Fibonacci hashing: the high bits of a product with 2⁶⁴ / golden ratio.
        var position = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(shift))
        while slots[position].number != 0, slots[position].key != key {
            position = (position + 1) & (slots.count - 1)
        }
        return position
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: old.count * 2)
        shift -= 1
        for entry in old where entry.number != 0 {
            slots[slot(for: entry.key)] = entry
        }
    }
}

/// The n-grams of one segment, as numbers of an `NGramIndex`.
struct NGrams {
    /// `[n - 1][position]`.
    let byOrder: [[UInt32]]

    /// How many n-grams there are of each n, `[n - 1]`.
    var totals: [Int] { byOrder.map(\.count) }

    /// How often each number occurs, `[number]`, for an index that holds `count` sequences.
    func occurrences(count: Int) -> [Int32] {
        var occurrences = [Int32](repeating: 0, count: count + 1)
        for numbers in byOrder {
            for number in numbers {
                occurrences[Int(number)] += 1
            }
        }
        return occurrences
    }

    /// How many n-grams of each n also occur in `reference`, each counted at most as often as it
    /// occurs there: `[n - 1]`.
    func matches(in reference: [Int32]) -> [Int] {
        var remaining = reference
        return byOrder.map { numbers in
            var matches = 0
            for number in numbers where remaining[Int(number)] > 0 {
                remaining[Int(number)] -= 1
                matches += 1
            }
            return matches
        }
    }
}
