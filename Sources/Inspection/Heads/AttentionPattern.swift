import Foundation
package import Layers

/// Where the rows of an attention have their weight. Every number is a mean over all rows of all
/// texts that have such a key.
///
/// A row is a query: in self-attention a token that looks; in encoder-decoder attention the
/// prediction of a target token. A key is a token that is looked at; the keys of the decoder's
/// self-attention are what it reads, the start token first. In self-attention the place of a query is
/// that of its own token. In encoder-decoder attention it lies on the diagonal: query i of m belongs
/// to the place i (n − 1) / (m − 1) among n keys, so that first belongs to first and end to end; the
/// key nearest to that place counts as the same token.
public struct AttentionPattern: Sendable, Equatable, Codable {
    /// −Σ w log w of a row, in nats: 0 for a row that looks at one token, log n for one that looks at n
    /// tokens alike.
    public let entropy: Double
    /// Σ w |place of the query − place of the key|, in tokens.
    public let distance: Double
    /// The weight on the token before the same; nil where no row has one.
    public let previous: Double?
    /// The weight on the token after the same; nil where no row has one, as behind the decoder's mask.
    public let next: Double?
    /// The weight on the same token.
    public let same: Double
    /// The weight on the first token: a language token where there is one, and of the decoder the start
    /// token.
    public let first: Double
    /// The weight on the last token before the end token; nil for the decoder, whose last token nearly
    /// no row sees.
    public let last: Double?
    /// The weight on the end token; nil where no key is one, as in the decoder.
    public let end: Double?
}

/// A mean that is added up.
struct MeanSum: Sendable {
    private var sum = 0.0
    private var count = 0

    mutating func add(_ value: Double) {
        sum += value
        count += 1
    }

    static func += (total: inout MeanSum, other: MeanSum) {
        total.sum += other.sum
        total.count += other.count
    }

    /// Nil where nothing was added.
    var mean: Double? { count == 0 ? nil : sum / Double(count) }
}

/// Adds up what an ``AttentionPattern`` says.
package struct PatternSums: Sendable {
    private var entropy = MeanSum()
    private var distance = MeanSum()
    private var previous = MeanSum()
    private var next = MeanSum()
    private var same = MeanSum()
    private var first = MeanSum()
    private var last = MeanSum()
    private var end = MeanSum()

    /// Of no row yet.
    package init() {}

    /// Counts the rows of a head in a text.
    ///
    /// - Parameters:
    ///   - rows: The weights, `[queries][keys]`.
    ///   - site: Which of the three attentions.
    ///   - hasEnd: Whether the last key is an end token.
    package mutating func add(_ rows: [[Float]], at site: AttentionSite, hasEnd: Bool) {
        for (query, row) in rows.enumerated() {
            add(row, query, of: rows.count, at: site, hasEnd: hasEnd)
        }
    }

    private mutating func add(
        _ row: [Float], _ query: Int, of queries: Int, at site: AttentionSite, hasEnd: Bool
    ) {
        let place = Self.place(of: query, of: queries, at: site, keys: row.count)
        let own = Int(place.rounded())
        // The mask leaves the decoder's query the keys up to its own.
        let visible = site == .decoder ? min(query + 1, row.count) : row.count
        entropy.add(row.entropy)
        distance.add(
            row.enumerated().reduce(0) { $0 + Double($1.element) * abs(Double($1.offset) - place) })
        func count(_ key: Int, in sum: inout MeanSum) {
            if (0..<visible).contains(key) { sum.add(Double(row[key])) }
        }
        count(own - 1, in: &previous)
        count(own + 1, in: &next)
        count(own, in: &same)
        count(0, in: &first)
        guard site != .decoder else { return }
        count(row.count - (hasEnd ? 2 : 1), in: &last)
        if hasEnd { count(row.count - 1, in: &end) }
    }

    /// The place among the keys that a query belongs to.
    private static func place(
        of query: Int, of queries: Int, at site: AttentionSite, keys: Int
    ) -> Double {
        guard site == .encoderDecoder else { return Double(query) }
        return queries < 2 ? 0 : Double(query * (keys - 1)) / Double(queries - 1)
    }

    static func += (total: inout PatternSums, other: PatternSums) {
        total.entropy += other.entropy
        total.distance += other.distance
        total.previous += other.previous
        total.next += other.next
        total.same += other.same
        total.first += other.first
        total.last += other.last
        total.end += other.end
    }

    /// The means; nil where no row was counted.
    package var pattern: AttentionPattern? {
        guard let entropy = entropy.mean, let distance = distance.mean, let same = same.mean,
            let first = first.mean
        else { return nil }
        return AttentionPattern(
            entropy: entropy, distance: distance, previous: previous.mean, next: next.mean,
            same: same, first: first, last: last.mean, end: end.mean)
    }
}

extension [Float] {
    /// −Σ w log w in nats.
    var entropy: Double {
        reduce(0) { $0 + ($1 > 0 ? -Double($1) * log(Double($1)) : 0) }
    }
}
