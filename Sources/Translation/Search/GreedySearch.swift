import Layers
public import Models
public import Tensors
import Text

/// Takes the most probable token at every step; of equally probable ones, the one with the smaller
/// id.
public struct GreedySearch: Search {
    let options: SearchOptions

    /// The greedy search with the lengths, tokens and penalties of `options`.
    public init(_ options: SearchOptions) {
        self.options = options
    }

    /// See ``Search/translations(of:with:_:)``.
    public func translations<Model: TranslationModel>(
        of batch: SearchBatch, with model: Model, _ context: Context
    ) -> [[SearchResult]] {
        translations(of: batch, with: model, record: nil, context)
    }
}

extension GreedySearch: RecordingSearch {
    /// See ``RecordingSearch/translations(of:with:record:_:)``.
    package func translations<Model: TranslationModel>(
        of batch: SearchBatch, with model: Model, record: SearchRecord?, _ context: Context
    ) -> [[SearchResult]] {
        translations(of: batch, with: model, record: record, keeping: nil, context)
    }

    /// The translations of every sentence, as by the other forms.
    ///
    /// - Parameter attention: Gets what every translation looked at.
    func translations<Model: TranslationModel>(
        of batch: SearchBatch, with model: Model, record: SearchRecord?,
        keeping attention: KeptAttention?, _ context: Context
    ) -> [[SearchResult]] {
        guard !batch.sentences.isEmpty else { return [] }
        if batch.hasConstraints {
            precondition(record == nil, "a record of a search with constraints")
            return constrainedTranslations(of: batch, with: model, context)
        }
        let options = self.options.adapted(to: model)
        let rules = options.historyRules
        let breadth = record?.breadth ?? 1
        var hypotheses = SingleHypotheses(batch, options, for: model, record)
        var decoder = BatchDecoder(batch, options, by: model, context)
        while !hypotheses.areFinished {
            let attended = attention.map { _ in AttentionRecord() }
            let logits = decoder.step(
                hypotheses.latestTokens, of: hypotheses.sentences, record: attended, context)
            if let attended { attention?.append(attended, of: hypotheses.sentences) }
            let next = NextTokens(
                logits, count: breadth, forbidden: hypotheses.forbiddenTokens, rules: rules,
                histories: hypotheses.histories,
                context)
            hypotheses.extend(by: next) { row, _ in
                next.best(row)
            } among: { ranking, _ in
                ranking.first
            }
            if let record { hypotheses.note(next, in: record) }
            hypotheses.dropFinished(from: &decoder)
        }
        return hypotheses.results
    }
}

/// One hypothesis of every sentence, extended until all have finished: what greedy search and
/// sampling have in common.
struct SingleHypotheses {
    private let options: SearchOptions
    private let special: SpecialTokens
    private var hypotheses: [SingleHypothesis]
    /// The sentence of every row of the model's state.
    private var active: [Int]
    /// The tokens that the active hypotheses have.
    private var length = 0

    init(
        _ batch: SearchBatch, _ options: SearchOptions, for model: some TranslationModel,
        _ record: SearchRecord?
    ) {
        if let record { batch.sentences[record.sentence].requireNoPrefix(for: record) }
        self.options = options
        special = model.specialTokens
        let maximumLengths = batch.maximumLengths(options, for: model)
        hypotheses = zip(batch.sentences, maximumLengths).map {
            SingleHypothesis(of: $0, maximumLength: $1)
        }
        active = Array(hypotheses.indices)
    }

    /// Whether every hypothesis has finished.
    var areFinished: Bool { active.isEmpty }

    /// The sentence of every active hypothesis.
    var sentences: [Int] { active }

    /// The latest token of every active hypothesis.
    var latestTokens: [Int32] { active.map { hypotheses[$0].tokens.last ?? special.start } }

    /// The tokens of every active hypothesis.
    var histories: [[Int32]] { active.map { hypotheses[$0].tokens } }

    /// The tokens that may not come next.
    var forbiddenTokens: Set<Int32> { options.forbiddenTokens(at: length, end: special.end) }

    /// Extends every active hypothesis.
    ///
    /// - Parameters:
    ///   - choose: The next token of a row and sentence, or nil where none is possible. It is not
    ///     asked where a target prefix says what comes next.
    ///   - chooseAmong: The same of some tokens, the best first, where a prefix leaves a choice.
    mutating func extend(
        by next: NextTokens, choose: (_ row: Int, _ sentence: Int) -> NextTokens.Token?,
        among chooseAmong: (_ ranking: [NextTokens.Token], _ sentence: Int) -> NextTokens.Token?
    ) {
        for (row, sentence) in active.enumerated() {
            if let forced = hypotheses[sentence].forcedToken {
                hypotheses[sentence].append(next.forcedToken(forced, row: row))
            } else {
                let tokens = hypotheses[sentence].completingTokens
                let choice =
                    tokens.map { chooseAmong(next.ranking(of: $0, row: row), sentence) }
                    ?? choose(row, sentence)
                hypotheses[sentence].extend(
                    by: choice,
                    end: { next.forcedToken(special.end, row: row) }, special.end)
            }
        }
        length += 1
    }

    /// Writes down the step that was made, before what has finished is dropped.
    ///
    /// - Parameter probabilities: With which probability each token of a row was to be drawn,
    ///   `[vocabulary]`; nil where none is.
    func note(
        _ next: NextTokens, in record: SearchRecord,
        drawing probabilities: (_ row: Int) -> [Double]? = { _ in nil }
    ) {
        guard let row = active.firstIndex(of: record.sentence) else { return }
        let hypothesis = hypotheses[record.sentence]
        let result = hypothesis.isFinished ? hypothesis.result(options.lengthPenalty) : nil
        record.note(
            result == nil ? hypothesis.tokens.last ?? special.end : special.end,
            result.map { .finished(score: $0.score, isCutOff: $0.isCutOff) } ?? .taken,
            among: next, row: row, drawing: probabilities(row))
    }

    /// Takes the hypotheses that have finished out of the model's state.
    mutating func dropFinished(from decoder: inout BatchDecoder<some TranslationModel>) {
        let unfinished = active.indices.filter { !hypotheses[active[$0]].isFinished }
        guard unfinished.count < active.count else { return }
        if !unfinished.isEmpty { decoder.select(rows: unfinished.map(Int32.init)) }
        active = unfinished.map { active[$0] }
    }

    /// The translation of every sentence.
    var results: [[SearchResult]] { hypotheses.map { [$0.result(options.lengthPenalty)] } }
}

/// A translation that grows.
private struct SingleHypothesis {
    let prefix: [Int32]
    let completion: Spelling?
    let maximumLength: Int
    /// Whether the prefix is all of it.
    let isGiven: Bool
    private(set) var tokens: [Int32] = []
    private(set) var isFinished = false
    private var tokenLogProbabilities: [Float] = []
    private var score = 0.0
    private var isCutOff = false
    /// How much of the completion is spelled.
    private var spelled = 0

    init(of sentence: SearchSentence, maximumLength: Int) {
        prefix = sentence.targetPrefix
        precondition(
            prefix.count <= maximumLength,
            "a target prefix of \(prefix.count) tokens for a translation of \(maximumLength)")
        completion = sentence.completion
        isGiven = sentence.isGiven
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
        isCutOff = !isGiven && choice?.id != endID
    }

    private mutating func count(_ token: NextTokens.Token) {
        tokenLogProbabilities.append(token.logProbability)
        score += Double(token.score)
    }

    func result(_ lengthPenalty: LengthPenalty) -> SearchResult {
        SearchResult(
            tokens: tokens, tokenLogProbabilities: tokenLogProbabilities,
            penalizedLogProbability: score, lengthPenalty: lengthPenalty, isCutOff: isCutOff)
    }
}
