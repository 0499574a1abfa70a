import Text

/// What a translation has to begin with, on its way to the model and back.
///
/// All tokens of the prefix come as the tokenizer cuts it, but for those of a last word that the
/// translation may complete: the word may be half of one, and what half a word is cut into is
/// seldom how a whole word begins. There the search is held to tokens that spell what was written
/// (``Spelling``). The text is the prefix as it was written, whatever normalisation makes of it and
/// whatever the vocabulary lacks.
struct TargetPrefix: Sendable {
    /// The most tokens of a last word that are searched for anew: in text without spaces everything
    /// is one word.
    private static let mostCompleted = 4

    /// The tokens that come first.
    let tokens: [Int32]
    /// What is spelled after them; nil where no word may go on.
    let completion: Spelling?
    /// The prefix as it was written, without line breaks.
    let text: String
    /// What is spelled of it after the tokens.
    private let spelled: String

    /// A prefix; nil where the tokenizer leaves nothing of it.
    ///
    /// - Parameter isWhole: Whether it is all of the translation, and no word of it goes on.
    init?(_ text: String, _ tokenizer: SubwordTokenizer, isWhole: Bool = false) {
        var pieces = tokenizer.pieces(of: text)
        while pieces.last == SentencePieceModel.space { pieces.removeLast() }
        guard !pieces.isEmpty else { return nil }
        let ids = Array(tokenizer.encode(text).prefix(pieces.count))
        self.text = text.onOneLine
        guard !isWhole else {
            (tokens, completion, spelled) = (ids, nil, "")
            return
        }
        let start = Self.startOfCompletion(pieces, ids, tokenizer)
        let endsInSpace = text.unicodeScalars.last?.properties.isWhitespace == true
        let rest = endsInSpace ? SentencePieceModel.space : pieces[start...].joined()
        let completion = Spelling(
            of: rest, with: tokenizer.textPieces,
            tokenCount: endsInSpace ? 0 : ids.count - start)
        self.completion = completion
        tokens = endsInSpace || completion == nil ? ids : Array(ids[..<start])
        spelled = endsInSpace || completion == nil ? "" : tokenizer.decode(ids[start...])
    }

    /// Where the tokens begin that may be others: with the last word, after what the vocabulary
    /// lacks.
    private static func startOfCompletion(
        _ pieces: [String], _ ids: [Int32], _ tokenizer: SubwordTokenizer
    ) -> Int {
        let word = ids.lastIndex(where: tokenizer.beginsWord) ?? 0
        let fixed = ids.indices.last {
            ids[$0] == tokenizer.vocabulary.unknownID || !tokenizer.isText(pieces[$0])
        }
        return max(word, (fixed ?? -1) + 1, pieces.count - mostCompleted)
    }

    /// The text of a translation that begins with the prefix; nil where it was cut off before.
    ///
    /// - Parameter translation: All tokens of it, those of the prefix included.
    func text(of translation: [Int32], _ tokenizer: SubwordTokenizer) -> String? {
        let own = translation.dropFirst(tokens.count)
        let rest = tokenizer.decode(own).onOneLine
        guard rest.utf8.starts(with: spelled.utf8) else { return nil }
        let beginsWord = own.first.map(tokenizer.beginsWord) ?? false
        let separator = completion == nil && beginsWord ? " " : ""
        return text + separator
            + String(decoding: rest.utf8.dropFirst(spelled.utf8.count), as: UTF8.self)
    }

    /// How many tokens of a translation spell the prefix: all, if it was cut off before.
    func tokenCount(in translation: [Int32], _ tokenizer: SubwordTokenizer) -> Int {
        (tokens.count...max(tokens.count, translation.count)).first {
            text(of: Array(translation.prefix($0)), tokenizer) != nil
        } ?? translation.count
    }
}

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

    /// The tokens that may come anywhere.
    var tokens: Set<Int32> { Set(steps.joined().lazy.map(\.token)) }

    /// The tokens that may come at a place before the end.
    func tokens(at place: Int) -> [Int32] { steps[place].map(\.token) }

    /// The place after a token that may come at `place`; the end, once it is reached.
    func place(after token: Int32, at place: Int) -> Int {
        guard place < end else { return end }
        return steps[place].first { $0.token == token }?.place ?? end
    }
}
