import Models

/// One hypothesis of every sentence, extended until all have ended: what greedy search and sampling
/// have in common.
struct Drafts {
    private let options: SearchOptions
    private let special: SpecialTokens
    private var drafts: [Draft]
    /// The sentence of every row of the model's state.
    private var live: [Int]
    /// The tokens that the live drafts have.
    private var length = 0

    init(_ batch: SearchBatch, _ options: SearchOptions, for model: some TranslationModel) {
        self.options = options
        special = model.specialTokens
        let maximumLengths = batch.maximumLengths(options, for: model)
        drafts = zip(batch.sentences, maximumLengths).map {
            Draft(of: $0, maximumLength: $1)
        }
        live = Array(drafts.indices)
    }

    /// Whether every draft has ended.
    var areFinished: Bool { live.isEmpty }

    /// The latest token of every live draft.
    var latestTokens: [Int32] { live.map { drafts[$0].tokens.last ?? special.start } }

    /// The tokens of every live draft.
    var histories: [[Int32]] { live.map { drafts[$0].tokens } }

    /// The tokens that may not come next.
    var forbiddenTokens: Set<Int32> { options.forbiddenTokens(at: length, end: special.end) }

    /// Extends every live draft.
    ///
    /// - Parameters:
    ///   - choose: The next token of a row and sentence, or nil where none is possible. It is not
    ///     asked where a target prefix says what comes next.
    ///   - chooseAmong: The same of some tokens, the best first, where a prefix leaves a choice.
    mutating func extend(
        by next: NextTokens, choose: (_ row: Int, _ sentence: Int) -> NextTokens.Token?,
        among chooseAmong: (_ ranking: [NextTokens.Token], _ sentence: Int) -> NextTokens.Token?
    ) {
        for (row, sentence) in live.enumerated() {
            if let forced = drafts[sentence].forcedToken {
                drafts[sentence].append(next.forcedToken(forced, row: row))
            } else {
                let tokens = drafts[sentence].completingTokens
                let choice =
                    tokens.map { chooseAmong(next.ranking(of: $0, row: row), sentence) }
                    ?? choose(row, sentence)
                drafts[sentence].extend(
                    by: choice,
                    end: { next.forcedToken(special.end, row: row) }, special.end)
            }
        }
        length += 1
    }

    /// Takes the drafts that have ended out of the model's state.
    mutating func dropFinished(from state: inout some DecoderState) {
        let unfinished = live.indices.filter { !drafts[live[$0]].isFinished }
        guard unfinished.count < live.count else { return }
        if !unfinished.isEmpty { state.select(rows: unfinished.map(Int32.init)) }
        live = unfinished.map { live[$0] }
    }

    /// The translation of every sentence.
    var results: [[SearchResult]] { drafts.map { [$0.result(options.lengthPenalty)] } }
}

/// A translation that grows.
private struct Draft {
    let prefix: [Int32]
    let completion: Spelling?
    let maximumLength: Int
    private(set) var tokens: [Int32] = []
    private(set) var isFinished = false
    private var tokenLogProbabilities: [Float] = []
    private var merit = 0.0
    private var isCutOff = false
    /// How much of the completion is spelled.
    private var spelled = 0

    init(of sentence: SearchSentence, maximumLength: Int) {
        prefix = sentence.targetPrefix
        precondition(
            prefix.count <= maximumLength,
            "a target prefix of \(prefix.count) tokens for a translation of \(maximumLength)")
        completion = sentence.completion
        self.maximumLength = maximumLength
    }

    /// What the prefix says comes next.
    var forcedToken: Int32? { tokens.count < prefix.count ? prefix[tokens.count] : nil }

    /// The tokens that may complete the prefix; nil when it is complete.
    var completingTokens: [Int32]? {
        completion.flatMap { spelled < $0.end ? $0.tokens(at: spelled) : nil }
    }

    mutating func append(_ token: NextTokens.Token) {
        tokens.append(token.id)
        count(token)
    }

    /// Goes on with the token that was chosen, or ends: with the end token, at the maximum length,
    /// or where no token is possible.
    mutating func extend(
        by choice: NextTokens.Token?, end: () -> NextTokens.Token, _ endID: Int32
    ) {
        if let choice, choice.id != endID, tokens.count < maximumLength {
            spelled = completion?.place(after: choice.id, at: spelled) ?? 0
            return append(choice)
        }
        count(end())
        isFinished = true
        isCutOff = choice?.id != endID
    }

    private mutating func count(_ token: NextTokens.Token) {
        tokenLogProbabilities.append(token.logProbability)
        merit += Double(token.merit)
    }

    func result(_ lengthPenalty: LengthPenalty) -> SearchResult {
        SearchResult(
            tokens: tokens, tokenLogProbabilities: tokenLogProbabilities,
            penalizedLogProbability: merit, lengthPenalty: lengthPenalty, isCutOff: isCutOff)
    }
}
