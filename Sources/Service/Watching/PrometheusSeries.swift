/// A metric with one set of labels.
package final class PrometheusSeries: Sendable {
    private struct State {
        var value = 0.0
        var count = 0
        /// How many values were at most each bound, and no more than the one before.
        var bucketCounts: [Int]
    }

    private let kind: PrometheusFamily.Kind
    private let labels: String
    private let buckets: [Double]
    private let state: Locked<State>

    /// - Parameter labels: As they are written, without braces.
    package init(_ kind: PrometheusFamily.Kind, _ labels: String, _ buckets: [Double]) {
        self.kind = kind
        self.labels = labels
        self.buckets = buckets
        state = Locked(State(bucketCounts: Array(repeating: 0, count: buckets.count)))
    }

    /// Adds to a counter or a gauge.
    package func add(_ amount: Double) {
        state.use { $0.value += amount }
    }

    /// Sets a gauge, or counts a value of a histogram.
    package func observe(_ value: Double) {
        state.use { state in
            guard kind == .histogram else {
                state.value = value
                return
            }
            state.count += 1
            state.value += value
            if let bucket = buckets.firstIndex(where: { value <= $0 }) {
                state.bucketCounts[bucket] += 1
            }
        }
    }

    /// Its lines.
    package func lines(_ name: String) -> String {
        let state = state.use { $0 }
        guard kind == .histogram else {
            return line(name, labels, PrometheusText.number(state.value))
        }
        var sum = 0
        let lines = zip(buckets, state.bucketCounts).map { bound, count in
            sum += count
            return bucketLine(name, PrometheusText.number(bound), sum)
        }
        return lines.joined() + bucketLine(name, "+Inf", state.count)
            + line("\(name)_sum", labels, PrometheusText.number(state.value))
            + line("\(name)_count", labels, "\(state.count)")
    }

    private func bucketLine(_ name: String, _ bound: String, _ count: Int) -> String {
        let all = labels + (labels.isEmpty ? "" : ",") + "le=\"\(bound)\""
        return line("\(name)_bucket", all, "\(count)")
    }

    private func line(_ name: String, _ labels: String, _ value: String) -> String {
        "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(value)\n"
    }
}
