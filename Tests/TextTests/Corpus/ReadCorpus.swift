import Basics
import Testing
import Text

extension ParallelCorpus {
    /// All lines, and the error that comes after them.
    func all() throws -> (lines: [ParallelLine], end: CalqueError?) {
        let reader = try makeReader()
        var lines: [ParallelLine] = []
        do {
            while let line = try reader.next() { lines.append(line) }
        } catch let error as CalqueError {
            return (lines, error)
        }
        #expect(try reader.next() == nil)
        return (lines, nil)
    }
}

extension [ParallelLine] {
    /// The texts of those that are pairs.
    var pairs: [[String]] {
        compactMap { line in
            guard let source = line.source, let target = line.target else { return nil }
            return [source, target]
        }
    }
}
