import Tensors

/// What a step of the decoder says about the next token of every hypothesis: the most probable
/// ones, less those that are forbidden.
struct NextTokens {
    private let logits: Tensor
    private let top: TopK
    private let forbidden: Set<Int32>

    /// - Parameters:
    ///   - logits: `[rows, vocabulary]`; row i belongs to hypothesis i.
    ///   - count: How many tokens of every row are wanted.
    ///   - forbidden: Tokens that are passed over.
    init(_ logits: Tensor, count: Int, forbidden: Set<Int32>, _ context: Context) {
        self.logits = logits
        self.forbidden = forbidden
        top = context.logSoftmaxTopK(logits, k: min(count + forbidden.count, logits.columns))
    }

    /// A token and log P of it.
    struct Token {
        let id: Int32
        let logProbability: Float
    }

    /// The first token of a row at `place` of its ranking or behind, and the place behind it; nil
    /// when the row offers no more. Places count from 0, the most probable token.
    func token(_ row: Int, from place: Int) -> (token: Token, next: Int)? {
        for place in place..<max(place, top.k) {
            let index = row * top.k + place
            // Impossible tokens come last, and no comparison holds for a number that is none.
            guard top.logProbabilities[index] > -.infinity else { return nil }
            let token = Token(id: top.indices[index], logProbability: top.logProbabilities[index])
            if !forbidden.contains(token.id) { return (token, place + 1) }
        }
        return nil
    }

    /// The most probable token of a row that is not forbidden, if any is possible.
    func best(_ row: Int) -> Token? { token(row, from: 0)?.token }

    /// log P of one token, probable or not: its logit's distance from that of the row's most
    /// probable token.
    func logProbability(of token: Int32, row: Int) -> Float {
        let rowStart = row * logits.columns
        let best = row * top.k
        let distance =
            logits.floats[rowStart + Int(token)]
            - logits.floats[rowStart + Int(top.indices[best])]
        return top.logProbabilities[best] + distance
    }
}
