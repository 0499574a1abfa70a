import CalqueKit
import Foundation

/// A segment that is to be translated.
struct QueuedSegment: Sendable {
    let content: InlineContent
    /// What its translation begins with.
    var prefix = ""
}

/// Translates the segments of requests: out of the cache, or in turns with those of others.
struct SegmentQueue: Sendable {
    let turns: TurnQueue
    let cache: TranslationCache
    let watch: EngineWatch

    /// The most segments of a part: who comes beside a long document waits for a few parts.
    private static let partSegments = 32
    /// The most characters of a part, but for a single segment.
    private static let partCharacters = 8000
    /// The parts of a request that wait at the same time.
    private static let openParts = 8

    /// Translates segments.
    ///
    /// - Parameters:
    ///   - client: Who asks.
    ///   - found: Takes every translation with its place, as soon as it is there; on any thread, one
    ///     at a time.
    /// - Throws: `EngineProblem.busy` when too much waits; `CancellationError` when the task is
    ///   cancelled; `CalqueError` when an option is wrong.
    func translate(
        _ segments: [QueuedSegment], _ run: TranslationRun, client: String,
        found: @escaping @Sendable (Int, SegmentTranslation) -> Void
    ) async throws {
        let lock = NSLock()
        let tell: @Sendable (Int, SegmentTranslation) -> Void = { place, translation in
            lock.withLock { found(place, translation) }
        }
        var missing: [Missing] = []
        for (place, segment) in segments.enumerated() {
            try Task.checkCancellation()
            let key = run.key(segment.content, prefix: segment.prefix)
            if let known = key.flatMap(cache.translation) {
                tell(place, known)
            } else {
                missing.append(Missing(place: place, key: key))
            }
        }
        watch.count(hits: segments.count - missing.count, misses: missing.count)
        guard !missing.isEmpty else { return }
        let parts = Self.parts(of: missing, segments)
        let load = TurnQueue.Load(
            segments: missing.count, characters: parts.reduce(0) { $0 + $1.load.characters })
        // Not within, where the request would still be counted at its end.
        defer { watch.queue(turns.open) }
        try await turns.enter(load, of: client) { request in
            watch.queue(turns.open)
            if let part = parts.first, parts.count == 1 {
                return try await turns.turn(request, part.load) {
                    try await translate(part, segments, run, tell)
                }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, part) in parts.enumerated() {
                    if number >= Self.openParts { try await group.next() }
                    group.addTask {
                        try await turns.turn(request, part.load) {
                            try await translate(part, segments, run, tell)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private func translate(
        _ part: Part, _ segments: [QueuedSegment], _ run: TranslationRun,
        _ found: @Sendable (Int, SegmentTranslation) -> Void
    ) async throws {
        let contents = part.missing.map { segments[$0.place].content }
        let prefixes = part.missing.map { segments[$0.place].prefix }
        let translations = try await run.translate(contents, prefixes: prefixes)
        for (missing, translation) in zip(part.missing, translations) {
            if let key = missing.key { cache.keep(translation, for: key) }
            found(missing.place, translation)
        }
    }

    /// A segment that the cache has not.
    private struct Missing: Sendable {
        let place: Int
        /// What it is kept by; nil for one that is not.
        let key: TranslationCache.Key?
    }

    /// What has its turn together.
    private struct Part: Sendable {
        var missing: [Missing] = []
        var load = TurnQueue.Load()
    }

    private static func parts(of all: [Missing], _ segments: [QueuedSegment]) -> [Part] {
        var parts: [Part] = []
        for missing in all {
            let characters = max(1, segments[missing.place].content.text.unicodeScalars.count)
            if let last = parts.last, last.load.segments < partSegments,
                last.load.characters + characters <= partCharacters
            {
                parts[parts.count - 1].missing.append(missing)
            } else {
                parts.append(Part(missing: [missing]))
            }
            parts[parts.count - 1].load.segments += 1
            parts[parts.count - 1].load.characters += characters
        }
        return parts
    }
}
