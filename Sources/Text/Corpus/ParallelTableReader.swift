import Basics

/// Reads two columns of a table whose columns are parted by tabs.
final class ParallelTableReader: ParallelReader {
    private let reader: LineReader
    private let sourceColumn: Int
    private let targetColumn: Int
    private var isEmpty = true

    init(_ reader: LineReader, sourceColumn: Int, targetColumn: Int) {
        self.reader = reader
        self.sourceColumn = sourceColumn
        self.targetColumn = targetColumn
    }

    func next() throws -> ParallelLine? {
        guard let line = try reader.next() else {
            if isEmpty { throw ParallelLine.noLines(in: reader.name) }
            return nil
        }
        isEmpty = false
        guard let text = line.text else {
            return ParallelLine(number: line.number, source: nil, target: nil)
        }
        let columns = text.utf8.split(
            separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        let last = max(sourceColumn, targetColumn)
        guard last < columns.count else {
            // An empty line, often the last one, is a pair of empty sentences.
            if text.isEmpty { return ParallelLine(number: line.number, source: "", target: "") }
            throw CalqueError(
                "\(reader.name), line \(line.number): the line has \(columns.count) columns, but "
                    + "column \(last), counted from 0, is wanted. Part the columns by tabs, or "
                    + "choose others."
            )
        }
        return ParallelLine(
            number: line.number, source: String(Substring(columns[sourceColumn])),
            target: String(Substring(columns[targetColumn])))
    }
}
