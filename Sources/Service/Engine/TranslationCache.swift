package import Documents
package import Foundation
package import Translation

/// Segments with their translations, those that were asked for last.
///
/// An answer is given only for the very same text, way, models, options, prefix and glossary: keys are compared
/// whole, never by a hash alone.
package final class TranslationCache: Sendable {
    /// What is asked for.
    package struct Key: Hashable, Sendable {
        /// In UTF-8: texts that only look the same are different, for places in them are counted.
        let text: [UInt8]
        /// What tells the models on the way from all others.
        let models: [UUID]
        let languageTokens: [String?]
        let options: SearchOptions
        let prefix: [UInt8]
        let glossary: EngineGlossary?
        let hasAlignment: Bool

        /// What is asked for.
        package init(
            text: String, models: [UUID], languageTokens: [String?], options: SearchOptions,
            prefix: String, glossary: EngineGlossary? = nil, hasAlignment: Bool = true
        ) {
            self.text = Array(text.utf8)
            self.models = models
            self.languageTokens = languageTokens
            self.options = options
            self.prefix = Array(prefix.utf8)
            self.glossary = glossary
            self.hasAlignment = hasAlignment
        }
    }

    fileprivate struct Entry {
        var value: SegmentTranslation
        let bytes: Int
        /// The entries that were used before and after this one.
        var older: Key?
        var newer: Key?
    }

    fileprivate struct State {
        var entries: [Key: Entry] = [:]
        var oldest: Key?
        var newest: Key?
        var bytes = 0
    }

    private let capacity: Int
    private let state = Locked(State())

    /// - Parameter capacity: The most bytes, as they are estimated; 0 for a cache that keeps nothing.
    package init(capacity: Int) {
        self.capacity = capacity
    }

    /// How many bytes are kept, as they are estimated.
    package var bytes: Int { state.use { $0.bytes } }

    /// The translation that was kept; nil where there is none.
    package func translation(for key: Key) -> SegmentTranslation? {
        guard capacity > 0 else { return nil }
        return state.use { state in
            guard let entry = state.entries[key] else { return nil }
            state.unlink(key)
            state.link(key)
            return entry.value
        }
    }

    /// Keeps a translation.
    package func keep(_ value: SegmentTranslation, for key: Key) {
        let bytes = Self.bytes(of: value, key)
        guard capacity > 0, bytes <= capacity / 8 else { return }
        state.use { state in
            if state.entries[key] != nil { state.remove(key) }
            state.entries[key] = Entry(value: value, bytes: bytes)
            state.bytes += bytes
            state.link(key)
            while state.bytes > capacity, let oldest = state.oldest { state.remove(oldest) }
        }
    }

    private static func bytes(of value: SegmentTranslation, _ key: Key) -> Int {
        // Each key is there three times over, in the table and as a neighbour; texts are shared.
        1024 + 4 * (key.text.count + key.prefix.count)
            + 8 * value.content.text.utf8.count
            + value.alternatives.reduce(0) { $0 + 64 + $1.text.utf8.count }
    }
}

extension TranslationCache.State {
    /// Makes an entry the newest.
    fileprivate mutating func link(_ key: TranslationCache.Key) {
        entries[key]?.older = newest
        entries[key]?.newer = nil
        if let newest { entries[newest]?.newer = key }
        newest = key
        if oldest == nil { oldest = key }
    }

    /// Takes an entry out of the order.
    fileprivate mutating func unlink(_ key: TranslationCache.Key) {
        guard let entry = entries[key] else { return }
        if let older = entry.older {
            entries[older]?.newer = entry.newer
        } else {
            oldest = entry.newer
        }
        if let newer = entry.newer {
            entries[newer]?.older = entry.older
        } else {
            newest = entry.older
        }
    }

    fileprivate mutating func remove(_ key: TranslationCache.Key) {
        unlink(key)
        if let entry = entries.removeValue(forKey: key) { bytes -= entry.bytes }
    }
}
