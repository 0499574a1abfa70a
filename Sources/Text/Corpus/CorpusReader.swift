import Basics

/// Reads the parts of a corpus one after the other.
final class CorpusReader: ParallelReader {
    private let parts: [CorpusPart]
    /// The names of the parts, where there are several.
    private let names: [String?]
    private let keptLines: KeptLines?
    /// The bytes of the parts; nil where one is unknown.
    private let sizes: [Int]?
    private var part = 0
    private var reader: (any ParallelReader)?
    private var count = 0

    /// Opens the first of the parts; the others follow when they are read.
    init(_ parts: [CorpusPart], _ keptLines: KeptLines?) throws {
        self.parts = parts
        self.keptLines = keptLines
        names = parts.map { parts.count > 1 ? $0.name : nil }
        let sizes = parts.count > 1 ? parts.map(\.byteCount) : []
        self.sizes = sizes.contains(nil) ? nil : sizes.compactMap(\.self)
        reader = try parts[0].makeReader()
    }

    func next() throws -> ParallelLine? {
        while let reader {
            if let line = try reader.next() {
                defer { count += 1 }
                let placed = line.placed(at: count + 1, part: part, file: names[part])
                guard let keptLines else { return placed }
                guard count < keptLines.count else { throw anotherText(keptLines) }
                return keptLines[count] ? placed : placed.uncleaned
            }
            part += 1
            self.reader = part < parts.count ? try parts[part].makeReader() : nil
        }
        if let keptLines, count != keptLines.count { throw anotherText(keptLines) }
        return nil
    }

    var fractionRead: Double? {
        guard let reader, parts.count > 1 else {
            return part < parts.count ? reader?.fractionRead : 1
        }
        guard let sizes, let fraction = reader.fractionRead else { return nil }
        let total = sizes.reduce(0, +)
        guard total > 0 else { return nil }
        let before = sizes[..<part].reduce(0, +)
        return (Double(before) + fraction * Double(sizes[part])) / Double(total)
    }

    private func anotherText(_ kept: KeptLines) -> CalqueError {
        let names = parts.map(\.name).joined(separator: ", ")
        return CalqueError(
            """
            \(names): \(count < kept.count ? "there are \(count) lines" : "there are more lines") and \
            \(kept.count) were cleaned, so it is another text now. Put the text back that was cleaned, \
            or begin anew.
            """, kind: .input)
    }
}
