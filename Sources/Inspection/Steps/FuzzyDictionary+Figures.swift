public import Figures

extension FuzzyDictionary {
    /// The steps side by side, a row for every key; as text, the table of their numbers.
    ///
    /// - Parameters:
    ///   - title: The heading; empty for none.
    ///   - query: What the query is called.
    ///   - names: What the keys are called, one each; nil for their numbers.
    public func figure(
        title: String = "Looking a query up in a fuzzy dictionary", query: String = "query",
        keys names: [String]? = nil
    ) -> MatrixStrip {
        let names = names ?? keys.indices.map { "key \($0 + 1)" }
        precondition(names.count == keys.count, "\(names.count) names of \(keys.count) keys")
        let labels = zip(names, isMasked).map { $1 ? "\($0) (masked)" : $0 }
        return MatrixStrip(
            title: title, rowLabels: [[query], labels, ["output"]],
            blocks: [
                vectors("query q, keys k", "d_k = \(self.query.count)", self.query, keys, []),
                numbers("score", "q · k", scores, decimals: 2),
                numbers("scaled", "÷ √d_k", scaledScores, decimals: 2),
                numbers("weight", "softmax", seen(weights), decimals: 3, range: 0...1),
                vectors("values v", "d_v = \(output.count)", [], values, []),
                vectors(
                    "weighted", "weight · v", [], seen(weightedValues), output, decimals: 3),
            ])
    }

    /// Up to this width, vectors are written in numbers.
    private static let widestWritten = 6

    /// Without what is masked: it is not part of the sum.
    private func seen<Value>(_ values: [Value]) -> [Value?] {
        zip(values, isMasked).map { $1 ? nil : $0 }
    }

    /// A vector for each key, with one in the query's row and one in the output's, where there are
    /// any.
    private func vectors(
        _ title: String, _ note: String, _ first: [Double], _ vectors: [[Double]?],
        _ last: [Double], decimals: Int = 2
    ) -> MatrixStrip.Block {
        let width = max(first.count, last.count, vectors.compactMap { $0?.count }.max() ?? 0)
        let rows = ([first] + vectors + [last]).map { vector -> [Float] in
            guard let vector, !vector.isEmpty else {
                return [Float](repeating: .nan, count: width)
            }
            return vector.map { Float($0) }
        }
        return MatrixStrip.Block(
            title: title, note: note, values: rows,
            decimals: width <= Self.widestWritten ? decimals : nil)
    }

    /// A number for each key.
    private func numbers(
        _ title: String, _ note: String, _ numbers: [Double?], decimals: Int,
        range: ClosedRange<Float>? = nil
    ) -> MatrixStrip.Block {
        let column = [nil] + numbers + [nil]
        return MatrixStrip.Block(
            title: title, note: note, values: column.map { [$0.map { Float($0) } ?? .nan] },
            range: range, decimals: decimals)
    }
}
