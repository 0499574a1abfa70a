/// Which name was meant by one that does not exist.
package enum NearestName {
    /// The name that fewest letters have to be changed for; nil if that is more than half of them.
    package static func of(_ name: String, among names: [String]) -> String? {
        let spelled = name.lowercased().replacing("_", with: "-")
        let distances = names.map { (name: $0, distance: distance(Array(spelled), Array($0))) }
        guard let nearest = distances.min(by: { $0.distance < $1.distance }),
            2 * nearest.distance <= nearest.name.count
        else { return nil }
        return nearest.name
    }

    /// Letters to insert, delete or replace (Levenshtein 1965).
    private static func distance(_ first: [Character], _ second: [Character]) -> Int {
        var row = Array(0...second.count)
        for (i, letter) in first.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in second.enumerated() {
                let replaced = diagonal + (letter == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[second.count]
    }
}
