import Basics
import Layers
import Text
import Translation

/// What is added up of the heads of one attention.
struct HeadSums: Sendable {
    let site: AttentionSite
    /// The attention, if its heads can have gates.
    let attention: GatedAttention?
    var patterns: [PatternSums]
    var similarity: SimilaritySums

    init(_ record: AttentionRecord.Layer) {
        site = record.site
        attention = GatedAttention(record)
        patterns = Array(repeating: PatternSums(), count: record.heads)
        similarity = SimilaritySums(heads: record.heads)
    }

    /// Counts the one text of a pass.
    mutating func add(_ record: AttentionRecord.Layer, keys: Int, queries: Int, hasEnd: Bool) {
        let weights = (0..<record.heads).map { head in
            let weights = record.weights(ofHead: head, in: 0)
            return stride(from: 0, to: weights.count, by: keys).map {
                Array(weights[$0..<$0 + keys])
            }
        }
        for (head, rows) in weights.enumerated() {
            patterns[head].add(rows, at: site, hasEnd: hasEnd)
        }
        similarity.add(weights: weights)
        if let width = record.outputWidth {
            similarity.add(contributions: record.contributions, rows: queries, width: width)
        }
    }

    static func += (total: inout HeadSums, other: HeadSums) {
        for head in total.patterns.indices { total.patterns[head] += other.patterns[head] }
        total.similarity += other.similarity
    }
}

extension AttentionRecord.Layer {
    /// d, where what the heads write was recorded.
    fileprivate var outputWidth: Int? { contributions.isEmpty ? nil : output?.rows }
}

extension Translator {
    /// What is added up of every attention, site by site.
    func headSums(
        over pairs: [EncodedPair], progress: @escaping @Sendable (Int) -> Void
    ) async throws -> [HeadSums] {
        let end = tokenizer.source.vocabulary.endID
        let ofPairs = try await passes(
            over: pairs, recording: [.attention, .contributions], named: "what heads do",
            progress: progress
        ) { pair, pass in
            pass.layers.map { record in
                var sums = HeadSums(record)
                sums.add(
                    record, keys: record.site == .decoder ? pair.target.count : pair.source.count,
                    queries: record.site == .encoder ? pair.source.count : pair.target.count,
                    hasEnd: record.site != .decoder && pair.source.last == end)
                return sums
            }
        }
        guard var total = ofPairs.first, !total.isEmpty else {
            throw CalqueError(
                "The model has no attention, and so no heads: it reads the source into one vector.",
                kind: .configuration)
        }
        for sums in ofPairs.dropFirst() {
            for place in total.indices { total[place] += sums[place] }
        }
        return AttentionSite.allCases.flatMap { site in total.filter { $0.site == site } }
    }
}
