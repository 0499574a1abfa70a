/// The ways to spell a text with tokens, of which the last may go beyond it: what a translation
/// goes on with before it is free.
///
/// A place is a number of bytes of the text that have been spelled.
struct Spelling: Sendable, Equatable {
    /// A token, and the place after it.
    struct Step: Sendable, Equatable {
        let token: Int32
        let place: Int
    }

    /// How many tokens a tokenizer spells the text with.
    let tokenCount: Int
    /// The tokens that may come at every place. None leads to a place from which the
    /// end of the text cannot be reached.
    private let steps: [[Step]]

    /// The place where all is spelled.
    var end: Int { steps.count }

    /// The ways to spell a text; nil where there is none.
    ///
    /// - Parameters:
    ///   - text: The text, spaces as pieces have them.
    ///   - pieces: The pieces that tokens stand for, by the tokens' ids.
    ///   - tokenCount: How many tokens a tokenizer spells it with.
    init?(of text: String, with pieces: some Sequence<(id: Int32, piece: String)>, tokenCount: Int)
    {
        let text = Array(text.utf8)
        var places: [UInt8: [Int]] = [:]
        for (place, byte) in text.enumerated() { places[byte, default: []].append(place) }
        var steps = [[Step]](repeating: [], count: text.count)
        for (id, piece) in pieces {
            guard let first = piece.utf8.first, let starts = places[first] else { continue }
            for start in starts where zip(piece.utf8, text[start...]).allSatisfy({ $0 == $1 }) {
                let place = min(start + piece.utf8.count, text.count)
                steps[start].append(Step(token: id, place: place))
            }
        }
        var leads = [Bool](repeating: false, count: text.count) + [true]
        for place in steps.indices.reversed() {
            steps[place].removeAll { !leads[$0.place] }
            leads[place] = !steps[place].isEmpty
        }
        guard leads[0] else { return nil }
        self.steps = steps
        self.tokenCount = tokenCount
    }

    /// The tokens that may come at a place before the end.
    func tokens(at place: Int) -> [Int32] { steps[place].map(\.token) }

    /// The place after a token that may come at `place`; the end, once it is reached.
    func place(after token: Int32, at place: Int) -> Int {
        guard place < end else { return end }
        return steps[place].first { $0.token == token }?.place ?? end
    }
}
