extension InspectedPositions {
    /// How like each other vectors are, by their distance from 0 on. `[positions][d]`
    static func distances(between vectors: [[Float]]) -> [Distance] {
        let vectors = vectors.map { $0.map(Double.init) }
        let lengths = vectors.map { dotProduct($0, $0).squareRoot() }
        return vectors.indices.map { distance in
            let products = (0..<vectors.count - distance).map {
                dotProduct(vectors[$0], vectors[$0 + distance])
            }
            let cosines = products.enumerated().compactMap { place, product -> Double? in
                let scale = lengths[place] * lengths[place + distance]
                return scale > 0 ? product / scale : nil
            }
            return Distance(
                distance: distance, pairs: products.count,
                dotProduct: Spread(of: products),
                cosine: cosines.isEmpty ? nil : Spread(of: cosines))
        }
    }
}

extension InspectedPositions.Spread {
    /// The spread of at least one number.
    init(of numbers: [Double]) {
        let count = Double(max(1, numbers.count))
        let mean = numbers.reduce(0, +) / count
        let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.init(
            mean: mean, deviation: (squares / count).squareRoot(), smallest: numbers.min() ?? mean,
            largest: numbers.max() ?? mean)
    }
}
