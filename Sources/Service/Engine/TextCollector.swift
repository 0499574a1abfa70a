import Documents
import Foundation

/// Puts texts together of the translations of their segments, each as soon as it is whole.
final class TextCollector: Sendable {
    private let texts: [EngineText]
    private let tell: (@Sendable (Int, EngineTranslation) -> Void)?
    /// The text of every segment.
    private let owners: [Int]
    /// The place of every text's first segment.
    private let starts: [Int]
    private let state: Locked<State>

    private struct State {
        var segments: [SegmentTranslation?]
        var missing: [Int]
        var results: [Result<EngineTranslation, any Error>?]
    }

    /// - Parameters:
    ///   - texts: The texts.
    ///   - tell: Takes every text with its place when it is whole.
    init(_ texts: [EngineText], told tell: (@Sendable (Int, EngineTranslation) -> Void)?) {
        self.texts = texts
        self.tell = tell
        owners = texts.enumerated().flatMap { Array(repeating: $0, count: $1.contents.count) }
        var start = 0
        starts = texts.map { text in
            defer { start += text.contents.count }
            return start
        }
        state = Locked(
            State(
                segments: Array(repeating: nil, count: owners.count),
                missing: texts.map(\.contents.count),
                results: Array(repeating: nil, count: texts.count)))
        for number in texts.indices where texts[number].contents.isEmpty { finish(number, []) }
    }

    /// Takes the translation of a segment.
    func take(_ translation: SegmentTranslation, at place: Int) {
        let owner = owners[place]
        let segments = state.use { state -> [SegmentTranslation]? in
            guard state.segments[place] == nil else { return nil }
            state.segments[place] = translation
            state.missing[owner] -= 1
            guard state.missing[owner] == 0 else { return nil }
            let end = starts[owner] + texts[owner].contents.count
            return state.segments[starts[owner]..<end].compactMap { $0 }
        }
        if let segments { finish(owner, segments) }
    }

    /// The translations of all texts.
    ///
    /// - Throws: What writing one of them throws.
    func translations() throws -> [EngineTranslation] {
        try state.use { $0.results }.compactMap { try $0?.get() }
    }

    private func finish(_ number: Int, _ segments: [SegmentTranslation]) {
        let result = Result { try translation(texts[number], segments) }
        state.use { $0.results[number] = result }
        if case .success(let translation) = result { tell?(number, translation) }
    }

    private func translation(
        _ text: EngineText, _ segments: [SegmentTranslation]
    ) throws -> EngineTranslation {
        let best = try text.text(with: segments.map(\.content))
        let count = segments.map(\.alternatives.count).max() ?? 0
        var seen: Set<String> = [best, ""]
        let alternatives = try (0..<count).compactMap { number -> String? in
            let other = try text.text(
                with: segments.map { segment in
                    number < segment.alternatives.count
                        ? segment.alternatives[number] : segment.content
                })
            return seen.insert(other).inserted ? other : nil
        }
        return EngineTranslation(
            text: best, alternatives: alternatives, segments: segments,
            warnings: segments.flatMap(\.warnings))
    }
}
