extension Shortlist {
    /// The same lists for vocabularies whose pieces have other numbers.
    ///
    /// - Parameters:
    ///   - source: For every new source piece what it was; nil for one that is new and means nothing.
    ///   - target: The same for target pieces.
    package func numbered(source: [Int32?], target: [Int32?]) -> Shortlist {
        let isSame =
            source == (0..<Int32(sourceCount)).map { $0 }
            && target == (0..<Int32(targetCount)).map { $0 }
        guard !isSame else { return self }
        var places: [Int32: Int32] = [:]
        for (new, old) in target.enumerated() {
            if let old { places[old] = Int32(new) }
        }
        let known = 0..<Int32(sourceCount)
        let lists = source.map { old -> [Int32] in
            guard let old, known.contains(old) else { return [] }
            return self[old].compactMap { places[$0] }
        }
        // The first pieces are to be among the first.
        let frequent = (0..<Int32(frequentCount)).compactMap { places[$0] }.max() ?? -1
        return Shortlist(
            frequentCount: Int(frequent) + 1, bestCount: max(1, bestCount),
            targetCount: target.count, lists: lists)
    }
}
