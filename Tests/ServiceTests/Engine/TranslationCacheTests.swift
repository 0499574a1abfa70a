import CalqueKit
import Foundation
import Service
import Testing

@Suite struct TranslationCacheTests {
    private let model = UUID()

    private func key(
        _ text: String, prefix: String = "", model: UUID? = nil, token: String? = nil,
        options: SearchOptions = .init()
    ) -> TranslationCache.Key {
        .init(
            text: text, models: [model ?? self.model], languageTokens: [token], options: options,
            prefix: prefix)
    }

    private func translation(_ text: String) -> SegmentTranslation {
        SegmentTranslation(content: InlineContent(text: text))
    }

    @Test func keysAreComparedWhole() {
        let cache = TranslationCache(capacity: 1 << 20)
        cache.keep(translation("b"), for: key("a"))
        #expect(cache.translation(for: key("a"))?.content.text == "b")
        for other in [
            key("A"), key("a "), key("a", prefix: "b"), key("a", model: UUID()),
            key("a", token: ">>x<<"), key("a", options: .greedy),
        ] {
            #expect(cache.translation(for: other) == nil)
        }
    }

    @Test func whatWasNotUsedForLongestGoesFirst() {
        let cache = TranslationCache(capacity: 12_000)
        for number in 0..<5 { cache.keep(translation("b"), for: key("\(number)")) }
        #expect(cache.translation(for: key("0")) != nil)
        for number in 5..<14 { cache.keep(translation("b"), for: key("\(number)")) }
        #expect(cache.bytes <= 12_000)
        #expect(cache.translation(for: key("0")) != nil)
        #expect(cache.translation(for: key("1")) == nil)
        #expect(cache.translation(for: key("13")) != nil)
    }

    @Test func ofOneKeyThereIsOneTranslation() {
        let cache = TranslationCache(capacity: 1 << 20)
        cache.keep(translation("b"), for: key("a"))
        let bytes = cache.bytes
        cache.keep(translation("c"), for: key("a"))
        #expect(cache.bytes == bytes)
        #expect(cache.translation(for: key("a"))?.content.text == "c")
    }

    @Test func nothingIsKeptWithoutRoom() {
        let off = TranslationCache(capacity: 0)
        off.keep(translation("b"), for: key("a"))
        #expect(off.translation(for: key("a")) == nil)
        let small = TranslationCache(capacity: 4000)
        small.keep(translation(String(repeating: "b", count: 10_000)), for: key("a"))
        #expect(small.bytes == 0)
    }
}
