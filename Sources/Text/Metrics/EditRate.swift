import Foundation

/// The least number of edits that TER finds between two sentences of words as numbers: single words
/// that are put in, left out or replaced, and phrases that move, each an edit.
///
/// To find the fewest is NP-hard, so Tercom searches greedily: it moves the phrase whose move lowers
/// the edit distance most, as long as one does. Which phrases may move, where to, and which of two
/// equal moves comes first are its rules, as sacreBLEU's `lib_ter.py` has them.
struct EditRate {
    /// The words of the longest phrase that moves.
    private static let longestShift = 10
    /// How far apart a phrase of the hypothesis and its place in the reference may begin.
    private static let farthestShift = 50
    /// How many moves are tried in a sentence.
    private static let mostCandidates = 1000

    private let reference: [UInt32]
    private var distance: BeamEditDistance
    private var candidateCount = 0

    /// The edits that make `hypothesis` into `reference`.
    static func edits(hypothesis: [UInt32], reference: [UInt32]) -> Int {
        guard !reference.isEmpty else { return hypothesis.count }
        var search = EditRate(
            reference: reference,
            distance: BeamEditDistance(
                reference: reference, hypothesisCount: hypothesis.count))
        return search.edits(of: hypothesis)
    }

    private init(reference: [UInt32], distance: BeamEditDistance) {
        self.reference = reference
        self.distance = distance
    }

    private mutating func edits(of hypothesis: [UInt32]) -> Int {
        var words = hypothesis
        var shifts = 0
        while true {
            let before = distance.setBase(words)
            guard let shift = bestShift(of: words, before: before),
                candidateCount < Self.mostCandidates, shift.gain > 0
            else { return shifts + before }
            words = Self.shifted(words, shift.start, shift.length, to: shift.target)
            shifts += 1
        }
    }

    /// A phrase of the hypothesis, the place that it moves to, and what that lowers the distance by.
    private struct Shift {
        let gain: Int
        let length: Int
        let start: Int
        let target: Int

        /// Whether it is to be preferred: it gains more, is longer, or comes earlier.
        func isBetter(than other: Shift) -> Bool {
            (gain, length, -start, -target)
                > (other.gain, other.length, -other.start, -other.target)
        }
    }

    private mutating func bestShift(of words: [UInt32], before: Int) -> Shift? {
        let alignment = distance.alignment()
        var best: Shift?
        for start in words.indices {
            let first = max(0, start - Self.farthestShift)
            let last = min(reference.count - 1, start + Self.farthestShift)
            for place in stride(from: first, through: last, by: 1) {
                var length = 0
                while length < Self.longestShift, start + length < words.count,
                    place + length < reference.count,
                    words[start + length] == reference[place + length]
                {
                    length += 1
                    guard alignment.isWorthwhile(start: start, place: place, length: length) else {
                        continue
                    }
                    for target in alignment.targets(of: place, length: length) {
                        let candidate = Self.shifted(words, start, length, to: target)
                        let shift = Shift(
                            gain: before - distance.distance(of: candidate), length: length,
                            start: start, target: target)
                        candidateCount += 1
                        if best.map(shift.isBetter) ?? true { best = shift }
                    }
                    if candidateCount >= Self.mostCandidates { return best }
                }
            }
        }
        return best
    }

    /// `words` with a phrase moved to before the word at `target`, counted in the words as they are.
    private static func shifted(
        _ words: [UInt32], _ start: Int, _ length: Int, to target: Int
    ) -> [UInt32] {
        let end = start + length
        let phrase = words[start..<end]
        var result: [UInt32] = []
        result.reserveCapacity(words.count)
        if target < start {
            result += words[..<target]
            result += phrase
            result += words[target..<start]
            result += words[end...]
        } else {
            // A place within the phrase is counted in the words without it.
            let place = min(target > end ? target : target + length, words.count)
            result += words[..<start]
            result += words[end..<place]
            result += phrase
            result += words[place...]
        }
        return result
    }
}

/// Which words of a hypothesis stand beside which of a reference, and where they differ.
struct EditAlignment {
    /// The place in the hypothesis of each word of the reference: of what is missing there, that of
    /// the word before it, -1 at the beginning.
    private(set) var places: [Int] = []
    /// For each word, how many errors there are before it.
    private var referenceErrors = [0]
    private var hypothesisErrors = [0]

    /// The alignment of edits, in the order of the words.
    fileprivate init(_ edits: some Sequence<BeamEditDistance.Edit>) {
        var place = -1
        for edit in edits {
            let error = edit == .keep ? 0 : 1
            if edit != .insertion {
                place += 1
                hypothesisErrors.append(hypothesisErrors[hypothesisErrors.count - 1] + error)
            }
            if edit != .deletion {
                places.append(place)
                referenceErrors.append(referenceErrors[referenceErrors.count - 1] + error)
            }
        }
    }

    /// Whether a phrase may move: it is wrong where it is, what it is to be is wrong too, and its
    /// place is not within it.
    ///
    /// - Parameters:
    ///   - start: Where the phrase begins in the hypothesis.
    ///   - place: Where it begins in the reference.
    ///   - length: How many words it has.
    func isWorthwhile(start: Int, place: Int, length: Int) -> Bool {
        hypothesisErrors[start + length] > hypothesisErrors[start]
            && referenceErrors[place + length] > referenceErrors[place]
            && !(start..<start + length).contains(places[place])
    }

    /// Before which words of the hypothesis a phrase may be put that begins at `place` in the
    /// reference.
    func targets(of place: Int, length: Int) -> [Int] {
        var targets: [Int] = []
        for word in place - 1..<place + length where word < places.count {
            let target = word < 0 ? 0 : places[word] + 1
            if targets.last != target { targets.append(target) }
        }
        return targets
    }
}

/// The edit distance between hypotheses of one length and a reference, near the diagonal only.
struct BeamEditDistance {
    /// What becomes of a word of the hypothesis or the reference.
    fileprivate enum Edit: UInt8 {
        case keep, substitution, deletion, insertion
    }

    private static let beamWidth = 25
    /// Of cells that are not reached; a few more do not overflow.
    private static let unreached = Int32.max / 2

    private let reference: [UInt32]
    private let count: Int
    private let width: Int
    private let beams: [Range<Int>]
    /// The hypothesis whose rows are kept, for those that begin in the same way.
    private var base: [UInt32] = []
    private var costs: [Int32]
    private var edits: [Edit]
    private var rows: ([Int32], [Int32])

    /// The distance from `reference` of hypotheses of so many words.
    init(reference: [UInt32], hypothesisCount count: Int) {
        self.reference = reference
        self.count = count
        width = reference.count + 1
        costs = [Int32](repeating: Self.unreached, count: (count + 1) * width)
        edits = [Edit](repeating: .insertion, count: (count + 1) * width)
        for column in 0..<width { costs[column] = Int32(column) }
        let row = [Int32](repeating: Self.unreached, count: width)
        rows = (row, row)
        beams = Self.beams(referenceCount: reference.count, count: count)
    }

    /// The columns of each row that are looked at, `[row]`.
    private static func beams(referenceCount: Int, count: Int) -> [Range<Int>] {
        let ratio = count == 0 ? 1 : Double(referenceCount) / Double(count)
        // Where lengths are so different, rows would not overlap.
        let half =
            Double(beamWidth) < ratio / 2
            ? Int((ratio / 2 + Double(beamWidth)).rounded(.up)) : beamWidth
        return (0...count).map { row in
            let diagonal = Int((Double(row) * ratio).rounded(.down))
            let last = row == count ? referenceCount + 1 : diagonal + half
            return max(0, diagonal - half)..<min(referenceCount + 1, last)
        }
    }

    /// Keeps the rows of a hypothesis, and says how far it is.
    mutating func setBase(_ words: [UInt32]) -> Int {
        base = words
        for row in stride(from: 1, through: count, by: 1) {
            let (above, start) = ((row - 1) * width, row * width)
            for column in 0..<width { costs[start + column] = Self.unreached }
            for column in beams[row] {
                guard column > 0 else {
                    costs[start] = costs[above] + 1
                    edits[start] = .deletion
                    continue
                }
                let isSame = words[row - 1] == reference[column - 1]
                var cost = costs[above + column - 1] + (isSame ? 0 : 1)
                var edit = isSame ? Edit.keep : .substitution
                if costs[above + column] + 1 < cost {
                    cost = costs[above + column] + 1
                    edit = .deletion
                }
                if costs[start + column - 1] + 1 < cost {
                    cost = costs[start + column - 1] + 1
                    edit = .insertion
                }
                costs[start + column] = cost
                edits[start + column] = edit
            }
        }
        return Int(costs[count * width + width - 1])
    }

    /// How far a hypothesis is that has the base's words in another order.
    mutating func distance(of words: [UInt32]) -> Int {
        var same = 0
        while same < count, words[same] == base[same] { same += 1 }
        for column in 0..<width { rows.0[column] = costs[same * width + column] }
        for row in stride(from: same + 1, through: count, by: 1) {
            for column in 0..<width { rows.1[column] = Self.unreached }
            let word = words[row - 1]
            for column in beams[row] {
                guard column > 0 else {
                    rows.1[0] = rows.0[0] + 1
                    continue
                }
                let kept = rows.0[column - 1] + (word == reference[column - 1] ? 0 : 1)
                rows.1[column] = min(kept, min(rows.0[column], rows.1[column - 1]) + 1)
            }
            swap(&rows.0, &rows.1)
        }
        return Int(rows.0[width - 1])
    }

    /// How the base's words stand beside those of the reference.
    func alignment() -> EditAlignment {
        var path: [Edit] = []
        var (row, column) = (count, width - 1)
        while row > 0 || column > 0 {
            let edit = row == 0 ? .insertion : edits[row * width + column]
            path.append(edit)
            if edit != .insertion { row -= 1 }
            if edit != .deletion { column -= 1 }
        }
        return EditAlignment(path.reversed())
    }
}
