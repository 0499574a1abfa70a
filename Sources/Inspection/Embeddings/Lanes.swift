/// A vector of doubles, eight at a time, zeros at its end: what the processor computes at once.
typealias Lanes = [SIMD8<Double>]

extension Lanes {
    init(_ values: [Double]) {
        self = stride(from: 0, to: values.count, by: 8).map { start in
            var lane = SIMD8<Double>.zero
            for place in start..<Swift.min(start + 8, values.count) {
                lane[place - start] = values[place]
            }
            return lane
        }
    }

    /// The first `count` numbers.
    func values(_ count: Int) -> [Double] {
        (0..<count).map { self[$0 / 8][$0 % 8] }
    }

    func dot(_ other: Lanes) -> Double {
        var sum = SIMD8<Double>.zero
        for place in indices { sum += self[place] * other[place] }
        return sum.sum()
    }

    mutating func add(_ other: Lanes, times factor: Double) {
        for place in indices { self[place] += factor * other[place] }
    }

    mutating func scale(by factor: Double) {
        for place in indices { self[place] *= factor }
    }
}
