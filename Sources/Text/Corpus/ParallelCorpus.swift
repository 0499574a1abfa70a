public import Basics
public import Foundation

/// Text in two languages, line by line: two files, one table, or a translation memory. Each may be
/// compressed by gzip, xz or zstd.
///
/// A corpus can be read any number of times, even when its text comes through a pipe: see
/// ``Basics/TextFile``.
public struct ParallelCorpus: Sendable {
    enum Location: Sendable {
        case files(source: TextFile, target: TextFile)
        case table(TextFile, sourceColumn: Int, targetColumn: Int)
        case memory(TextFile, sourceLanguage: String, targetLanguage: String)
    }

    let location: Location
    let invalidText: LineReader.InvalidText

    /// Two files, of which line n of one is the translation of line n of the other.
    ///
    /// - Parameters:
    ///   - source: The source language's file.
    ///   - target: The target language's file.
    ///   - invalidText: Whether a line that is not UTF-8 is an error, or its pair is left out.
    public init(
        source: TextFile, target: TextFile, invalidText: LineReader.InvalidText = .fail
    ) {
        location = .files(source: source, target: target)
        self.invalidText = invalidText
    }

    /// Two files at these places: see ``init(source:target:invalidText:)``.
    public init(source: URL, target: URL, invalidText: LineReader.InvalidText = .fail) {
        self.init(
            source: TextFile(url: source), target: TextFile(url: target), invalidText: invalidText)
    }

    /// One file whose lines have columns between tabs. A line that lacks one of the two is left out
    /// and counted.
    ///
    /// - Parameters:
    ///   - table: The file.
    ///   - sourceColumn: The column of the source language, from 0.
    ///   - targetColumn: The column of the target language, from 0.
    ///   - invalidText: Whether a line that is not UTF-8 is an error, or is left out.
    public init(
        table: TextFile, sourceColumn: Int = 0, targetColumn: Int = 1,
        invalidText: LineReader.InvalidText = .fail
    ) {
        precondition(
            sourceColumn >= 0 && targetColumn >= 0,
            "a table with its text in columns \(sourceColumn) and \(targetColumn)")
        location = .table(table, sourceColumn: sourceColumn, targetColumn: targetColumn)
        self.invalidText = invalidText
    }

    /// One file at a place: see ``init(table:sourceColumn:targetColumn:invalidText:)``.
    public init(
        table: URL, sourceColumn: Int = 0, targetColumn: Int = 1,
        invalidText: LineReader.InvalidText = .fail
    ) {
        self.init(
            table: TextFile(url: table), sourceColumn: sourceColumn, targetColumn: targetColumn,
            invalidText: invalidText)
    }

    /// A translation memory in TMX, of whose units those are pairs that have text in both
    /// languages. The others are left out and counted.
    ///
    /// - Parameters:
    ///   - memory: The file, in UTF-8, UTF-16, ISO-8859-1 or US-ASCII.
    ///   - sourceLanguage: The source language's code. `en` stands for `en-US`, too, but a text in
    ///     `en` itself goes before it.
    ///   - targetLanguage: The target language's code, likewise.
    public init(memory: TextFile, sourceLanguage: String, targetLanguage: String) {
        location = .memory(memory, sourceLanguage: sourceLanguage, targetLanguage: targetLanguage)
        invalidText = .fail
    }

    /// A translation memory at a place: see ``init(memory:sourceLanguage:targetLanguage:)``.
    public init(memory: URL, sourceLanguage: String, targetLanguage: String) {
        self.init(
            memory: TextFile(url: memory), sourceLanguage: sourceLanguage,
            targetLanguage: targetLanguage)
    }

    /// What errors and logs call it: the path, or both.
    public var name: String { files.map(\.name).joined(separator: " and ") }

    /// Where the text is.
    public var files: [TextFile] {
        switch location {
        case .files(let source, let target): [source, target]
        case .table(let file, _, _), .memory(let file, _, _): [file]
        }
    }

    /// Opens the files, to read them from the beginning.
    ///
    /// - Throws: `CalqueError` when one cannot be opened, or both languages of a memory are the
    ///   same.
    public func makeReader() throws -> any ParallelReader {
        func lines(_ file: TextFile) throws -> LineReader {
            try file.makeReader(invalidText: invalidText, longLines: .skip)
        }
        return switch location {
        case .files(let source, let target):
            try ParallelFilesReader(source: lines(source), target: lines(target))
        case .table(let file, let sourceColumn, let targetColumn):
            try ParallelTableReader(
                lines(file), sourceColumn: sourceColumn, targetColumn: targetColumn)
        case .memory(let file, let source, let target):
            try TMXReader(file, source: source, target: target)
        }
    }
}

/// A line of a parallel corpus, or a unit of a translation memory.
public struct ParallelLine: Equatable, Sendable {
    /// The number of the line, the first being 1; of a unit, that of the line where it begins.
    public let number: Int
    /// The number of the unit, the first being 1; nil where the corpus is no translation memory.
    public let unit: Int?
    /// The source sentence; nil if the line, or its source, has a flaw.
    public let source: String?
    /// The target sentence; nil if the line, or its target, has a flaw.
    public let target: String?
    /// Why a sentence is missing; nil if none is.
    public let flaw: Flaw?

    /// A line of its parts.
    ///
    /// - Parameters:
    ///   - number: The number of the line, the first being 1.
    ///   - unit: The number of the unit; nil where the corpus is no translation memory.
    ///   - source: The source sentence; nil if it has a flaw.
    ///   - target: The target sentence; nil if it has a flaw.
    ///   - flaw: Why a sentence is missing; nil if none is.
    public init(
        number: Int, unit: Int? = nil, source: String?, target: String?, flaw: Flaw? = nil
    ) {
        self.number = number
        self.unit = unit
        self.source = source
        self.target = target
        self.flaw = flaw
    }

    /// Why a sentence is missing.
    public enum Flaw: Equatable, Sendable {
        /// It is not UTF-8.
        case invalidText
        /// It is longer than ``Basics/LineReader/maximumLineBytes``.
        case tooLong
        /// The line of a table has too few columns; its beginning, in quotation marks.
        case missingColumn(String)
        /// The unit has no text in one of the languages; those that it has text in.
        case missingLanguage(String)
        /// A text of the unit refers to an entity that its file does not declare; it, in quotation
        /// marks.
        case unknownEntity(String)
    }
}

extension ParallelLine {
    /// Two lines side by side.
    init(number: Int, source: Line, target: Line) {
        self.init(
            number: number, source: source.text, target: target.text,
            flaw: (source.flaw ?? target.flaw).map(Flaw.init))
    }
}

extension ParallelLine.Flaw {
    init(_ flaw: Line.Flaw) {
        self =
            switch flaw {
            case .invalidText: .invalidText
            case .tooLong: .tooLong
            }
    }
}

/// Reads a parallel corpus line by line.
public protocol ParallelReader: AnyObject {
    /// The next line, or nil after the last.
    ///
    /// - Throws: `CalqueError` when a file cannot be read or is malformed, or at the end when the
    ///   files have unequal numbers of lines or none.
    func next() throws -> ParallelLine?

    /// The share of the text that has been handed out; nil where nobody knows.
    var fractionRead: Double? { get }
}

extension ParallelReader {
    /// Nothing, where a reader does not say.
    public var fractionRead: Double? { nil }
}
