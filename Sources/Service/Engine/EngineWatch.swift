import Metrics

/// Counts what an engine does, by pair and never by client.
struct EngineWatch: Sendable {
    private let hits = Counter(label: "calque.cache.hits")
    private let misses = Counter(label: "calque.cache.misses")
    private let waitingSegments = Gauge(label: "calque.queue.segments")
    private let waitingCharacters = Gauge(label: "calque.queue.characters")
    private let pairs = Locked([LanguagePair: PairCounters]())

    /// Counts segments that the cache had, or had not.
    func count(hits: Int, misses: Int) {
        if hits > 0 { self.hits.increment(by: hits) }
        if misses > 0 { self.misses.increment(by: misses) }
    }

    /// Takes what has come in and is not done.
    func queue(_ open: TurnQueue.Load) {
        waitingSegments.record(open.segments)
        waitingCharacters.record(open.characters)
    }

    /// Counts what was translated from a language into another.
    func translated(_ pair: LanguagePair, texts: Int, _ segments: [QueuedSegment]) {
        let counters = pairs.use { pairs in
            if let known = pairs[pair] { return known }
            let made = PairCounters(pair)
            pairs[pair] = made
            return made
        }
        counters.texts.increment(by: texts)
        counters.segments.increment(by: segments.count)
        counters.characters.increment(
            by: segments.reduce(0) { $0 + $1.content.text.unicodeScalars.count })
    }

    /// Counts a model that was loaded or replaced, and its bytes in memory with all others'.
    func loaded(bytes: Int) {
        Counter(label: "calque.models.loaded").increment()
        Gauge(label: "calque.models.bytes").record(bytes)
    }
}

/// What is counted of a pair of languages.
private struct PairCounters: Sendable {
    let texts: Counter
    let segments: Counter
    let characters: Counter

    init(_ pair: LanguagePair) {
        let dimensions = [("pair", "\(pair)")]
        texts = Counter(label: "calque.translated.texts", dimensions: dimensions)
        segments = Counter(label: "calque.translated.segments", dimensions: dimensions)
        characters = Counter(label: "calque.translated.characters", dimensions: dimensions)
    }
}
