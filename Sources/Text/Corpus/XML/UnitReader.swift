import Basics

/// Reads the pairs of an XML file whose units are translations.
///
/// Each unit is a line of the corpus; those that no pair can be made of have a flaw.
final class UnitReader: ParallelReader {
    private let name: String
    /// The bytes of the file; nil where nobody knows.
    private let size: Int?
    private let input: DecompressingInput
    private let parser: UnitParser
    /// Pairs that were read and not handed out, the last one first.
    private var pending: [ParallelLine] = []
    /// What ended the reading.
    private var end: Result<Void, CalqueError>?

    /// - Parameters:
    ///   - file: The file.
    ///   - units: What knows its format.
    /// - Throws: `CalqueError` when it cannot be opened.
    init(_ file: TextFile, _ units: any PairUnits) throws {
        name = file.name
        size = file.byteCount
        input = try file.makeInput()
        parser = UnitParser(units)
    }

    /// By what expat has read, or, of a file that is compressed, what was decompressed.
    var fractionRead: Double? {
        guard let size, size > 0 else { return nil }
        return min(1, Double(input.decompressedCount ?? parser.byteCount) / Double(size))
    }

    func next() throws -> ParallelLine? {
        while pending.isEmpty {
            if let end {
                try end.get()
                return nil
            }
            do {
                end = result(of: try parser.readOn(input))
            } catch let error as CalqueError {
                // What is compressed may end too soon as well.
                end = .failure(
                    CalqueError(
                        "\(error.problem) \(unitCount) came before, up to line \(parser.line).",
                        remedy: error.remedy, kind: error.kind))
            }
            pending = parser.takeFinished().reversed()
        }
        return pending.popLast()
    }

    private func result(of progress: UnitParser.Progress) -> Result<Void, CalqueError>? {
        switch progress {
        case .going: nil
        case .ended: endOfFile()
        case .truncated where parser.isEmpty:
            .failure(error("There is nothing in \(name). Name \(parser.units.kind)."))
        case .truncated:
            .failure(
                error(
                    "\(name) ends in the middle, at line \(parser.line), after \(unitCount). Copy "
                        + "it or export it again."))
        case .refused(let problem):
            .failure(
                error(
                    "\(name), line \(parser.line): it is not \(parser.units.format) that can be read: "
                        + "\(problem); \(unitCount) came before. Correct it there, or export it again."
                ))
        }
    }

    /// A file without a pair is another one than was meant.
    private func endOfFile() -> Result<Void, CalqueError> {
        let units = parser.units
        guard units.count > 0 else {
            return .failure(error("There are no units in \(name). Name \(units.kind)."))
        }
        guard units.pairCount == 0 else { return .success(()) }
        return .failure(error("\(name): none of its \(unitCount) \(units.absence)"))
    }

    private var unitCount: String {
        parser.units.count == 1 ? "1 unit" : "\(parser.units.count) units"
    }

    private func error(_ text: String) -> CalqueError { CalqueError(text, kind: .input) }
}
