/// A metric of one name: all of its series.
package final class PrometheusFamily: Sendable {
    /// What a metric does.
    package enum Kind: String, Sendable {
        /// It grows.
        case counter
        /// It goes up and down.
        case gauge
        /// It counts how often values were how large.
        case histogram
    }

    /// Bounds of buckets for durations, from milliseconds to minutes.
    package static let seconds: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300,
    ]

    private let name: String
    private let kind: Kind
    private let buckets: [Double]
    private let all = Locked([String: PrometheusSeries]())

    package init(_ name: String, _ kind: Kind, _ buckets: [Double]) {
        self.name = name
        self.kind = kind
        self.buckets = buckets
    }

    /// The series of labels; beyond the limit that of all others.
    package func series(_ labels: [(String, String)]) -> PrometheusSeries {
        all.use { all in
            var text = PrometheusText.labels(labels)
            if all[text] == nil, all.count >= PrometheusRegistry.seriesLimit {
                text = PrometheusText.labels(labels.map { ($0.0, "other") })
            }
            let series = all[text] ?? PrometheusSeries(kind, text, buckets)
            all[text] = series
            return series
        }
    }

    /// Its lines.
    package var text: String {
        let series = all.use { $0 }.sorted { $0.key < $1.key }
        return "# TYPE \(name) \(kind.rawValue)\n" + series.map { $0.value.lines(name) }.joined()
    }
}
