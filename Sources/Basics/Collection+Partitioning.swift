extension RandomAccessCollection where Index == Int {
    /// The first index at which a condition holds that holds from some index on; the end where it
    /// holds nowhere.
    ///
    /// - Parameter isBehind: The condition.
    package func partitioningIndex(where isBehind: (Element) throws -> Bool) rethrows -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if try isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
