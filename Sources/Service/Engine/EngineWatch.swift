/// Counts what an engine does, by pair and never by client.
struct EngineWatch: Sendable {
    private let registry: PrometheusRegistry
    private let hits: PrometheusSeries
    private let misses: PrometheusSeries
    private let waitingSegments: PrometheusSeries
    private let waitingCharacters: PrometheusSeries
    private let models: PrometheusSeries
    private let pairs = Locked([LanguagePair: PairSeries]())

    init(_ registry: PrometheusRegistry) {
        self.registry = registry
        hits = registry.series("calque_cache_hits", .counter, [])
        misses = registry.series("calque_cache_misses", .counter, [])
        waitingSegments = registry.series("calque_queue_segments", .gauge, [])
        waitingCharacters = registry.series("calque_queue_characters", .gauge, [])
        models = registry.series("calque_models_loaded", .counter, [])
    }

    /// Counts segments that the cache had, or had not.
    func count(hits: Int, misses: Int) {
        if hits > 0 { self.hits.add(Double(hits)) }
        if misses > 0 { self.misses.add(Double(misses)) }
    }

    /// Takes what has come in and is not done.
    func queue(_ open: TurnQueue.Load) {
        waitingSegments.observe(Double(open.segments))
        waitingCharacters.observe(Double(open.characters))
    }

    /// Counts what was translated from a language into another.
    func translated(_ pair: LanguagePair, texts: Int, _ segments: [QueuedSegment]) {
        let series = pairs.use { pairs in
            if let known = pairs[pair] { return known }
            let made = PairSeries(pair, registry)
            pairs[pair] = made
            return made
        }
        series.texts.add(Double(texts))
        series.segments.add(Double(segments.count))
        series.characters.add(
            Double(segments.reduce(0) { $0 + $1.content.text.unicodeScalars.count }))
    }

    /// Counts a model that was loaded or replaced.
    func modelLoaded() { models.add(1) }
}

/// What is counted of a pair of languages.
private struct PairSeries: Sendable {
    let texts: PrometheusSeries
    let segments: PrometheusSeries
    let characters: PrometheusSeries

    init(_ pair: LanguagePair, _ registry: PrometheusRegistry) {
        func series(_ name: String) -> PrometheusSeries {
            registry.series("calque_translated_\(name)", .counter, [("pair", "\(pair)")])
        }
        texts = series("texts")
        segments = series("segments")
        characters = series("characters")
    }
}
