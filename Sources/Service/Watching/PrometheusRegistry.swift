package import CoreMetrics

/// Counts what happens and tells it in Prometheus's text form.
///
/// It is what swift-metrics hands its counters to. A metric keeps a bounded number of series, one for
/// each set of labels: what comes after that is counted together, so that no client can fill memory.
package final class PrometheusRegistry: MetricsFactory {
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

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, .counter, dimensions)
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, .counter, dimensions)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, .gauge, dimensions)
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        let buckets =
            label.hasSuffix("seconds") ? PrometheusFamily.seconds : PrometheusFamily.counts
        return series(label, aggregate ? .histogram : .gauge, dimensions, buckets: buckets)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, .histogram, dimensions)
    }

    // Series stay: a counter that begins again would look as if the service had.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
}
