import Text

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
    ///   - pieces: The pieces that tokens stand for.
    ///   - tokenCount: How many tokens a tokenizer spells it with.
    init?(of text: String, with pieces: TextPieces, tokenCount: Int) {
        let text = Array(text.utf8)
        var steps = text.indices.map { start in
            pieces.pieces(alongside: text[start...]).map {
                Step(token: $0.token, place: min(start + $0.bytes.count, text.count))
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
