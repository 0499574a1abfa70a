public import Basics
public import Foundation

/// Text in two languages, line by line: two files, one table, a translation memory, an XLIFF or PO
/// file, or several of these, one after the other. Each file may be compressed by gzip, xz or zstd.
///
/// A corpus can be read any number of times, even when its text comes through a pipe: see
/// ``Basics/TextFile``.
public struct ParallelCorpus: Sendable {
    let parts: [CorpusPart]
    /// Which of the lines stay, where the text was cleaned: the others are handed out without text.
    /// Nil for all.
    public var keptLines: KeptLines?

    private init(_ parts: [CorpusPart]) { self.parts = parts }

    private init(_ location: CorpusPart.Location, _ invalidText: LineReader.InvalidText) {
        self.init([CorpusPart(location: location, invalidText: invalidText)])
    }

    /// Several corpora, which are read one after the other: see ``ParallelLine/part``. What was cleaned
    /// of one alone is forgotten.
    ///
    /// - Parameter corpora: One or more.
    public init(joining corpora: [ParallelCorpus]) {
        precondition(!corpora.isEmpty, "ParallelCorpus: nothing to join")
        self.init(corpora.flatMap(\.parts))
    }

    /// Two files, of which line n of one is the translation of line n of the other.
    ///
    /// - Parameters:
    ///   - source: The source language's file.
    ///   - target: The target language's file.
    ///   - invalidText: Whether a line that is not UTF-8 is an error, or its pair is left out.
    public init(
        source: TextFile, target: TextFile, invalidText: LineReader.InvalidText = .fail
    ) {
        self.init(.files(source: source, target: target), invalidText)
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
        self.init(
            .table(table, sourceColumn: sourceColumn, targetColumn: targetColumn), invalidText)
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
        self.init(
            .memory(memory, sourceLanguage: sourceLanguage, targetLanguage: targetLanguage), .fail)
    }

    /// A translation memory at a place: see ``init(memory:sourceLanguage:targetLanguage:)``.
    public init(memory: URL, sourceLanguage: String, targetLanguage: String) {
        self.init(
            memory: TextFile(url: memory), sourceLanguage: sourceLanguage,
            targetLanguage: targetLanguage)
    }

    /// A file in XLIFF 1.2 or 2, of whose units those are pairs that are translated. The others are
    /// left out and counted.
    ///
    /// - Parameters:
    ///   - xliff: The file, in an encoding that a memory may have.
    ///   - sourceLanguage: The source language's code, as that of a memory; nil for the language that
    ///     the file calls so.
    ///   - targetLanguage: The target language's code, likewise. With both, texts may have been
    ///     translated from either of the two into the other.
    public init(xliff: TextFile, sourceLanguage: String? = nil, targetLanguage: String? = nil) {
        self.init(
            .xliff(xliff, sourceLanguage: sourceLanguage, targetLanguage: targetLanguage), .fail)
    }

    /// A PO file of gettext, in UTF-8. Messages without a translation, and those that are fuzzy or
    /// obsolete, are left out and counted.
    ///
    /// - Parameters:
    ///   - portableObject: The file.
    ///   - invalidText: Whether a line that is not UTF-8 is an error, or its message is left out.
    public init(portableObject: TextFile, invalidText: LineReader.InvalidText = .fail) {
        self.init(.portableObject(portableObject), invalidText)
    }

    /// What errors and logs call it: the paths.
    public var name: String {
        parts.count == 1 ? parts[0].name : partNames.joined(separator: ", ")
    }

    /// What its parts are called, in the order in which they are read.
    public var partNames: [String] { parts.map(\.name) }

    /// Where the text is.
    public var files: [TextFile] { parts.flatMap(\.files) }

    /// Opens the files, to read them from the beginning.
    ///
    /// - Throws: `CalqueError` when one cannot be opened, or both languages of a memory are the
    ///   same.
    public func makeReader() throws -> any ParallelReader {
        try CorpusReader(parts, keptLines)
    }
}
