import Basics
import Foundation
import Text

/// Sentences with all that one translation is chosen by, in order.
final class ChoiceLines {
    struct Line: Sendable {
        /// From 0.
        let number: Int
        let source: String
        let candidates: [Candidate]
        /// What a person made of it; nil where nobody did.
        let reference: String?
    }

    private let sources: SentenceLines
    private let references: SentenceLines
    private let candidates: SentenceLines
    private let isPlain: Bool
    private let decoder = JSONDecoder.forAnyNumber()
    private let name: String
    private var number = 0

    /// - Parameter candidates: The file that translating leaves.
    init(_ settings: DistillationSettings, candidates: URL) throws {
        sources = SentenceLines(settings.sources)
        references = SentenceLines([settings.target].compactMap { $0 })
        name = settings.translations ?? candidates.path
        self.candidates = SentenceLines([name])
        isPlain = settings.translations != nil
    }

    /// The next; nil after the last.
    ///
    /// - Throws: `CalqueError` when a file cannot be read, or the candidates end before the sentences.
    func next() throws -> Line? {
        guard let source = try sources.next() else { return nil }
        guard let text = try candidates.next(), let candidates = decoded(text) else {
            throw CalqueError(
                "\(name), line \(number + 1), has no translations. Restore the file, or begin the "
                    + "distillation again in another folder.", kind: .model)
        }
        defer { number += 1 }
        return Line(
            number: number, source: source, candidates: candidates,
            reference: try references.next())
    }

    /// The next lines; none after the last.
    func next(atMost count: Int) throws -> [Line] {
        var lines: [Line] = []
        while lines.count < count, let line = try next() { lines.append(line) }
        return lines
    }

    private func decoded(_ text: String) -> [Candidate]? {
        isPlain
            ? [Candidate(text: text, score: nil)]
            : try? decoder.decode([Candidate].self, from: Data(text.utf8))
    }
}
