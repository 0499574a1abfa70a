import Basics
public import Layers
import Text
public import Translation

/// What all attentions of a model are made of while it predicts a translation: queries, keys and
/// values, from which ``steps(at:layer:head:token:)`` takes any query's steps without running the
/// model again.
public struct InspectedProjections: Sendable, Equatable, Codable {
    /// What one head's weights are made of.
    public struct Head: Sendable, Equatable, Codable {
        /// Q W_i^Q, with its bias. `[queries][d_k]`
        public let queries: [[Float]]
        /// K W_i^K, with its bias. `[keys][d_k]`
        public let keys: [[Float]]
        /// V W_i^V, with its bias. `[keys][d_v]`
        public let values: [[Float]]
    }

    /// The heads of one site in one layer.
    public struct Layer: Sendable, Equatable, Codable {
        /// Which of the three attentions.
        public let site: AttentionSite
        /// The layer, from 0.
        public let layer: Int
        /// Whether the products of queries and keys are divided by √d_k.
        public let isScaled: Bool
        /// Whether a query sees nothing of what is to come.
        public let isCausal: Bool
        /// The heads.
        public let heads: [Head]
    }

    /// The weights that the model computed from them.
    public let attention: InspectedAttention
    /// Queries, keys and values, in the order of the attention's layers.
    public let layers: [Layer]

    /// The attention of one query, step by step.
    ///
    /// - Parameters:
    ///   - site: Which of the three attentions.
    ///   - layer: From 0; nil for the last.
    ///   - head: From 0.
    ///   - token: The query's place among those of the site, from 0.
    /// - Throws: `CalqueError` that says which there are.
    public func steps(
        at site: AttentionSite, layer: Int? = nil, head: Int = 0, token: Int = 0
    ) throws -> InspectedSteps {
        let weights = try attention.layer(layer, at: site)
        let row = try weights.weights(ofHead: head)
        let labels = attention.queries(of: site).pieces
        guard labels.indices.contains(token) else {
            throw CalqueError(
                "The \(site.rawValue) attention has no query token \(token): ask for one of 0 to "
                    + "\(labels.count - 1).", kind: .configuration)
        }
        guard let found = layers.first(where: { $0.site == site && $0.layer == weights.layer })
        else { preconditionFailure("weights of \(site) without projections") }
        let projections = found.heads[head]
        let keys = attention.keys(of: site).pieces
        return InspectedSteps(
            site: site, layer: weights.layer, head: head, token: token, query: labels[token],
            keys: keys, recordedWeights: row[token],
            steps: FuzzyDictionary(
                projections.queries[token].map(Double.init),
                projections.keys.map { $0.map(Double.init) },
                projections.values.map { $0.map(Double.init) },
                isMasked: keys.indices.map { found.isCausal && $0 > token },
                scale: found.isScaled ? nil : 1))
    }
}

extension Translator {
    /// What all attentions are made of while the model predicts a translation.
    ///
    /// - Parameters:
    ///   - source: A line, as one sentence.
    ///   - target: A translation; nil for the one that greedy search finds.
    /// - Throws: `CalqueError` when a side is empty or too long, the model's attention is no scaled
    ///   dot product, or its numbers are not finite.
    public func inspectProjections(
        of source: String, to target: String? = nil
    ) async throws -> InspectedProjections {
        try await inspectProjections(of: try await pair(of: source, to: target))
    }

    func inspectProjections(of pair: EncodedPair) async throws -> InspectedProjections {
        let pass = try await pass(over: pair, recording: [.attention, .projections])
        guard !pass.layers.isEmpty, pass.layers.allSatisfy({ $0.projections != nil }) else {
            throw CalqueError(
                "The model has no attention of queries, keys and values: only a Transformer's can "
                    + "be shown step by step.", kind: .configuration)
        }
        let projections = InspectedProjections(pair, pass, tokenizer)
        guard projections.isFinite else { throw CalqueError.notFinite("attends") }
        return projections
    }
}

extension InspectedProjections {
    init(_ pair: EncodedPair, _ pass: RecordedPass, _ tokenizer: TranslationTokenizer) {
        attention = InspectedAttention(pair, pass, tokenizer)
        layers = AttentionSite.allCases.flatMap { site in
            let queryCount = site == .encoder ? pair.source.count : pair.target.count
            let keyCount = site == .decoder ? pair.target.count : pair.source.count
            let records = pass.layers.filter { $0.site == site }.compactMap { record in
                record.projections.map { (heads: record.heads, projections: $0) }
            }
            return records.enumerated().map { layer, record in
                Layer(
                    site: site, layer: layer, isScaled: record.projections.scale != 1,
                    isCausal: record.projections.isCausal,
                    heads: (0..<record.heads).map {
                        Head(record.projections, head: $0, of: record.heads, queryCount, keyCount)
                    })
            }
        }
    }

    fileprivate var isFinite: Bool {
        layers.allSatisfy { layer in
            layer.heads.allSatisfy { head in
                [head.queries, head.keys, head.values].allSatisfy { rows in
                    rows.allSatisfy { $0.allSatisfy(\.isFinite) }
                }
            }
        }
    }
}

extension InspectedProjections.Head {
    /// The columns of a head; rows after the sentence are filler.
    fileprivate init(
        _ projections: AttentionRecord.Projections, head: Int, of heads: Int, _ queryCount: Int,
        _ keyCount: Int
    ) {
        let width = projections.headWidth
        func rows(_ matrix: [Float], _ count: Int) -> [[Float]] {
            (0..<count).map { row in
                let start = (row * heads + head) * width
                return Array(matrix[start..<start + width])
            }
        }
        queries = rows(projections.queries, queryCount)
        keys = rows(projections.keys, keyCount)
        values = rows(projections.values, keyCount)
    }
}
