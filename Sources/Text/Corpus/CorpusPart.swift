import Basics

/// A text of a parallel corpus: what is read from its beginning to its end before the next one.
struct CorpusPart: Sendable {
    enum Location: Sendable {
        case files(source: TextFile, target: TextFile)
        case table(TextFile, sourceColumn: Int, targetColumn: Int)
        case memory(TextFile, sourceLanguage: String, targetLanguage: String)
        case xliff(TextFile, sourceLanguage: String?, targetLanguage: String?)
        case portableObject(TextFile)
    }

    let location: Location
    let invalidText: LineReader.InvalidText

    /// What errors and reports call it: the path, or both.
    var name: String { files.map(\.name).joined(separator: " and ") }

    /// Where the text is.
    var files: [TextFile] {
        switch location {
        case .files(let source, let target): [source, target]
        case .table(let file, _, _), .memory(let file, _, _), .xliff(let file, _, _),
            .portableObject(let file):
            [file]
        }
    }

    /// The bytes of its files; nil where nobody knows how many there are.
    var byteCount: Int? {
        let counts = files.map(\.byteCount)
        return counts.contains(nil) ? nil : counts.compactMap(\.self).reduce(0, +)
    }

    /// Opens the files, to read them from the beginning.
    ///
    /// - Throws: `CalqueError` when one cannot be opened, or both languages of a memory are the
    ///   same.
    func makeReader() throws -> any ParallelReader {
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
            try UnitReader(
                file, TMXUnits(MemoryLanguages(source: source, target: target, in: file.name)))
        case .xliff(let file, let source, let target):
            try UnitReader(file, XLIFFUnits(source: source, target: target, in: file.name))
        case .portableObject(let file):
            try PortableObjectReader(file, skipsInvalid: invalidText == .skip)
        }
    }
}
