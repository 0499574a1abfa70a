/// A long line reduced to what a picture can show.
package enum Decimation {
    /// A place in the unit square of a plot; `nil` for `y` breaks the line.
    package struct Place: Sendable, Hashable {
        /// From 0, left, to 1, right.
        package var x: Double
        /// From 0, below, to 1, above; `nil` where the value is missing.
        package var y: Double?

        /// A place, or with `nil` a break.
        package init(x: Double, y: Double?) {
            self.x = x
            self.y = y
        }
    }

    /// At most two places for each of `columnCount` vertical strips: its lowest and its highest, in
    /// the order of the line. No peak is lost, however long the line; the first and the last place
    /// stay, too.
    ///
    /// A break shows where all places of a strip are missing. Lines of no more than two places a
    /// strip stay as they are.
    package static func extremes(of line: [Place], columnCount: Int) -> [Place] {
        precondition(columnCount > 0, "Decimation.extremes: \(columnCount) columns are too few")
        guard line.count > 2 * columnCount else { return line }
        let kept = strips(of: line, columnCount: columnCount).flatMap { extremes(of: $0) }
        return withEnds(of: line, kept)
    }

    /// One place for each of `columnCount` vertical strips: the mean of the places in it, or a
    /// break where all of them are missing.
    package static func means(of line: [Place], columnCount: Int) -> [Place] {
        precondition(columnCount > 0, "Decimation.means: \(columnCount) columns are too few")
        return strips(of: line, columnCount: columnCount).flatMap { strip -> [Place] in
            let present = strip.filter { $0.y != nil }
            guard !present.isEmpty else { return Array(strip.prefix(1)) }
            let count = Double(present.count)
            let sum = present.reduce((x: 0.0, y: 0.0)) { ($0.x + $1.x, $0.y + ($1.y ?? 0)) }
            return [Place(x: sum.x / count, y: sum.y / count)]
        }
    }

    /// The stretches of a line that lie in the same vertical strip.
    private static func strips(of line: [Place], columnCount: Int) -> [ArraySlice<Place>] {
        var strips: [ArraySlice<Place>] = []
        var start = line.startIndex
        while start < line.endIndex {
            let strip = Self.strip(of: line[start], columnCount: columnCount)
            let end =
                line[start...].firstIndex {
                    Self.strip(of: $0, columnCount: columnCount) != strip
                } ?? line.endIndex
            strips.append(line[start..<end])
            start = end
        }
        return strips
    }

    /// The vertical strip, counted from the left, in which a place lies; beyond the plot, its
    /// nearer end.
    package static func strip(of place: Place, columnCount: Int) -> Int {
        min(Int(min(max(place.x, 0), 1) * Double(columnCount)), columnCount - 1)
    }

    /// The lowest and the highest place of one strip, or a single break.
    private static func extremes(of strip: ArraySlice<Place>) -> [Place] {
        var lowest: (index: Int, y: Double)?
        var highest: (index: Int, y: Double)?
        for index in strip.indices {
            guard let y = strip[index].y else { continue }
            if y < lowest?.y ?? .infinity { lowest = (index, y) }
            if y > highest?.y ?? -.infinity { highest = (index, y) }
        }
        guard let lowest, let highest else { return Array(strip.prefix(1)) }
        if lowest.index == highest.index { return [strip[lowest.index]] }
        return [lowest.index, highest.index].sorted().map { strip[$0] }
    }

    private static func withEnds(of line: [Place], _ kept: [Place]) -> [Place] {
        let present = { (place: Place) in place.y != nil }
        guard let first = line.first(where: present), let last = line.last(where: present) else {
            return kept
        }
        let head = kept.first(where: present) == first ? [] : [first]
        let tail = kept.last(where: present) == last ? [] : [last]
        return head + kept + tail
    }

    /// How far a line goes up and down all told: for a smooth line about as far as its means, for a
    /// noisy one many times as far.
    package static func travel(of line: [Place]) -> Double {
        let heights = line.compactMap(\.y)
        return zip(heights, heights.dropFirst()).reduce(0) { $0 + abs($1.1 - $1.0) }
    }

    /// The stretches of a line between its breaks; none of them is empty.
    package static func runs(of line: [Place]) -> [[Place]] {
        line.split { $0.y == nil }.map(Array.init)
    }
}
