import Basics
public import Layers
public import Text

/// What the heads of a model's attentions do, over a text: where they look, how alike they are, and
/// how much depends on each.
public struct InspectedHeads: Sendable, Equatable, Codable {
    /// A pair of lines, each as one sentence.
    public struct Pair: Sendable, Equatable, Codable {
        /// The source.
        public var source: String
        /// The translation; nil for the one that greedy search finds.
        public var target: String?
        /// Which words belong together, by their places among what white space separates; nil where
        /// that is not known.
        public var alignment: Alignment?

        /// A pair of its lines.
        public init(source: String, target: String? = nil, alignment: Alignment? = nil) {
            self.source = source
            self.target = target
            self.alignment = alignment
        }
    }

    /// A head.
    public struct Head: Sendable, Equatable, Codable {
        /// Where it looks.
        public let pattern: AttentionPattern
        /// The alignment error rate of its attention against the reference alignments
        /// (`AlignmentErrorRate`), 0 to 1, as of ``InspectedHeads/Layer/alignmentError``; nil but for
        /// encoder-decoder attention of pairs whose alignment is known.
        public let alignmentError: Double?
        /// I_h = E_x |∂L(x) / ∂ξ_h|, in nats: how much the loss of a pair, −log P(Y | X), would change
        /// with a small change of the head's gate ξ_h (Michel, Levy & Neubig 2019, equation 2). Nil
        /// where nobody asked.
        public let gradient: Double?
        /// What the model is worth without it; nil where nobody asked.
        public let switchedOff: SwitchedOff?
    }

    /// What a model is worth without one of its heads (Michel, Levy & Neubig 2019, section 3.2).
    public struct SwitchedOff: Sendable, Equatable, Codable {
        /// The mean of −log p over the target tokens, in nats.
        public let loss: Double
        /// BLEU of what greedy search finds, 0 to 100.
        public let bleu: Double
        /// The difference of the loss from that of the whole model: positive where the head helps.
        public let lossDifference: Double
        /// The difference of BLEU from that of the whole model, negative where the head helps, with an
        /// interval by paired bootstrap resampling (Koehn 2004).
        public let bleuDifference: ConfidenceInterval
    }

    /// What the whole model is worth.
    public struct Whole: Sendable, Equatable, Codable {
        /// The mean of −log p over the target tokens, in nats.
        public let loss: Double
        /// BLEU of what greedy search finds, 0 to 100.
        public let bleu: Double
        /// How BLEU was computed, in sacreBLEU's form.
        public let signature: String
    }

    /// The heads of one attention.
    public struct Layer: Sendable, Equatable, Codable {
        /// Which of the three attentions.
        public let site: AttentionSite
        /// The layer, from 0.
        public let layer: Int
        /// The heads.
        public let heads: [Head]
        /// How alike their weights are, `[heads][heads]`: ``HeadSimilarity/weights``.
        public let divergence: [[Double]]
        /// How alike is what they write, `[heads][heads]`: ``HeadSimilarity/outputs``; nil where it does
        /// not go through one matrix, as in recurrent models, or a head writes nothing.
        public let cosine: [[Double]]?
        /// The alignment error rate of the mean of the heads.
        public let alignmentError: Double?
    }

    /// The number of pairs.
    public let pairs: Int
    /// The attentions, site by site, from the lowest layer to the highest.
    public let layers: [Layer]
    /// What the whole model is worth; nil where no head was switched off.
    public let whole: Whole?

    /// The sites that there are.
    public var sites: [AttentionSite] {
        AttentionSite.allCases.filter { site in layers.contains { $0.site == site } }
    }

    /// The layers of a site.
    ///
    /// - Throws: `CalqueError` that says which sites there are.
    public func layers(at site: AttentionSite) throws -> [Layer] {
        let there = layers.filter { $0.site == site }
        guard there.isEmpty else { return there }
        let names = sites.map(\.rawValue).joined(separator: ", ")
        throw CalqueError(
            "The model has no attention of the kind \(site.rawValue): it has \(names).",
            kind: .configuration)
    }

    /// The heads of a site in a layer.
    ///
    /// - Parameters:
    ///   - layer: From 0; nil for the last.
    ///   - site: Which of the three attentions.
    /// - Throws: `CalqueError` that says which there are.
    public func layer(_ layer: Int? = nil, at site: AttentionSite) throws -> Layer {
        let there = try layers(at: site)
        let layer = layer ?? there.count - 1
        guard there.indices.contains(layer) else {
            throw CalqueError(
                "The model has no layer \(layer) with \(site.rawValue) attention: ask for one of 0 to "
                    + "\(there.count - 1).", kind: .configuration)
        }
        return there[layer]
    }

    /// A head.
    ///
    /// - Throws: `CalqueError` that says which there are.
    public func head(_ head: Int, ofLayer layer: Int, at site: AttentionSite) throws -> Head {
        let layer = try self.layer(layer, at: site)
        guard layer.heads.indices.contains(head) else {
            throw CalqueError(
                "The \(site.rawValue) attention of layer \(layer.layer) has no head \(head): ask for "
                    + "one of 0 to \(layer.heads.count - 1).", kind: .configuration)
        }
        return layer.heads[head]
    }
}

extension InspectedHeads.Layer {
    /// How alike the heads are, `[heads][heads]`.
    ///
    /// - Throws: `CalqueError` when it is not known.
    public func similarity(_ kind: HeadSimilarity) throws -> [[Double]] {
        switch kind {
        case .weights: return divergence
        case .outputs:
            guard let cosine else {
                throw CalqueError(
                    "What the heads of layer \(layer) write is not known: their \(site.rawValue) "
                        + "attention has no output matrix of its own, or one of them writes nothing.",
                    kind: .configuration)
            }
            return cosine
        }
    }
}

/// What is known of a head, by name: for tables and pictures.
public enum HeadMeasure: String, Sendable, CaseIterable, Codable {
    /// ``AttentionPattern/entropy``.
    case entropy
    /// ``AttentionPattern/distance``.
    case distance
    /// ``AttentionPattern/previous``.
    case previous
    /// ``AttentionPattern/next``.
    case next
    /// ``AttentionPattern/same``.
    case same
    /// ``AttentionPattern/first``.
    case first
    /// ``AttentionPattern/last``.
    case last
    /// ``AttentionPattern/end``.
    case end
    /// ``InspectedHeads/Head/alignmentError``.
    case alignmentError = "alignment-error"
    /// ``InspectedHeads/Head/gradient``.
    case gradient
    /// ``InspectedHeads/SwitchedOff/lossDifference``.
    case loss
    /// The value of ``InspectedHeads/SwitchedOff/bleuDifference``.
    case bleu

    /// What it says of a head; nil where that is not known.
    public func value(of head: InspectedHeads.Head) -> Double? {
        let pattern = head.pattern
        return switch self {
        case .entropy: pattern.entropy
        case .distance: pattern.distance
        case .previous: pattern.previous
        case .next: pattern.next
        case .same: pattern.same
        case .first: pattern.first
        case .last: pattern.last
        case .end: pattern.end
        case .alignmentError: head.alignmentError
        case .gradient: head.gradient
        case .loss: head.switchedOff?.lossDifference
        case .bleu: head.switchedOff?.bleuDifference.value
        }
    }
}
