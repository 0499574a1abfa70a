import CKernels
import Tensors

/// The attention of packed sentences: `Reference.Attention` for every segment and head. Matrices are
/// [rows, heads * width], a head's columns side by side.
struct PackedAttention {
    var segments: [ck_segment]
    var heads: Int
    var width: Int
    var isCausal: Bool
    var dropout: ck_dropout
    /// nil for 1 / √d_k.
    var scale: Double?

    struct Gradients {
        var query, key, value: [Double]
    }

    /// One head in one segment, and where it lies.
    private struct Part {
        let queryRows, keyRows, columns: Range<Int>
        let head: Int
        let attention: Reference.Attention
    }

    private func matrix(_ values: [Double]) -> Reference.Matrix {
        Reference.Matrix(values.count / (heads * width), heads * width, values)
    }

    /// Segment by segment, head by head, as the weights are laid out.
    private func parts(_ query: [Double], _ key: [Double], _ value: [Double]) -> [Part] {
        let matrices = [query, key, value].map(matrix)
        var offset = 0
        return segments.flatMap { segment in
            (0..<heads).map { head in
                let queryRows =
                    Int(
                        segment.query_start)..<Int(
                        segment.query_start + segment.query_count)
                let keyRows = Int(segment.key_start)..<Int(segment.key_start + segment.key_count)
                let columns = head * width..<(head + 1) * width
                let first = offset
                offset += queryRows.count * keyRows.count
                return Part(
                    queryRows: queryRows, keyRows: keyRows, columns: columns, head: head,
                    attention: Reference.Attention(
                        queries: matrices[0].rows(queryRows).columns(columns),
                        keys: matrices[1].rows(keyRows).columns(columns),
                        values: matrices[2].rows(keyRows).columns(columns), isCausal: isCausal,
                        dropout: Reference.Matrix(queryRows.count, keyRows.count) {
                            dropout.factor(first + $0 * keyRows.count + $1)
                        }, scale: scale))
            }
        }
    }

    func forward(_ query: [Double], _ key: [Double], _ value: [Double])
        -> (out: [Double], logSums: [Double], weights: [Double])
    {
        var out = matrix([Double](repeating: .nan, count: query.count))
        var logSums = [Double](repeating: .nan, count: out.rows * heads)
        let parts = parts(query, key, value)
        for part in parts {
            out.add(part.attention.output, at: part.queryRows, part.columns, replacing: true)
            for (row, logSum) in zip(part.queryRows, part.attention.logSums) {
                logSums[row * heads + part.head] = logSum
            }
        }
        return (out.values, logSums, parts.flatMap(\.attention.weights.values))
    }

    func backward(_ query: [Double], _ key: [Double], _ value: [Double], _ outGradient: [Double])
        -> Gradients
    {
        var gradients = [query, key, value].map {
            matrix([Double](repeating: 0, count: $0.count))
        }
        for part in parts(query, key, value) {
            let own = part.attention.gradient(
                matrix(outGradient).rows(part.queryRows).columns(part.columns))
            gradients[0].add(own.queries, at: part.queryRows, part.columns)
            gradients[1].add(own.keys, at: part.keyRows, part.columns)
            gradients[2].add(own.values, at: part.keyRows, part.columns)
        }
        return Gradients(
            query: gradients[0].values, key: gradients[1].values, value: gradients[2].values)
    }
}

extension Reference.Matrix {
    /// Adds a matrix to some of the elements, or puts it there.
    fileprivate mutating func add(
        _ part: Self, at rows: Range<Int>, _ columns: Range<Int>, replacing: Bool = false
    ) {
        for (i, row) in rows.enumerated() {
            for (j, column) in columns.enumerated() {
                self[row, column] = part[i, j] + (replacing ? 0 : self[row, column])
            }
        }
    }
}
