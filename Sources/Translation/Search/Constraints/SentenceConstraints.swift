/// All that the translation of a sentence has to have in it.
///
/// What a translation has met is found by reading it from its beginning: at every place, the
/// longest spelling of what is not met yet counts, and reading goes on behind it; where none
/// begins, it goes on with the next token. So no token counts twice, and of two equal constraints
/// the second is met by a second occurrence.
struct SentenceConstraints: Sendable, Equatable {
    private let constraints: [TokenConstraint]
    private let marks: WordMarks
    /// The places of the constraints, those with the fewest spellings first: what one of them takes,
    /// another may do without.
    private let order: [Int]
    /// The first tokens of all spellings.
    private let beginnings: Set<Int32>

    init(_ constraints: [TokenConstraint], _ marks: WordMarks) {
        self.constraints = constraints
        self.marks = marks
        beginnings = Set(constraints.flatMap { $0.spellings.map { $0.tokens[0] } })
        order = constraints.indices.sorted {
            (constraints[$0].spellings.count, $0) < (constraints[$1].spellings.count, $1)
        }
    }

    /// The constraints without those that a translation of so many tokens has no room for, which
    /// nothing meets then.
    func fitting(in tokenCount: Int) -> SentenceConstraints {
        var room = tokenCount
        let fitting = constraints.map { constraint in
            guard constraint.length <= room else { return TokenConstraint([]) }
            room -= constraint.length
            return constraint
        }
        return SentenceConstraints(fitting, marks)
    }

    /// Whether a translation that has ended has all that it can have.
    func isComplete(_ ended: ConstraintState) -> Bool {
        constraints.indices.allSatisfy {
            ended.matches[$0] != nil || constraints[$0].spellings.isEmpty
        }
    }

    /// How many constraints there are.
    var count: Int { constraints.count }

    /// How many tokens all of them take at most.
    var tokenCount: Int { constraints.reduce(0) { $0 + $1.length } }

    /// The tokens of all spellings.
    var tokens: Set<Int32> { Set(constraints.flatMap { $0.spellings.flatMap(\.tokens) }) }

    /// The state of a translation without tokens.
    var start: ConstraintState { ConstraintState(count: count) }

    /// The state of a translation that goes on with a token.
    func state(_ state: ConstraintState, adding token: Int32) -> ConstraintState {
        var state = state
        if state.open.isEmpty, !beginnings.contains(token) {
            state.pass(token)
        } else {
            state.append(token)
            settle(&state, atEnd: false)
        }
        return state
    }

    /// The state of a translation that ends.
    func ended(_ state: ConstraintState) -> ConstraintState {
        var state = state
        settle(&state, atEnd: true)
        return state
    }

    /// How many tokens of what is wanted a translation has, as far as it has begun with it:
    /// ``tokenCount`` where it may end.
    func progress(_ state: ConstraintState) -> Int {
        let met = constraints.indices.reduce(0) {
            $0 + (state.matches[$1] == nil ? 0 : constraints[$1].length)
        }
        var pending = 0
        forEachOpen(state) { constraint, spelling in
            let missing = max(0, spelling.tokens.count - state.open.count)
            pending = max(pending, constraints[constraint].length - missing)
        }
        return met + pending
    }

    /// The tokens that bring a translation further: those that go on with what it has begun, and
    /// where it has begun with nothing, or something is whole, those that begin what is missing.
    func nextTokens(_ state: ConstraintState) -> Set<Int32> {
        var tokens: Set<Int32> = []
        var whole: Set<Int> = []
        forEachOpen(state) { constraint, spelling in
            if spelling.tokens.count > state.open.count {
                tokens.insert(spelling.tokens[state.open.count])
            } else {
                whole.insert(constraint)
            }
        }
        guard state.open.isEmpty || !whole.isEmpty else { return tokens }
        let last = state.open.last ?? state.before
        for constraint in constraints.indices
        where state.matches[constraint] == nil && whole != [constraint] {
            for spelling in constraints[constraint].spellings
            where canBegin(spelling, after: last) { tokens.insert(spelling.tokens[0]) }
        }
        return tokens
    }

    /// Whether some constraint is the translation of something that is known.
    var haveSources: Bool { constraints.contains { $0.source != nil } }

    /// The constraint that a translation has begun with, or has whole, with its last tokens.
    func begun(_ state: ConstraintState) -> Int? {
        var begun: Int?
        forEachOpen(state) { constraint, _ in begun = begun ?? constraint }
        return begun ?? state.lastMatch
    }

    /// The sources of all constraints that somebody waits for.
    var sources: [Range<Int>] {
        constraints.filter { !$0.spellings.isEmpty }.compactMap(\.source)
    }

    /// The source of a constraint.
    func source(of constraint: Int) -> Range<Int>? { constraints[constraint].source }

    // MARK: Reading

    /// Reads as much of the open tokens as no further token can change.
    private func settle(_ state: inout ConstraintState, atEnd: Bool) {
        while !state.open.isEmpty {
            var best: (constraint: Int, spelling: Int, count: Int)?
            for constraint in order where state.matches[constraint] == nil {
                for (place, spelling) in constraints[constraint].spellings.enumerated()
                where isAlong(spelling, state) {
                    switch standing(of: spelling, in: state, atEnd: atEnd) {
                    case .open: return
                    case .failed: continue
                    case .met:
                        if spelling.tokens.count > best?.count ?? 0 {
                            best = (constraint, place, spelling.tokens.count)
                        }
                    }
                }
            }
            if let best {
                state.meet(best.constraint, by: best.spelling, tokenCount: best.count)
            } else {
                state.pass()
            }
        }
    }

    private enum Standing {
        case open, met, failed
    }

    /// What becomes of a spelling that goes along with the open tokens.
    private func standing(
        of spelling: TokenConstraint.Spelling, in state: ConstraintState, atEnd: Bool
    ) -> Standing {
        let (wanted, there) = (spelling.tokens.count, state.open.count)
        if wanted > there { return atEnd ? .failed : .open }
        if wanted < there {
            return spelling.mayGoOn || !marks.goesOn(state.open[wanted]) ? .met : .failed
        }
        return atEnd || spelling.mayGoOn ? .met : .open
    }

    /// Calls `body` with every spelling of what is not met that has begun with the open tokens, or is
    /// all of them.
    private func forEachOpen(
        _ state: ConstraintState, _ body: (Int, TokenConstraint.Spelling) -> Void
    ) {
        guard !state.open.isEmpty else { return }
        for constraint in constraints.indices where state.matches[constraint] == nil {
            for spelling in constraints[constraint].spellings
            where spelling.tokens.count >= state.open.count && isAlong(spelling, state) {
                body(constraint, spelling)
            }
        }
    }

    /// Whether a spelling and the open tokens begin alike.
    private func isAlong(_ spelling: TokenConstraint.Spelling, _ state: ConstraintState) -> Bool {
        zip(spelling.tokens, state.open).allSatisfy { $0 == $1 }
            && canBegin(spelling, after: state.before)
    }

    private func canBegin(_ spelling: TokenConstraint.Spelling, after token: Int32?) -> Bool {
        switch spelling.beginning {
        case .anywhere: true
        case .atStart: token == nil
        case .afterSign: token.map(marks.endsInSign) ?? true
        }
    }
}

/// How far a translation is with what it has to have.
struct ConstraintState: Sendable, Equatable {
    /// What meets each constraint; nil where nothing does.
    private(set) var matches: [ConstraintMatch?]
    /// The last tokens, of which it is not decided yet what they meet.
    private(set) var open: [Int32] = []
    /// The token before them; nil at the beginning.
    private(set) var before: Int32?
    /// How many tokens are decided.
    private var decidedCount = 0

    /// The constraint that the last token meets, where it is decided at once.
    var lastMatch: Int? {
        open.isEmpty ? matches.firstIndex { $0?.tokens.upperBound == decidedCount } : nil
    }

    /// How many constraints are not met.
    var unmetCount: Int { matches.count { $0 == nil } }

    init(count: Int) {
        matches = Array(repeating: nil, count: count)
    }

    fileprivate mutating func append(_ token: Int32) { open.append(token) }

    /// Counts the first open tokens for a constraint.
    fileprivate mutating func meet(_ constraint: Int, by spelling: Int, tokenCount: Int) {
        matches[constraint] = ConstraintMatch(
            spelling: spelling, tokens: decidedCount..<decidedCount + tokenCount)
        decide(tokenCount)
    }

    /// Adds a token that counts for nothing, where there are no open ones.
    fileprivate mutating func pass(_ token: Int32) {
        before = token
        decidedCount += 1
    }

    /// Counts the first open token for nothing.
    fileprivate mutating func pass() { decide(1) }

    private mutating func decide(_ count: Int) {
        before = open[count - 1]
        open.removeFirst(count)
        decidedCount += count
    }
}
