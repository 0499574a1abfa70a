import Basics

/// Reads two files side by side.
final class ParallelFilesReader: ParallelReader {
    private let source: LineReader
    private let target: LineReader
    private var count = 0
    /// The first line whose sides can hardly be translations of each other.
    private var firstSuspiciousLine: Int?

    init(source: LineReader, target: LineReader) {
        self.source = source
        self.target = target
    }

    var fractionRead: Double? { source.fractionRead }

    func next() throws -> ParallelLine? {
        let (sourceLine, targetLine) = (try source.next(), try target.next())
        guard let sourceLine, let targetLine else {
            try checkEnd(sourceHasLine: sourceLine != nil, targetHasLine: targetLine != nil)
            return nil
        }
        count += 1
        let line = ParallelLine(number: count, source: sourceLine, target: targetLine)
        if firstSuspiciousLine == nil, line.isSuspicious { firstSuspiciousLine = count }
        return line
    }

    private func checkEnd(sourceHasLine: Bool, targetHasLine: Bool) throws {
        guard sourceHasLine || targetHasLine else {
            if count == 0 { throw ParallelLine.noLines(in: "\(source.name) and \(target.name)") }
            return
        }
        let sourceCount = try countLines(of: source, pending: sourceHasLine)
        let targetCount = try countLines(of: target, pending: targetHasLine)
        let suspicion =
            firstSuspiciousLine.map { " Line \($0) is the first whose lengths look wrong." } ?? ""
        throw CalqueError(
            "\(source.name) has \(sourceCount) lines and \(target.name) has \(targetCount), so "
                + "their lines are not translations of each other.\(suspicion) Align the files "
                + "again.", kind: .input)
    }

    private func countLines(of reader: LineReader, pending: Bool) throws -> Int {
        var lines = count + (pending ? 1 : 0)
        while pending, try reader.next() != nil { lines += 1 }
        return lines
    }
}

extension ParallelLine {
    /// Whether one side is so much longer than the other, in characters, that the two can hardly be
    /// translations of each other: three times, and a short sentence more.
    fileprivate var isSuspicious: Bool {
        let lengths = [source, target].map { $0?.unicodeScalars.count ?? 0 }
        let (shorter, longer) = (min(lengths[0], lengths[1]), max(lengths[0], lengths[1]))
        return longer > 3 * shorter + 20
    }

    static func noLines(in name: String) -> CalqueError {
        CalqueError("There are no lines in \(name). Name files with text in them.", kind: .input)
    }
}
