import Layers

/// How many positions every hypothesis has, and where what the layers carry of them lies.
struct DecoderHistory {
    private let decoder: DecoderKind
    /// Positions of every hypothesis.
    private(set) var length = 0
    /// Where the keys and values of self-attention lie, which stay where a step left them.
    private(set) var keysAndValues: KeyValueHistory
    /// Where the states of recurrent units lie, which the next step moves.
    private var rows: HypothesisRows

    /// The history before the first position.
    init(_ decoder: DecoderKind, hypotheses: Int) {
        self.decoder = decoder
        keysAndValues = KeyValueHistory(hypotheses: hypotheses)
        rows = HypothesisRows(count: hypotheses)
    }

    /// Adds a position to every hypothesis.
    mutating func append() {
        length += 1
        if decoder == .selfAttention { keysAndValues.append() }
    }

    /// Keeps hypotheses `kept`, in that order; one may be kept several times.
    mutating func select(_ kept: [Int32]) {
        switch decoder {
        case .selfAttention: keysAndValues.select(kept)
        case .ssru: rows.select(kept)
        }
    }

    /// How the states of recurrent units are to be moved before a step of `count` rows, of which those
    /// after the last hypothesis are filler: see `HypothesisRows.settle`; nil where nothing is to be.
    ///
    /// - Parameter present: The rows that the states have now.
    mutating func settle(filledTo count: Int, from present: Int) -> [Int32]? {
        decoder == .ssru ? rows.settle(filledTo: count, from: present) : nil
    }
}
