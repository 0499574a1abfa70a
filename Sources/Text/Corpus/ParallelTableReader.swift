import Basics

/// Reads two columns of a table whose columns are parted by tabs.
final class ParallelTableReader: ParallelReader {
    private let reader: LineReader
    private let sourceColumn: Int
    private let targetColumn: Int
    private var isEmpty = true
    private var hasPair = false
    /// The first line that has too few columns.
    private var firstFlawed: ParallelLine?

    init(_ reader: LineReader, sourceColumn: Int, targetColumn: Int) {
        self.reader = reader
        self.sourceColumn = sourceColumn
        self.targetColumn = targetColumn
    }

    var fractionRead: Double? { reader.fractionRead }

    func next() throws -> ParallelLine? {
        guard let line = try reader.next() else {
            try checkEnd()
            return nil
        }
        isEmpty = false
        guard let text = line.text else {
            return ParallelLine(
                number: line.number, source: nil, target: nil,
                flaw: line.flaw.map(ParallelLine.Flaw.init))
        }
        // An empty line, often the last one, is a pair of empty sentences.
        if text.isEmpty {
            return ParallelLine(number: line.number, source: "", target: "", flaw: nil)
        }
        let columns = text.utf8.split(
            separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        guard max(sourceColumn, targetColumn) < columns.count else {
            let flawed = ParallelLine(
                number: line.number, source: nil, target: nil,
                flaw: .missingColumn(FileProblem.quoted(text)))
            firstFlawed = firstFlawed ?? flawed
            return flawed
        }
        hasPair = true
        return ParallelLine(
            number: line.number, source: String(Substring(columns[sourceColumn])),
            target: String(Substring(columns[targetColumn])), flaw: nil)
    }

    private func checkEnd() throws {
        if isEmpty { throw ParallelLine.noLines(in: reader.name) }
        guard !hasPair, let firstFlawed, case .missingColumn(let text) = firstFlawed.flaw else {
            return
        }
        throw CalqueError(
            "\(reader.name): no line has \(max(sourceColumn, targetColumn) + 1) columns, and line "
                + "\(firstFlawed.number) is \(text). Part the columns by tabs, or choose others.",
            kind: .input)
    }
}
