import Translation

/// The tree of a search, as the page's script reads it: as much of it as can be looked at.
struct BeamData: Encodable, Sendable {
    struct Node: Encodable, Sendable {
        /// The place of the hypothesis that it follows.
        let parent: Int?
        let step: Int
        let piece: String
        let beginsWord: Bool
        let logProbability: Float
        /// The sum of its tokens' log-probabilities.
        let sum: Double
        let rank: Int?
        let fate: Fate
    }

    /// What became of a hypothesis: see ``InspectedBeam/Fate``.
    struct Fate: Encodable, Sendable {
        /// `kept`, `pruned`, `finished` or `open`.
        let kind: String
        var step: Int?
        var rank: Int?
        var score: Double?
        var isCutOff: Bool?
    }

    struct Translation: Encodable, Sendable {
        let text: String
        let logProbability: Double
        let score: Double
        let isCutOff: Bool
    }

    /// The most steps.
    static let mostSteps = 64
    /// What fell out of the beam with a rank after this one is left out.
    static let lastRank = 16

    let beamSize: Int
    let nodes: [Node]
    /// The places of the nodes on the way to the reference, as far as the search followed it.
    let reference: [Int]
    /// All that finished, the best first.
    let translations: [Translation]
    /// What became of the reference, in a sentence; empty where there is none.
    let caption: String
    /// How many hypotheses are not among the nodes.
    let hiddenCount: Int

    init(_ beam: InspectedBeam) {
        let ofReference = Set(beam.reference?.nodes ?? [])
        var places: [Int: Int] = [:]
        var nodes: [Node] = []
        for (place, node) in beam.nodes.enumerated() {
            let parent = node.parent.flatMap { places[$0] }
            // Without the one that it follows, it has no place in the tree.
            guard parent != nil || node.parent == nil,
                ofReference.contains(place) || Self.shows(node)
            else { continue }
            places[place] = nodes.count
            nodes.append(Node(node, parent: parent))
        }
        beamSize = beam.options.beamSize
        self.nodes = nodes
        reference = ofReference.compactMap { places[$0] }.sorted()
        translations = Self.translations(of: beam)
        caption = beam.caption
        hiddenCount = beam.nodes.count - nodes.count
    }

    private static func translations(of beam: InspectedBeam) -> [Translation] {
        let finished = beam.nodes.indices.compactMap {
            place -> (rank: Int, translation: Translation)? in
            let node = beam.nodes[place]
            guard case .finished(let rank, let score, let isCutOff) = node.fate else { return nil }
            let path = beam.path(to: place)
            return (
                rank,
                Translation(
                    text: beam.text(of: node.piece == InspectedText.end ? path.dropLast() : path),
                    logProbability: node.cumulativeLogProbability, score: score,
                    isCutOff: isCutOff)
            )
        }
        return finished.sorted { $0.rank < $1.rank }.map(\.translation)
    }

    private static func shows(_ node: InspectedBeam.Node) -> Bool {
        guard node.step <= mostSteps else { return false }
        guard case .pruned(let step, _) = node.fate, step == node.step else { return true }
        return node.rank.map { $0 <= lastRank } ?? true
    }
}

extension BeamData.Node {
    init(_ node: InspectedBeam.Node, parent: Int?) {
        self.parent = parent
        step = node.step
        piece = node.piece
        beginsWord = node.beginsWord
        logProbability = node.logProbability
        sum = node.cumulativeLogProbability
        rank = node.rank
        fate = BeamData.Fate(node.fate)
    }
}

extension BeamData.Fate {
    init(_ fate: InspectedBeam.Fate) {
        switch fate {
        case .kept: self.init(kind: "kept")
        case .open: self.init(kind: "open")
        case .pruned(let step, let rank): self.init(kind: "pruned", step: step, rank: rank)
        case .finished(let rank, let score, let isCutOff):
            self.init(kind: "finished", rank: rank, score: score, isCutOff: isCutOff)
        }
    }
}
