import Basics
public import Layers
import Text
public import Translation

/// What a model looks at while it predicts a translation: the weights of all attentions that it has.
public struct InspectedAttention: Sendable, Equatable, Codable {
    /// The attention of one site in one layer.
    public struct Layer: Sendable, Equatable, Codable {
        /// Which of the three attentions.
        public let site: AttentionSite
        /// The layer, from 0.
        public let layer: Int
        /// The weights of every head: `[heads][queries][keys]`. A row's sum is 1, but for Neural Turing
        /// Machines.
        public let heads: [[[Float]]]

        /// The mean of all heads: `[queries][keys]`.
        public var mean: [[Float]] {
            heads.dropFirst().reduce(heads[0]) { sum, head in
                zip(sum, head).map { zip($0, $1).map(+) }
            }.map { row in row.map { $0 / Float(heads.count) } }
        }
    }

    /// The source.
    public let source: InspectedText
    /// The translation.
    public let target: InspectedText
    /// The attentions, site by site, from the lowest layer to the highest.
    public let layers: [Layer]

    /// The sites that there are.
    public var sites: [AttentionSite] {
        AttentionSite.allCases.filter { site in layers.contains { $0.site == site } }
    }

    /// The queries of a site: what looks.
    public func queries(of site: AttentionSite) -> InspectedText {
        site == .encoder ? source : target
    }

    /// The keys of a site: what is looked at. The decoder reads what it said, one place later.
    public func keys(of site: AttentionSite) -> InspectedText {
        site == .decoder ? target.shifted : source
    }

    /// The attention of a site in a layer.
    ///
    /// - Parameters:
    ///   - layer: From 0; nil for the last.
    ///   - site: Which of the three attentions.
    /// - Throws: `CalqueError` that says which there are.
    public func layer(_ layer: Int? = nil, at site: AttentionSite) throws -> Layer {
        let there = layers.filter { $0.site == site }
        guard let last = there.last else {
            let names = sites.map(\.rawValue).joined(separator: ", ")
            throw CalqueError(
                "The model has no attention of the kind \(site.rawValue)"
                    + (names.isEmpty ? "." : ": it has \(names)."), kind: .configuration)
        }
        guard let layer else { return last }
        guard let found = there.first(where: { $0.layer == layer }) else {
            throw CalqueError(
                "The model has no layer \(layer) with \(site.rawValue) attention: ask for one of 0 to "
                    + "\(there.count - 1).", kind: .configuration)
        }
        return found
    }

    /// The weights of a head, or the mean of all: `[queries][keys]`.
    ///
    /// - Parameters:
    ///   - site: Which of the three attentions.
    ///   - selection: The layer and head.
    ///   - unit: What a row and a column stand for. A word's attention to a word is the mean over its
    ///     pieces of the sum over the other's.
    /// - Throws: `CalqueError` that says which there are.
    public func weights(
        at site: AttentionSite, _ selection: AttentionSelection = .init(),
        by unit: TextUnit = .words
    ) throws -> [[Float]] {
        let layer = try layer(selection.layer, at: site)
        let weights = try selection.head.map { try layer.weights(ofHead: $0) } ?? layer.mean
        return unit == .pieces
            ? weights : joined(weights, queries(of: site).words, keys(of: site).words)
    }

    private func joined(
        _ weights: [[Float]], _ queries: [InspectedText.Word], _ keys: [InspectedText.Word]
    ) -> [[Float]] {
        queries.map { query in
            keys.map { key in
                let sum = weights[query.pieces].reduce(Float(0)) {
                    $0 + $1[key.pieces].reduce(0, +)
                }
                return sum / Float(max(1, query.pieces.count))
            }
        }
    }
}

extension InspectedAttention.Layer {
    /// The weights of a head: `[queries][keys]`.
    ///
    /// - Throws: `CalqueError` that says which heads there are.
    public func weights(ofHead head: Int) throws -> [[Float]] {
        guard heads.indices.contains(head) else {
            throw CalqueError(
                "The \(site.rawValue) attention of layer \(layer) has no head \(head): ask for one of 0 "
                    + "to \(heads.count - 1).", kind: .configuration)
        }
        return heads[head]
    }
}

extension Translator {
    /// What the model looks at while it predicts a translation: all attentions that it has.
    ///
    /// - Parameters:
    ///   - source: A line, as one sentence.
    ///   - target: A translation; nil for the one that greedy search finds.
    /// - Throws: `CalqueError` when a side is empty or too long, or the model has no attention at all.
    public func inspectAttention(
        of source: String, to target: String? = nil
    ) async throws -> InspectedAttention {
        try await inspectAttention(of: try await pair(of: source, to: target))
    }

    func inspectAttention(of pair: EncodedPair) async throws -> InspectedAttention {
        let pass = try await pass(over: pair, recording: .attention)
        let attention = InspectedAttention(pair, pass, tokenizer)
        guard !attention.layers.isEmpty else {
            throw CalqueError(
                "The model has no attention: it reads the source into one vector, and nothing of it can "
                    + "be shown.", kind: .configuration)
        }
        return attention
    }
}

extension InspectedAttention {
    init(_ pair: EncodedPair, _ pass: RecordedPass, _ tokenizer: TranslationTokenizer) {
        source = InspectedText(pair.source, tokenizer.source)
        target = InspectedText(pair.target, tokenizer.target)
        layers = AttentionSite.allCases.flatMap { site in
            pass.layers.filter { $0.site == site }.enumerated().map { layer, record in
                let keys = site == .decoder ? pair.target.count : pair.source.count
                return Layer(
                    site: site, layer: layer,
                    heads: (0..<record.heads).map { head in
                        let weights = record.weights(ofHead: head, in: 0)
                        return stride(from: 0, to: weights.count, by: keys).map {
                            Array(weights[$0..<$0 + keys])
                        }
                    })
            }
        }
    }
}
