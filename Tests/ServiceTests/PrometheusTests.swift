import Logging
import Service
import Testing

@Suite struct PrometheusTests {
    @Test func metricsAreWrittenAsPrometheusReadsThem() {
        let registry = PrometheusRegistry()
        registry.series("calque.engine-texts", .counter, [("pair", "en-pt"), ("a", "1")]).add(3)
        registry.series("calque_queue_length", .gauge, []).observe(7)
        registry.series("calque_batch_size", .histogram, [], buckets: [1, 2, 4]).observe(3)
        #expect(
            registry.text.hasPrefix(
                """
                # TYPE calque_batch_size histogram
                calque_batch_size_bucket{le="1"} 0
                calque_batch_size_bucket{le="2"} 0
                calque_batch_size_bucket{le="4"} 1

                """))
        #expect(
            registry.text.hasSuffix(
                """
                calque_batch_size_bucket{le="+Inf"} 1
                calque_batch_size_sum 3
                calque_batch_size_count 1
                # TYPE calque_engine_texts_total counter
                calque_engine_texts_total{a="1",pair="en-pt"} 3
                # TYPE calque_queue_length gauge
                calque_queue_length 7

                """))
    }

    @Test func histogramsCountSeconds() {
        let registry = PrometheusRegistry()
        let waiting = registry.series("wait", .histogram, [])
        waiting.observe(0.02)
        waiting.observe(400)
        let text = registry.text
        #expect(text.contains("wait_bucket{le=\"0.01\"} 0\nwait_bucket{le=\"0.025\"} 1\n"))
        #expect(text.contains("wait_bucket{le=\"300\"} 1\nwait_bucket{le=\"+Inf\"} 2\n"))
        #expect(text.contains("wait_sum 400.02\nwait_count 2\n"))
    }

    @Test func labelsAreEscaped() {
        let registry = PrometheusRegistry()
        registry.series("x", .counter, [("a.b", "q\"\\\n")]).add(1)
        #expect(registry.text.contains(#"x_total{a_b="q\"\\\n"} 1"# + "\n"))
    }

    @Test func seriesAreBounded() {
        let registry = PrometheusRegistry()
        for number in 0..<3 * PrometheusRegistry.seriesLimit {
            registry.series("x", .counter, [("n", "\(number)")]).add(1)
        }
        let lines = registry.text.split(separator: "\n")
        #expect(lines.count == PrometheusRegistry.seriesLimit + 2)
        #expect(
            registry.text.contains("x_total{n=\"other\"} \(2 * PrometheusRegistry.seriesLimit)"))
    }

    @Test func requestsAreCountedByRouteAndStatusOnly() async throws {
        let service = try ServiceUnderTest()
        _ = try await service.send(.get, "/download_file/secret.txt?api_key=hidden")
        _ = try await service.send(.get, "/nowhere/secret")
        _ = try await service.send(.get, "/health")
        let text = try await service.send(.get, "/metrics").text
        for line in [
            #"calque_http_requests_total{method="GET",route="/health",status="200"} 1"#,
            #"calque_http_requests_total{method="GET",route="none",status="404"} 1"#,
            #"calque_http_request_errors_total{method="GET",route="/download_file/**",status="404"} 1"#,
            #"calque_http_request_duration_seconds_count{route="/health"} 1"#,
            "calque_http_requests_in_flight 1",
        ] {
            #expect(text.contains(line + "\n"), "\(line)\n\(text)")
        }
        #expect(!text.contains("secret") && !text.contains("hidden") && !text.contains("192.0.2"))
    }
}

@Suite struct ServiceLogTests {
    @Test func jsonLinesAreJSON() throws {
        let log = LogLines()
        var settings = ServiceConfiguration.Logging()
        settings.form = .json
        var logger = Logger(label: "x") { _ in ServiceLogHandler(settings) { log.add($0) } }
        logger[metadataKey: "hb.request.id"] = "7"
        logger.info("said \"so\"\n", metadata: ["a": "b"])
        logger.debug("not said")
        let line = try JSONValue(parsing: log.text.utf8)
        #expect(line["message"] == "said \"so\"\n" && line["request"] == "7" && line["a"] == "b")
        #expect(line["level"] == "info")
    }

    @Test func textStaysOnItsLine() {
        let log = LogLines()
        let logger = Logger(label: "x") { _ in ServiceLogHandler(.init()) { log.add($0) } }
        logger.info("a", metadata: ["b": "c\nfaked"])
        #expect(log.text.hasSuffix(" info a b=c\\nfaked\n"))
    }
}
