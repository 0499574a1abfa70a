public import Figures
import Foundation
import Translation

extension InspectedBeam {
    /// The tree of hypotheses as a picture: steps across, the hypotheses of a step by rank down,
    /// the widths of lines by the probability of the token that they lead to.
    ///
    /// The reference's path is outlined. The paths of the best translation and of the reference are
    /// shown wherever the tree is cut.
    ///
    /// - Parameters:
    ///   - model: What titles call the model; empty for nothing said.
    ///   - limits: How much is shown.
    public func figure(model: String = "", limits: TreeFigure.Limits = .init()) -> TreeFigure {
        let outlined = Set(reference?.nodes ?? [])
        let best = Set(translations.first.map { path(to: $0.node) } ?? [])
        let labels = labels
        return TreeFigure(
            title: (model.isEmpty ? "" : "\(model): ") + title, caption: caption,
            nodes: nodes.enumerated().map { place, node in
                TreeFigure.Node(
                    parent: node.parent, label: labels[place], note: note(of: place),
                    tooltip: tooltip(of: place),
                    weight: node.drawingProbability ?? exp(Double(node.logProbability)),
                    state: node.fate.state, isOutlined: outlined.contains(place),
                    isAlwaysShown: best.contains(place))
            },
            orderTitle: "rank",
            weightTitle: method == .sampling ? "probability of the draw" : "probability",
            outlineTitle: "reference",
            stateTitles: method == .sampling ? [.kept: "drawn", .pruned: "not drawn"] : [:],
            limits: limits)
    }

    /// What was searched, and for what.
    private var title: String {
        let words = source.words.dropLast().map(\.text).joined(separator: " ")
        return "\(methodTitle): \(words)"
    }

    private var methodTitle: String {
        guard let sampling = options.sampling else {
            return method == .greedy ? "Greedy search" : "Beam of \(options.beamSize)"
        }
        let limits = [
            sampling.topK.map { "top-k \($0)" },
            sampling.topP < 1 ? "top-p \(Self.text(sampling.topP))" : nil,
        ].compactMap { $0 }
        return
            (["Sampling, temperature \(Self.text(sampling.temperature))"] + limits
            + ["seed \(sampling.seed)"]).joined(separator: ", ")
    }

    /// What became of the reference, in a sentence; empty where there is none.
    public var caption: String {
        guard let reference else { return "" }
        let best = "the best found, \(Self.text(reference.bestScore))"
        let score = "\(reference.way); its score of \(reference.score.map(Self.text) ?? "")"
        return switch reference.verdict {
        case .found:
            "The reference is the best translation found, with a score of "
                + "\(Self.text(reference.bestScore))."
        case .searchError: "\(score) is above \(best): a search error."
        case .modelError: "\(score) is not above \(best): a model error."
        case .excluded: "\(reference.way); the options exclude it."
        }
    }

    /// What stands beside the nodes. Where two continuations of a hypothesis read alike, a dot
    /// tells the one that goes on with the word before it.
    private var labels: [String] {
        var counts: [String: Int] = [:]
        for node in nodes { counts["\(node.parent ?? -1) \(node.piece)", default: 0] += 1 }
        return nodes.map { node in
            if case .finished(let rank, _, _) = node.fate { return "\(node.piece) \(rank)." }
            let isShared = counts["\(node.parent ?? -1) \(node.piece)", default: 0] > 1
            return isShared && !node.beginsWord ? "·" + node.piece : node.piece
        }
    }

    /// The numbers beside a node.
    private func note(of place: Int) -> String {
        let node = nodes[place]
        guard node.parent != nil else { return "" }
        let probability = node.drawingProbability.map { ", p \(Self.text($0))" } ?? ""
        return Self.text(Double(node.logProbability)) + probability + node.fate.note(at: node.step)
    }

    private func tooltip(of place: Int) -> String {
        let node = nodes[place]
        guard node.parent != nil else { return "the empty hypothesis" }
        let probability = Self.text(exp(Double(node.logProbability)))
        let drawing = node.drawingProbability.map { "drawn with probability \(Self.text($0))" }
        return [
            text(of: place),
            "log P \(Self.text(Double(node.logProbability))), probability \(probability)",
            drawing,
            "sum \(Self.text(node.cumulativeLogProbability))",
            node.rank.map { "step \(node.step), rank \($0)" } ?? "step \(node.step)",
            node.fate.sentence(method),
        ].compactMap { $0 }.joined(separator: "\n")
    }

    private func text(of place: Int) -> String { text(of: path(to: place)) }

    /// Hypotheses that follow each other, as people read the last of them.
    func text(of path: [Int]) -> String {
        let pieces = path.map { place in
            let node = nodes[place]
            guard node.beginsWord else { return node.piece }
            return node.piece == InspectedText.space ? " " : " " + node.piece
        }
        return pieces.joined().trimmingCharacters(in: .whitespaces)
    }

    fileprivate static func text(_ value: Double) -> String {
        value.isFinite ? NumberText.short(value) : "\(value)"
    }
}

extension InspectedBeam.Fate {
    fileprivate var state: TreeFigure.State {
        switch self {
        case .kept: .kept
        case .pruned: .pruned
        case .finished: .finished
        case .open: .open
        }
    }

    /// What a terminal says of it, after the numbers.
    fileprivate func note(at step: Int) -> String {
        switch self {
        case .kept, .open: ""
        case .pruned(let end, let rank):
            (rank.map { ", rank \($0)" } ?? "") + (end == step ? "" : " in step \(end)")
        case .finished(_, let score, let isCutOff):
            ", score \(InspectedBeam.text(score))" + (isCutOff ? ", cut off" : "")
        }
    }

    fileprivate func sentence(_ method: InspectedBeam.Method) -> String {
        switch self {
        case .kept: method == .sampling ? "drawn" : "kept"
        case .pruned(let step, let rank):
            method == .sampling
                ? "not drawn"
                : "fell out of the beam in step \(step)" + (rank.map { " with rank \($0)" } ?? "")
        case .finished(let rank, let score, let isCutOff):
            "finished, score \(InspectedBeam.text(score)), rank \(rank)"
                + (isCutOff ? ", cut off" : "")
        case .open: "in the beam when the search ended"
        }
    }
}

extension InspectedBeam.Reference {
    /// How far the search followed it.
    fileprivate var way: String {
        switch outcome {
        case .found(let rank): "The reference finished with rank \(rank)"
        case .open(let step):
            "The reference was in the beam when the search ended after step \(step)"
        case .lost(let step, let rank):
            "The reference was lost in step \(step), where “\(tokens[step - 1].piece)” had log P "
                + InspectedBeam.text(Double(tokens[step - 1].logProbability))
                + (rank.map { " and rank \($0)" } ?? "")
        }
    }
}
