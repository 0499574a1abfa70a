/// How often texts have come, by hashes of 48 bits: eight bytes a text.
///
/// Two of ten million texts have the same hash with a probability of a sixth; one of them is then
/// taken for the other.
struct Sightings {
    /// The most texts that are kept in mind; later ones are new whenever they come.
    let limit: Int
    /// Whether the limit was reached.
    private(set) var isFull = false
    /// The texts that are kept in mind.
    private(set) var count = 0
    /// 48 bits of the hash, and 16 of the number of times; 0 for nothing.
    private var slots = [UInt64](repeating: 0, count: 1 << 12)

    init(limit: Int) { self.limit = limit }

    /// Counts a text.
    ///
    /// - Parameter hash: A hash of it, all of whose bits are as good.
    /// - Returns: How often it has come, this time included; no more than 65,535.
    mutating func see(_ hash: UInt64) -> Int {
        let key = hash >> 16
        let place = place(of: key)
        let slot = slots[place]
        guard slot == 0 else {
            let times = min(slot & 0xFFFF + 1, 0xFFFF)
            slots[place] = key << 16 | times
            return Int(times)
        }
        guard count < limit else {
            isFull = true
            return 1
        }
        slots[place] = key << 16 | 1
        count += 1
        if count > slots.count / 4 * 3 { grow() }
        return 1
    }

    /// How often a text has come.
    func times(_ hash: UInt64) -> Int { Int(slots[place(of: hash >> 16)] & 0xFFFF) }

    /// Where a text is, or could be.
    private func place(of key: UInt64) -> Int {
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: key) & mask
        while slots[place] != 0, slots[place] >> 16 != key { place = (place + 1) & mask }
        return place
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt64](repeating: 0, count: 2 * old.count)
        for slot in old where slot != 0 { slots[place(of: slot >> 16)] = slot }
    }
}
