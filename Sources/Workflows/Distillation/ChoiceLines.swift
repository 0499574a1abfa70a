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

/// Which sentences are held out of training.
struct HeldOutLines {
    /// The most sentences that are held out, and the share of the text that they are at most.
    private static let most = 1000
    private static let share = 20

    /// The numbers of their lines, from 0; none where there are others to validate with.
    private(set) var numbers: Set<Int> = []
    /// Sentences that are not trained on, wherever they stand.
    private(set) var sources: Set<String> = []

    /// - Parameter count: Counts the lines of files.
    init(_ settings: DistillationSettings, counting count: ([String]) throws -> Int) throws {
        if let path = settings.validationSource {
            let lines = SentenceLines([path])
            while let line = try lines.next() { sources.insert(line) }
            return
        }
        // Where there are references, only lines that have one.
        let files = settings.target == nil ? settings.sources : [settings.source].compactMap { $0 }
        let eligible = try count(files)
        let wanted = min(Self.most, max(1, eligible / Self.share))
        let distance = eligible / wanted
        let lines = SentenceLines(files)
        var number = 0
        while let line = try lines.next() {
            // The last of every stretch of lines, each once.
            let isTaken = number % distance == distance - 1 && numbers.count < wanted
            if isTaken, !line.isBlank, sources.insert(line).inserted { numbers.insert(number) }
            number += 1
        }
    }
}

/// A file of lines in a folder that is not there yet.
final class LineFile {
    /// So much text is held before it is written.
    private static let bytes = 1 << 16
    private let file: GrowingFile
    private var text = ""

    init(_ url: URL) throws { file = try GrowingFile(url: url) }

    func append(_ line: String) throws {
        text += line
        text += "\n"
        if text.utf8.count >= Self.bytes { try flush() }
    }

    func finish() throws {
        try flush()
        try file.finish()
    }

    private func flush() throws {
        try file.append(text)
        text = ""
    }
}

/// The files that a choice leaves.
struct ChosenFiles {
    private let source: LineFile
    private let target: LineFile
    private let scores: LineFile
    private let heldOutSource: LineFile
    private let heldOutTarget: LineFile

    init(_ files: DistillationFolder.PairFiles) throws {
        source = try LineFile(files.source)
        target = try LineFile(files.target)
        scores = try LineFile(files.scores)
        heldOutSource = try LineFile(files.heldOutSource)
        heldOutTarget = try LineFile(files.heldOutTarget)
    }

    func add(_ sentence: String, _ candidate: Candidate) throws {
        try source.append(sentence)
        try target.append(candidate.text)
        try scores.append(candidate.score.map { "\($0)" } ?? "")
    }

    func holdOut(_ sentence: String, _ translation: String) throws {
        try heldOutSource.append(sentence)
        try heldOutTarget.append(translation)
    }

    func finish() throws {
        for file in [source, target, scores, heldOutSource, heldOutTarget] { try file.finish() }
    }
}
