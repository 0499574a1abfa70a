import Basics
public import Foundation
import Tensors
public import Text

/// Cleaning of parallel text from beginning to end: texts in, those pairs out that stay, and a report.
public struct CorpusCleaning: Sendable {
    /// The texts, one after the other.
    public var corpora: [ParallelCorpus]
    /// The rules, and their thresholds.
    public var rules = CleaningRules()
    /// The code of the source language, for the rules that ask for it; nil for any.
    public var sourceLanguage: String?
    /// The code of the target language; nil for any.
    public var targetLanguage: String?
    /// Decides which pairs the report shows.
    public var seed: UInt64 = 1
    /// The most pairs whose duplicates are found.
    public var limit = Cleaner.standardLimit
    /// Threads that test pairs.
    public var workers = WorkerPool.coreCount
    /// Where the pairs go that go out, a line each: the rule, the text, the number of the line, source
    /// and target, with tabs between them; nil for nowhere.
    public var refused: URL?
    /// Where the report goes as a page; nil for nowhere.
    public var page: URL?
    /// Where the report goes as JSON; nil for nowhere.
    public var json: URL?

    /// Cleaning of texts with the rules of practice.
    ///
    /// - Parameter corpora: The texts, whose lines that are not UTF-8 should be skipped, so that they
    ///   are counted.
    public init(_ corpora: [ParallelCorpus]) { self.corpora = corpora }

    /// Cleans the texts, and writes what stays.
    ///
    /// Files take the place of earlier ones only when all is read. The reports are written even where
    /// nothing stays.
    ///
    /// - Parameters:
    ///   - output: Where pairs go that stay.
    ///   - progress: Is told how many pairs are read, and which share of all text that is, if anybody
    ///     knows.
    ///   - isCancelled: Says whether to stop.
    /// - Returns: What became of the pairs.
    /// - Throws: `CancellationError` when it is stopped, and `CalqueError` when a text cannot be read,
    ///   a file cannot be written, or no pair stays.
    @discardableResult
    public func clean(
        to output: CleaningOutput,
        progress: (_ count: Int, _ fraction: Double?) -> Void = { _, _ in },
        isCancelled: () -> Bool = { false }
    ) throws -> CleaningReport {
        let others = [refused, page, json].compactMap(\.self)
        try output.requireOtherFiles(others, than: corpora)
        for url in others { try FileManager.default.requirePlace(of: url) }
        return try output.write { write in
            try withRefused { refuse in
                let report = try decide(progress, isCancelled) { line, refusal, name in
                    if let refusal {
                        try refuse(line, refusal, name)
                    } else {
                        try write(line)
                    }
                }
                try writeReports(report)
                guard report.pairs.kept > 0 else { throw report.nothingStays }
                return report
            }
        }
    }

    /// Lets `body` write pairs that go out, if they are wanted.
    private func withRefused<Result>(
        _ body: ((ParallelLine, CleaningRule, String) throws -> Void) throws -> Result
    ) throws -> Result {
        guard let refused else { return try body { _, _, _ in } }
        AtomicFile.clearLeftovers(of: refused)
        return try AtomicFile.write(to: refused) { file in
            try body { line, rule, name in
                let columns = [
                    rule.rawValue, name, "\(line.number)", line.source ?? "", line.target ?? "",
                ]
                let text = columns.map(CleaningOutput.withoutTabs).joined(separator: "\t")
                try file.write(text + "\n")
            }
        }
    }

    /// Finds out which lines stay, and writes no text.
    ///
    /// - Parameters:
    ///   - progress: Is told how many pairs are read, and which share of all text that is, if anybody
    ///     knows.
    ///   - isCancelled: Says whether to stop.
    /// - Returns: The lines that stay, counted over all texts, and what became of the pairs.
    /// - Throws: `CancellationError` when it is stopped, and `CalqueError` when a text cannot be read or
    ///   no pair stays.
    public func keptLines(
        progress: (_ count: Int, _ fraction: Double?) -> Void = { _, _ in },
        isCancelled: () -> Bool = { false }
    ) throws -> (lines: KeptLines, report: CleaningReport) {
        var lines = KeptLines()
        let report = try decide(progress, isCancelled) { _, refusal, _ in
            lines.append(refusal == nil)
        }
        guard report.pairs.kept > 0 else { throw report.nothingStays }
        return (lines, report)
    }

    /// Tests all pairs.
    ///
    /// - Parameter take: Is given every pair in order, the rule that refuses it, if one does, and what its
    ///   text is called.
    private func decide(
        _ progress: (Int, Double?) -> Void, _ isCancelled: () -> Bool,
        _ take: (ParallelLine, CleaningRule?, String) throws -> Void
    ) throws -> CleaningReport {
        var cleaner = Cleaner(
            rules, sourceLanguage: sourceLanguage, targetLanguage: targetLanguage, limit: limit,
            seed: seed)
        guard !corpora.isEmpty else { return cleaner.report }
        let corpus = ParallelCorpus(joining: corpora)
        let reader = try corpus.makeReader()
        var chunks = PartChunks(reader)
        var (part, name) = (-1, "")
        var count = 0
        while let lines = try chunks.next() {
            if isCancelled() { throw CancellationError() }
            while part < lines[0].part {
                part += 1
                name = corpus.partNames[part]
                cleaner.begin(name)
            }
            let refusals = cleaner.refusals(of: lines, workers: workers)
            for (line, refusal) in zip(lines, refusals) { try take(line, refusal, name) }
            count += lines.count
            progress(count, reader.fractionRead)
        }
        return cleaner.report
    }

    private func writeReports(_ report: CleaningReport) throws {
        if let json { try AtomicFile.write(Data(report.json().utf8), to: json) }
        if let page { try AtomicFile.write(Data(CleaningPage(report).html.utf8), to: page) }
    }
}

extension FileManager {
    /// Throws where a file could not be written, which is found out before the work.
    func requirePlace(of url: URL) throws {
        var isFolder: ObjCBool = false
        if fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
            throw CalqueError.system(cannot: "write", url.path, code: EISDIR)
        }
        guard fileExists(atPath: url.deletingLastPathComponent().path) else {
            throw CalqueError.system(cannot: "write", url.path, code: ENOENT)
        }
    }
}

/// The pairs of a corpus that are tested at once, all of one part.
private struct PartChunks {
    /// The most pairs, and the most bytes of their text.
    private static let limits = (pairs: 16_384, bytes: 16 << 20)

    private let reader: any ParallelReader
    /// The first line of the next part.
    private var pending: ParallelLine?

    init(_ reader: any ParallelReader) { self.reader = reader }

    /// The next pairs, nil after the last.
    mutating func next() throws -> [ParallelLine]? {
        var lines: [ParallelLine] = []
        var bytes = 0
        while lines.count < Self.limits.pairs, bytes < Self.limits.bytes,
            let line = try pending ?? reader.next()
        {
            pending = nil
            if let first = lines.first, first.part != line.part {
                pending = line
                break
            }
            bytes += (line.source?.utf8.count ?? 0) + (line.target?.utf8.count ?? 0)
            lines.append(line)
        }
        return lines.isEmpty ? nil : lines
    }
}
