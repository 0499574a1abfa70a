/// Counts what happens and tells it in Prometheus's text form.
///
/// A metric keeps a bounded number of series, one for each set of labels: what comes after
/// that is counted together, so that no client can fill memory.
package final class PrometheusRegistry: Sendable {
    /// The most series of a metric.
    package static let seriesLimit = 1000

    private let families = Locked([String: PrometheusFamily]())

    /// Of nothing yet.
    package init() {}

    /// The lines of all metrics, by name.
    package var text: String {
        families.use { $0 }.sorted { $0.key < $1.key }.map { $0.value.text }.joined()
    }

    /// The series of a name and labels, made where there is none.
    ///
    /// - Parameters:
    ///   - label: Full stops and hyphens become underscores.
    ///   - buckets: The upper bounds of a histogram's buckets.
    package func series(
        _ label: String, _ kind: PrometheusFamily.Kind, _ labels: [(String, String)],
        buckets: [Double] = PrometheusFamily.seconds
    ) -> PrometheusSeries {
        let name =
            PrometheusText.name(label)
            + (kind == .counter && !label.hasSuffix("total") ? "_total" : "")
        return families.use { families in
            let family = families[name] ?? PrometheusFamily(name, kind, buckets)
            families[name] = family
            return family.series(labels)
        }
    }
}
