import Basics
import Foundation
import Text
import Translation

/// A file with what scoring says of every line of some texts, which takes long to make and goes on where
/// it was. Its first line says of which text and models it is.
struct ScoreFile {
    /// What the scores are of.
    struct Origin: Codable, Equatable {
        /// A file.
        struct File: Codable, Equatable {
            let path: String
            let bytes: Int
            /// When it was changed, in seconds since 1970.
            let modified: Double
        }

        /// The files of the texts, in their order.
        let texts: [File]
        /// How they are read, languages included.
        let forms: [String]
        /// Those of the model, and of the reverse model.
        let models: [[File]]
        /// The type of the products of each model.
        let precisions: [String]
    }

    /// The lines that are done at once, the first line of the file being one of them.
    static let chunk = 1000

    let url: URL
    let origin: Origin

    private var isFinished: Bool { FileManager.default.fileExists(atPath: url.path) }

    /// Scores all lines that have no score yet.
    ///
    /// - Parameters:
    ///   - corpora: The texts.
    ///   - scorer: Scores them.
    ///   - progress: Is told how many lines are done, how many were at the beginning, and which share
    ///     of all text that is.
    ///   - isCancelled: Says whether to stop.
    /// - Returns: How many lines were scored, and in how many seconds.
    /// - Throws: `CancellationError`, and `CalqueError` when a file cannot be read or written, or has
    ///   the scores of something else.
    func make(
        _ corpora: [ParallelCorpus], _ scorer: CorpusScorer,
        progress: (_ count: Int, _ earlier: Int, _ fraction: Double?) -> Void,
        isCancelled: () -> Bool
    ) throws -> (count: Int, seconds: Double) {
        if isFinished {
            try requireOrigin(of: url)
            return (0, 0)
        }
        let partial = ResumableLines.partialFile(of: url)
        if FileManager.default.fileExists(atPath: partial.path) {
            try requireOrigin(of: partial)
        }
        let file = try ResumableLines(url, chunk: Self.chunk)
        let reader = try ParallelCorpus(joining: corpora).makeReader()
        let earlier = max(0, file.count - 1)
        for _ in 0..<earlier where try reader.next() == nil { throw shrunk }
        progress(earlier, earlier, reader.fractionRead)
        let start = ContinuousClock.now
        while true {
            if isCancelled() { throw CancellationError() }
            let header = file.count == 0 ? [try headerLine()] : []
            let lines = try reader.nextLines(atMost: Self.chunk - header.count)
            if header.isEmpty, lines.isEmpty { break }
            try file.append(header + scorer.scores(of: lines).map(\.line))
            progress(file.count - 1, earlier, reader.fractionRead)
        }
        try file.finish()
        return (file.count - 1 - earlier, start.duration(to: .now).seconds)
    }

    /// The scores, line by line.
    func makeReader() throws -> Reader { try Reader(url) }

    /// Reads scores from the first to the last.
    final class Reader {
        private let lines: LineReader

        init(_ url: URL) throws {
            lines = try LineReader(url: url)
            _ = try lines.next()
        }

        /// What the next line says; nil after the last.
        func next() throws -> LineScore? {
            guard let line = try lines.next() else { return nil }
            guard let score = LineScore(line: line.text ?? "") else {
                throw CalqueError(
                    "\(lines.name), line \(line.number): this is no score. Delete the file to score "
                        + "the text anew.", kind: .input)
            }
            return score
        }
    }

    /// The error where there are other numbers of lines and of scores.
    var shrunk: CalqueError {
        CalqueError(
            """
            There are fewer or more lines of text than \(url.path) has scores: the text was changed \
            while it was read. Delete that file, and score the text again.
            """, kind: .input)
    }
}

extension ScoreFile {
    private func headerLine() throws -> String { String(try JSONText.line(origin).dropLast()) }

    /// Throws where a file has scores of something else.
    private func requireOrigin(of file: URL) throws {
        let lines = try LineReader(url: file, invalidText: .skip)
        // Nothing is lost with a file of which a process that was killed wrote no whole line.
        guard let line = try lines.next(), try lines.next() != nil || isFinished else { return }
        let data = Data((line.text ?? "").utf8)
        guard let found = try? JSONDecoder().decode(Origin.self, from: data) else {
            throw CalqueError(
                "\(file.path) is there, and has no scores. Name another file by --scores.",
                kind: .system)
        }
        guard found != origin else { return }
        let difference =
            found.texts != origin.texts || found.forms != origin.forms
            ? "of other text, or the text has changed since"
            : found.models != origin.models ? "of other models" : "of another --type"
        throw CalqueError(
            """
            \(file.path) has the scores \(difference). Delete it to score anew, or name another \
            file by --scores.
            """, kind: .configuration)
    }
}

extension ScoreFile.Origin {
    /// What scores are of.
    ///
    /// - Parameters:
    ///   - corpora: The texts, each in files.
    ///   - models: The folders of the model, and of the reverse model.
    ///   - precisions: The type of the products of each.
    init(_ corpora: [ParallelCorpus], models: [[URL]], precisions: [String]) throws {
        texts = try corpora.flatMap(\.files).map { try File(URL(fileURLWithPath: $0.name)) }
        forms = corpora.flatMap(\.forms)
        self.models = try models.map { try $0.flatMap(Self.files) }
        self.precisions = precisions
    }

    /// What a folder holds, but for what is in folders of it.
    private static func files(of folder: URL) throws -> [File] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try names.sorted().map { folder.appendingPathComponent($0) }
            .filter { !$0.hasDirectoryPath && $0.isRegularFile }
            .map { try File($0) }
    }
}

extension ScoreFile.Origin.File {
    init(_ url: URL) throws {
        let values = try FileManager.default.attributesOfItem(atPath: url.path)
        path = url.path
        bytes = (values[.size] as? NSNumber)?.intValue ?? 0
        modified = (values[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    }
}

extension URL {
    fileprivate var isRegularFile: Bool {
        (try? resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) ?? false
    }
}

/// A line of the file: the two cross-entropies with a tab between them, one, or a reason.
extension LineScore {
    init?(line: String) {
        if let reason = Reason(rawValue: line) {
            self = .unscored(reason)
            return
        }
        let numbers = line.split(separator: "\t", omittingEmptySubsequences: false).map {
            Float($0)
        }
        guard let forward = numbers.first ?? nil, numbers.count <= 2, !numbers.contains(nil),
            numbers.allSatisfy({ $0 ?? -1 >= 0 })
        else { return nil }
        self = .scored(.init(forward: forward, reverse: numbers.count == 2 ? numbers[1] : nil))
    }

    var line: String {
        switch self {
        case .unscored(let reason): reason.rawValue
        case .scored(let pair):
            [pair.forward, pair.reverse].compactMap { $0?.description }.joined(separator: "\t")
        }
    }

    /// The score; nil where there is none.
    var value: Float? {
        guard case .scored(let pair) = self else { return nil }
        return pair.score
    }
}
