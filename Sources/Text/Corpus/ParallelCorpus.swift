public import Basics
public import Foundation

/// Text in two languages, line by line: two files, or one table. Each may be gzip.
public struct ParallelCorpus: Sendable {
    enum Location: Sendable {
        case files(source: URL, target: URL)
        case table(URL, sourceColumn: Int, targetColumn: Int)
    }

    let location: Location
    let invalidText: LineReader.InvalidText

    /// Two files, of which line n of one is the translation of line n of the other.
    ///
    /// - Parameters:
    ///   - source: The source language's file.
    ///   - target: The target language's file.
    ///   - invalidText: Whether a line that is not UTF-8 is an error, or its pair is left out.
    public init(source: URL, target: URL, invalidText: LineReader.InvalidText = .fail) {
        location = .files(source: source, target: target)
        self.invalidText = invalidText
    }

    /// One file whose lines have columns between tabs.
    ///
    /// - Parameters:
    ///   - table: The file.
    ///   - sourceColumn: The column of the source language, from 0.
    ///   - targetColumn: The column of the target language, from 0.
    ///   - invalidText: Whether a line that is not UTF-8 is an error, or is left out.
    public init(
        table: URL, sourceColumn: Int = 0, targetColumn: Int = 1,
        invalidText: LineReader.InvalidText = .fail
    ) {
        precondition(
            sourceColumn >= 0 && targetColumn >= 0,
            "a table with its text in columns \(sourceColumn) and \(targetColumn)")
        location = .table(table, sourceColumn: sourceColumn, targetColumn: targetColumn)
        self.invalidText = invalidText
    }

    /// What errors and logs call it: the path, or both.
    public var name: String { files.map(\.path).joined(separator: " and ") }

    /// Where the text is.
    public var files: [URL] {
        switch location {
        case .files(let source, let target): [source, target]
        case .table(let url, _, _): [url]
        }
    }

    /// Opens the files, to read them from the beginning.
    ///
    /// - Throws: `CalqueError` when one cannot be opened.
    public func makeReader() throws -> any ParallelReader {
        switch location {
        case .files(let source, let target):
            try ParallelFilesReader(
                source: LineReader(url: source, invalidText: invalidText),
                target: LineReader(url: target, invalidText: invalidText))
        case .table(let url, let sourceColumn, let targetColumn):
            try ParallelTableReader(
                LineReader(url: url, invalidText: invalidText), sourceColumn: sourceColumn,
                targetColumn: targetColumn)
        }
    }
}

/// A line of a parallel corpus.
public struct ParallelLine: Equatable, Sendable {
    /// The number of the line, the first being 1.
    public let number: Int
    /// The source sentence; nil if it is not UTF-8.
    public let source: String?
    /// The target sentence; nil if it is not UTF-8.
    public let target: String?
}

/// Reads a parallel corpus line by line.
public protocol ParallelReader: AnyObject {
    /// The next line, or nil after the last.
    ///
    /// - Throws: `CalqueError` when a file cannot be read or is malformed, or at the end when the
    ///   files have unequal numbers of lines or none.
    func next() throws -> ParallelLine?
}
