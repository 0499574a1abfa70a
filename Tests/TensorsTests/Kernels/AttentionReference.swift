import CKernels
import Foundation

/// Scaled dot-product attention (Vaswani et al. 2017, equation 1) and its gradient for packed
/// sentences, in double precision and nothing but loops. Matrices are [rows, heads * width], a
/// head's columns side by side.
struct AttentionReference {
    var segments: [ck_segment]
    var heads: Int
    var width: Int
    var isCausal: Bool
    var dropout: ck_dropout

    struct Gradients {
        var query, key, value: [Double]
    }

    private var scale: Double { 1 / Double(width).squareRoot() }

    private func dot(_ a: [Double], _ i: Int, _ b: [Double], _ j: Int, head: Int) -> Double {
        let columns = heads * width
        return (0..<width).map {
            a[i * columns + head * width + $0] * b[j * columns + head * width + $0]
        }
        .reduce(0, +)
    }

    /// softmax(scale * q . K) of query `i` of a segment, 0 where it does not see; and the logarithm
    /// of the sum of exponentials.
    private func weights(_ query: [Double], _ key: [Double], _ s: ck_segment, head: Int, i: Int)
        -> (row: [Double], logSum: Double)
    {
        let keys = Int(s.key_count)
        let seen = isCausal ? max(0, min(keys, i + 1 + keys - Int(s.query_count))) : keys
        let scores = (0..<seen).map { j in
            scale * dot(query, Int(s.query_start) + i, key, Int(s.key_start) + j, head: head)
        }
        let largest = scores.max() ?? 0
        let logSum =
            seen == 0 ? -.infinity : largest + log(scores.map { exp($0 - largest) }.reduce(0, +))
        return (
            scores.map { exp($0 - logSum) } + [Double](repeating: 0, count: keys - seen), logSum
        )
    }

    /// Calls `body` with every segment, head and query in turn, and the index of the query's first
    /// weight.
    private func forEachRow(_ body: (ck_segment, _ head: Int, _ i: Int, _ offset: Int) -> Void) {
        var offset = 0
        for s in segments {
            for head in 0..<heads {
                for i in 0..<Int(s.query_count) {
                    body(s, head, i, offset)
                    offset += Int(s.key_count)
                }
            }
        }
    }

    func forward(_ query: [Double], _ key: [Double], _ value: [Double])
        -> (out: [Double], logSums: [Double], weights: [Double])
    {
        let columns = heads * width
        var out = [Double](repeating: .nan, count: query.count)
        var logSums = [Double](repeating: .nan, count: query.count / columns * heads)
        var all: [Double] = []
        forEachRow { s, head, i, offset in
            let row = Int(s.query_start) + i
            let (p, logSum) = weights(query, key, s, head: head, i: i)
            all += p
            logSums[row * heads + head] = logSum
            for c in head * width..<(head + 1) * width {
                out[row * columns + c] = p.indices.map { j in
                    p[j] * dropout.factor(offset + j) * value[(Int(s.key_start) + j) * columns + c]
                }.reduce(0, +)
            }
        }
        return (out, logSums, all)
    }

    /// With A = dropout(P): dV = A^T dO, dP = dropout(dO V^T), dS = P (dP - sum of P dP), dQ =
    /// scale dS K, dK = scale dS^T Q.
    func backward(_ query: [Double], _ key: [Double], _ value: [Double], _ outGradient: [Double])
        -> Gradients
    {
        let columns = heads * width
        var g = Gradients(
            query: [Double](repeating: 0, count: query.count),
            key: [Double](repeating: 0, count: key.count),
            value: [Double](repeating: 0, count: value.count))
        forEachRow { s, head, i, offset in
            let row = Int(s.query_start) + i
            let p = weights(query, key, s, head: head, i: i).row
            let factors = p.indices.map { dropout.factor(offset + $0) }
            let dP = p.indices.map { j in
                factors[j] * dot(outGradient, row, value, Int(s.key_start) + j, head: head)
            }
            let correction = zip(p, dP).map(*).reduce(0, +)
            for j in p.indices {
                let dS = scale * p[j] * (dP[j] - correction)
                let keyRow = Int(s.key_start) + j
                for c in head * width..<(head + 1) * width {
                    g.value[keyRow * columns + c] +=
                        p[j] * factors[j] * outGradient[row * columns + c]
                    g.query[row * columns + c] += dS * key[keyRow * columns + c]
                    g.key[keyRow * columns + c] += dS * query[row * columns + c]
                }
            }
        }
        return g
    }
}
