import Basics
import Foundation
import Text
public import Translation

extension Translator {
    /// How search goes through the translations of a line.
    ///
    /// - Parameters:
    ///   - source: The line, as one sentence.
    ///   - options: How to search.
    ///   - reference: A translation to be looked for, as the tokenizer cuts it; nil for none.
    ///   - alternatives: How many continuations of every step are shown, the best first; a beam
    ///     shows twice its size at least, the most that it looks at to be full.
    /// - Throws: `CalqueError` when an option is out of range or contradicts another, a side is
    ///   empty or too long, or the vocabulary lacks something of the reference; `CancellationError`
    ///   when the task is cancelled.
    public func inspectBeam(
        of source: String, _ options: SearchOptions = .init(), reference: String? = nil,
        alternatives: Int = 5
    ) async throws -> InspectedBeam {
        guard alternatives > 0 else {
            throw CalqueError(
                "\(alternatives) continuations of every step are to be shown: ask for 1 or more.",
                kind: .configuration)
        }
        try tokenizer.source.checkLanguageToken(of: source, name: "The line")
        try require(source, "The line")
        let wanted = try reference.map(encodedReference)
        let encoded = tokenizer.encodeSource(source)
        let search = try await recordedSearch(
            of: encoded, options,
            breadth: options.beamSize == 1
                ? alternatives : max(alternatives, options.beamSize * 2),
            reference: wanted ?? [])
        return InspectedBeam(
            search, source: InspectedText(encoded, tokenizer.source), options, tokenizer.target)
    }

    private func encodedReference(_ line: String) throws -> [Int32] {
        try require(line, "The reference")
        let ids = tokenizer.encodeTarget(line)
        let unknown = zip(ids, tokenizer.target.pieces(of: line)).filter {
            $0.0 == tokenizer.target.vocabulary.unknownID
        }
        guard unknown.isEmpty else {
            let pieces = unknown.map { "“\($0.1)”" }.joined(separator: ", ")
            throw CalqueError(
                "The model's vocabulary cannot write the reference: it lacks \(pieces).",
                kind: .input)
        }
        return ids
    }

    private func require(_ text: String, _ name: String) throws {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw CalqueError("\(name) is empty: there is nothing to search for.", kind: .input)
        }
    }
}

extension InspectedBeam {
    init(
        _ search: RecordedSearch, source: InspectedText, _ options: SearchOptions,
        _ tokenizer: SubwordTokenizer
    ) {
        let tree = RecordedTree(search.nodes)
        let pieces = PieceReader(tokenizer)
        self.source = source
        self.options = options
        let nodes = tree.order.map { tree.node(at: $0, pieces) }
        self.nodes = nodes
        let ends = tree.finished.prefix(search.results.count).map { tree.places[$0] }
        translations = zip(ends, search.results).map { end, result in
            Translation(
                node: end, text: tokenizer.decode(result.tokens),
                logProbability: result.logProbability, score: result.score)
        }
        reference = search.reference.map {
            Reference($0, nodes, bestScore: search.results[0].score, pieces)
        }
    }
}

/// Tokens as people read them.
private struct PieceReader {
    let tokenizer: SubwordTokenizer

    init(_ tokenizer: SubwordTokenizer) { self.tokenizer = tokenizer }

    func piece(_ id: Int32) -> String { InspectedText([id], tokenizer).pieces[0] }

    func text(_ ids: [Int32]) -> InspectedText { InspectedText(ids, tokenizer) }

    func beginsWord(_ id: Int32) -> Bool { tokenizer.beginsWord(id) }
}

/// The hypotheses of a record in the order of their steps and ranks.
private struct RecordedTree {
    private let nodes: [SearchRecord.Node]
    private let sums: [Double]
    private let children: [[Int]]
    private let stepCount: Int
    /// The places in the record, in order.
    let order: [Int]
    /// The places in the order, by those in the record.
    let places: [Int]
    /// The places in the record of all that finished, best first.
    let finished: [Int]
    private let finishedRanks: [Int: Int]

    init(_ nodes: [SearchRecord.Node]) {
        self.nodes = nodes
        var children = [[Int]](repeating: [], count: nodes.count)
        var sums: [Double] = []
        for (place, node) in nodes.enumerated() {
            sums.append(node.parent.map { sums[$0] + Double(node.logProbability) } ?? 0)
            if let parent = node.parent { children[parent].append(place) }
        }
        self.children = children
        self.sums = sums
        stepCount = nodes.map(\.step).max() ?? 0
        order = nodes.indices.sorted {
            (nodes[$0].step, nodes[$0].rank ?? .max, $0)
                < (nodes[$1].step, nodes[$1].rank ?? .max, $1)
        }
        var places = [Int](repeating: 0, count: nodes.count)
        for (place, original) in order.enumerated() { places[original] = place }
        self.places = places
        // Of equal scores, the translation that finished earlier is the better one.
        let scored = nodes.indices.compactMap { place in nodes[place].score(at: place) }
        finished = scored.sorted { ($0.score, $1.place) > ($1.score, $0.place) }.map(\.place)
        finishedRanks = Dictionary(
            uniqueKeysWithValues: finished.enumerated().map { ($1, $0 + 1) })
    }

    func node(at place: Int, _ pieces: PieceReader) -> InspectedBeam.Node {
        let node = nodes[place]
        let isRoot = node.parent == nil
        return InspectedBeam.Node(
            parent: node.parent.map { places[$0] }, step: node.step, id: node.token,
            piece: isRoot ? InspectedText.start : pieces.piece(node.token),
            beginsWord: !isRoot && pieces.beginsWord(node.token),
            logProbability: node.logProbability, cumulativeLogProbability: sums[place],
            penalizedLogProbability: node.score, rank: node.rank,
            drawingProbability: node.drawingProbability, fate: fate(of: place))
    }

    private func fate(of place: Int) -> InspectedBeam.Fate {
        let node = nodes[place]
        switch node.fate {
        case .passedOver: return .pruned(step: node.step, rank: node.rank)
        case .finished(let score, let isCutOff):
            return .finished(
                rank: finishedRanks[place] ?? 0, score: score, isCutOff: isCutOff)
        case .taken:
            let following = children[place].map { nodes[$0] }
            if following.contains(where: { $0.fate != .passedOver }) { return .kept }
            // Only the last step's hypotheses were not asked how they go on.
            if node.step == stepCount { return .open }
            return .pruned(step: node.step + 1, rank: following.compactMap(\.rank).min())
        }
    }
}

extension SearchRecord.Node {
    /// Its score, where it finished.
    fileprivate func score(at place: Int) -> (place: Int, score: Double)? {
        if case .finished(let score, _) = fate { (place, score) } else { nil }
    }
}

extension InspectedBeam.Reference {
    fileprivate init(
        _ given: GivenTranslation, _ nodes: [InspectedBeam.Node], bestScore: Double,
        _ pieces: PieceReader
    ) {
        text = pieces.text(given.tokens.map(\.id))
        tokens = zip(given.tokens, text.pieces).map { token, piece in
            Token(
                id: token.id, piece: piece, logProbability: token.logProbability, rank: token.rank)
        }
        logProbability = given.tokens.reduce(0) { $0 + Double($1.logProbability) }
        let score = given.score.isFinite ? given.score : nil
        self.score = score
        self.bestScore = bestScore
        let path = Self.path(of: given, in: nodes)
        self.nodes = path
        let outcome = Self.outcome(of: path.last ?? 0, in: nodes)
        self.outcome = outcome
        switch outcome {
        case .found(let rank): verdict = rank == 1 ? .found : .modelError
        default:
            verdict = score.map { $0 > bestScore ? .searchError : .modelError } ?? .excluded
        }
    }

    /// The hypotheses that begin a translation.
    private static func path(
        of given: GivenTranslation, in nodes: [InspectedBeam.Node]
    ) -> [Int] {
        var path: [Int] = []
        for token in given.tokens {
            let parent = path.last ?? 0
            guard let next = nodes.firstIndex(where: { $0.parent == parent && $0.id == token.id })
            else { break }
            path.append(next)
        }
        return path
    }

    /// - Parameter place: The last hypothesis that begins it.
    private static func outcome(of place: Int, in nodes: [InspectedBeam.Node]) -> Outcome {
        let node = nodes[place]
        switch node.fate {
        case .finished(let rank, _, _): return .found(rank: rank)
        case .open: return .open(step: node.step)
        case .pruned(node.step, let rank): return .lost(step: node.step, rank: rank)
        case .pruned, .kept: return .lost(step: node.step + 1, rank: nil)
        }
    }
}
