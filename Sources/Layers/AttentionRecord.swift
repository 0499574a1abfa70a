public import Tensors

/// Which of the paper's three attentions (section 3.2.3).
public enum AttentionSite: String, Sendable, CaseIterable, Codable {
    /// Encoder self-attention: every source token looks at all source tokens.
    case encoder
    /// Masked decoder self-attention: every target token looks at itself and those before it.
    case decoder
    /// Encoder-decoder attention: every target token looks at the source.
    case encoderDecoder = "encoder-decoder"
}

/// Writes down what a pass of a model computes on its way: attention weights, and on request what they
/// are made of, what sublayers add, and where the heads of a memory are. Without a record nothing of
/// that is kept.
public final class AttentionRecord {
    /// What is written down.
    public struct Contents: OptionSet, Sendable {
        /// The bits.
        public let rawValue: Int

        /// The contents of some bits.
        public init(rawValue: Int) { self.rawValue = rawValue }

        /// The weights of the encoder's self-attention.
        public static let encoder = Contents(rawValue: 1)
        /// The weights of the decoder's masked self-attention.
        public static let decoder = Contents(rawValue: 2)
        /// The weights of the encoder-decoder attention.
        public static let encoderDecoder = Contents(rawValue: 4)
        /// The queries, keys and values of what attention there is.
        public static let projections = Contents(rawValue: 8)
        /// What every sublayer reads and adds, and what every stack has after each layer.
        public static let sublayers = Contents(rawValue: 16)
        /// What each head of what attention there is adds to the attention's output.
        public static let contributions = Contents(rawValue: 32)
        /// Where the heads of a Neural Turing Machine are on its memory.
        public static let weightings = Contents(rawValue: 64)
        /// The weights of all three attentions.
        public static let attention: Contents = [.encoder, .decoder, .encoderDecoder]

        func wants(_ site: AttentionSite) -> Bool {
            switch site {
            case .encoder: contains(.encoder)
            case .decoder: contains(.decoder)
            case .encoderDecoder: contains(.encoderDecoder)
            }
        }
    }

    /// One layer's weights.
    public struct Layer: Sendable {
        /// Which of a layer's attentions.
        public let site: AttentionSite
        /// The number of heads.
        public let heads: Int
        /// Where each sentence's query-key pairs begin when all pairs stand one after the other,
        /// then where the last one's end. `[sentences + 1]`
        public let pairOffsets: [Int]
        /// Sentence by sentence, head by head, `[queries, keys]` each.
        public let weights: [Float]
        /// What the weights are made of, where it is asked for.
        public let projections: Projections?
        /// Wᴼ, which the heads go through; nil where they do not.
        public let output: Parameter?
        /// What each head adds to the output of the attention: Att_h Wᴼ_h, with Wᴼ_h the columns of Wᴼ
        /// that belong to the head, and without the bias. `[heads][rows, d]`; empty where it is not
        /// asked for.
        public let contributions: [[Float]]

        /// A layer of its parts.
        public init(
            site: AttentionSite = .encoderDecoder, heads: Int, pairOffsets: [Int],
            weights: [Float], projections: Projections? = nil, output: Parameter? = nil,
            contributions: [[Float]] = []
        ) {
            precondition(
                weights.count == heads * (pairOffsets.last ?? 0),
                "\(weights.count) weights of \(heads) heads and \(pairOffsets.last ?? 0) pairs")
            self.site = site
            self.heads = heads
            self.pairOffsets = pairOffsets
            self.weights = weights
            self.projections = projections
            self.output = output
            self.contributions = contributions
        }
    }

    /// The queries, keys and values of an attention, all heads side by side.
    public struct Projections: Sendable {
        /// The columns of a head, d_k = d_v.
        public let headWidth: Int
        /// What scores are multiplied by: 1 / √d_k.
        public let scale: Float
        /// Whether a query sees only keys up to its own place.
        public let isCausal: Bool
        /// `[query rows, h · d_k]`
        public let queries: [Float]
        /// `[key rows, h · d_k]`
        public let keys: [Float]
        /// `[key rows, h · d_v]`
        public let values: [Float]
    }

    /// What a sublayer adds to the rows that it stands beside (section 3.1: x + Sublayer(x)).
    public struct Sublayer: Sendable {
        /// What it is.
        public enum Kind: Sendable, Equatable {
            /// An attention.
            case attention(AttentionSite)
            /// The recurrent unit that a decoder has in place of self-attention.
            case recurrentUnit
            /// The feed-forward network of the encoder's layer, or of the decoder's.
            case feedForward(Stack)
        }

        /// What it is.
        public let kind: Kind
        /// x. `[rows, d]`
        public let residual: [Float]
        /// Sublayer(x). `[rows, d]`
        public let added: [Float]
    }

    /// The half of the paper's figure 1 that layers are stacked in; of other models, what reads the
    /// source and what writes the translation.
    public enum Stack: String, Sendable, Codable {
        /// The left half.
        case encoder
        /// The right half.
        case decoder
    }

    /// Where the heads of a Neural Turing Machine are while it goes over the tokens of a side.
    public struct Weightings: Sendable {
        /// Which machine.
        public let stack: Stack
        /// The sizes of the memory and its heads.
        public let memory: MemoryShape
        /// The weightings of all heads at every token, in packed order, those of write heads first.
        /// `[rows, heads · slots]`
        public let weights: [Float]

        /// Those of all heads over the tokens of some rows: a sentence's.
        public func heads(in rows: Range<Int>) -> [HeadWeighting] {
            let width = memory.weightingCount
            return HeadWeighting.ofAllHeads(
                in: rows.map { weights[$0 * width..<($0 + 1) * width] }, of: memory)
        }
    }

    /// What is written down.
    public let contents: Contents
    /// The attentions so far, in the order in which they ran. A model leaves out those that it does not
    /// have: a decoder of recurrent units, self-attention.
    public private(set) var layers: [Layer] = []
    /// The sublayers so far, in the order in which they ran.
    public private(set) var sublayers: [Sublayer] = []
    /// What the decoder has before its first layer and after each. `[layers + 1][rows, d]`
    public private(set) var decoderStates: [[Float]] = []
    /// Where the heads of Neural Turing Machines are, the encoder's first.
    public private(set) var weightings: [Weightings] = []

    /// An empty record.
    public init(_ contents: Contents = .encoderDecoder) {
        self.contents = contents
    }

    /// The attentions of a site, from the lowest layer to the highest.
    public func layers(at site: AttentionSite) -> [Layer] { layers.filter { $0.site == site } }

    /// Adds an attention, if its site is asked for.
    public func append(_ layer: Layer) {
        if contents.wants(layer.site) { layers.append(layer) }
    }

    /// Adds what the decoder has before its first layer, or after the next one.
    package func append(decoderState x: Tensor) {
        if contents.contains(.sublayers) { decoderStates.append(x.array()) }
    }

    /// Adds where the heads of a Neural Turing Machine are, `[rows, heads · slots]`, if that is asked
    /// for.
    package func append(
        weighting: @autoclosure () -> Tensor, of memory: MemoryShape, in stack: Stack
    ) {
        guard contents.contains(.weightings) else { return }
        weightings.append(Weightings(stack: stack, memory: memory, weights: weighting().array()))
    }

    /// Writes a sublayer down, and returns what it adds.
    package func note(_ kind: Sublayer.Kind, on residual: Tensor, adding y: Tensor) -> Tensor {
        if contents.contains(.sublayers) {
            sublayers.append(Sublayer(kind: kind, residual: residual.array(), added: y.array()))
        }
        return y
    }

    /// Writes down the weights that `body` is given the place for.
    ///
    /// - Parameter contributions: What each head of the result of `body` adds to the output.
    func write(
        _ site: AttentionSite, heads: Int, pairOffsets: [Int], _ projections: Projections?,
        output: Parameter, _ body: (UnsafeMutablePointer<Float>?) -> Tensor,
        contributions: (Tensor) -> [[Float]]
    ) -> Tensor {
        var weights = [Float](repeating: 0, count: heads * (pairOffsets.last ?? 0))
        let result = weights.withUnsafeMutableBufferPointer { body($0.baseAddress) }
        append(
            Layer(
                site: site, heads: heads, pairOffsets: pairOffsets, weights: weights,
                projections: projections, output: output,
                contributions: contents.contains(.contributions) ? contributions(result) : []))
        return result
    }
}

extension AttentionRecord.Layer {
    /// A layer that has the heads of all given ones, which are of the same sentences.
    public init(joiningHeadsOf layers: [Self]) {
        let offsets = layers.first?.pairOffsets ?? [0]
        precondition(
            layers.allSatisfy { $0.pairOffsets == offsets }, "joining heads of other sentences")
        self.init(
            heads: layers.reduce(0) { $0 + $1.heads }, pairOffsets: offsets,
            weights: offsets.indices.dropLast().flatMap { sentence in
                layers.flatMap { $0.weights[$0.range(of: sentence)] }
            })
    }

    /// The mean of the heads' weights in a sentence, `[queries, keys]`.
    public func meanOverHeads(of sentence: Int) -> [Float] {
        let range = range(of: sentence)
        let pairs = range.count / max(heads, 1)
        return (0..<pairs).map { pair in
            let sum = (0..<heads).reduce(Float(0)) {
                $0 + weights[range.lowerBound + $1 * pairs + pair]
            }
            return sum / Float(heads)
        }
    }

    /// A head's weights in a sentence, `[queries, keys]`.
    public func weights(ofHead head: Int, in sentence: Int) -> [Float] {
        precondition(head >= 0 && head < heads, "head \(head) of \(heads)")
        let range = range(of: sentence)
        let pairs = range.count / heads
        let start = range.lowerBound + head * pairs
        return Array(weights[start..<start + pairs])
    }

    private func range(of sentence: Int) -> Range<Int> {
        heads * pairOffsets[sentence]..<heads * pairOffsets[sentence + 1]
    }
}
