import Basics

/// Reads the pairs of two languages of a translation memory in TMX (1.1 to 1.4).
///
/// Each unit is a line of the corpus; those that lack one of the languages have a flaw.
final class TMXReader: ParallelReader {
    private let name: String
    /// The bytes of the file; nil where nobody knows.
    private let size: Int?
    private let input: DecompressingInput
    private let parser: TMXParser
    /// Pairs that were read and not handed out, the last one first.
    private var pending: [ParallelLine] = []
    /// What ended the reading.
    private var end: Result<Void, CalqueError>?

    init(_ file: TextFile, source: String, target: String) throws {
        let languages = MemoryLanguages(source: source, target: target)
        guard languages.source != languages.target else {
            throw CalqueError(
                "Source and target are both in \(languages.source). Name two languages of "
                    + "\(file.name).",
                kind: .configuration)
        }
        name = file.name
        size = file.byteCount
        input = try file.makeInput()
        parser = TMXParser(languages)
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

    private func result(of progress: TMXParser.Progress) -> Result<Void, CalqueError>? {
        switch progress {
        case .going: nil
        case .ended: endOfMemory()
        case .truncated where parser.isEmpty:
            .failure(error("There is nothing in \(name). Name a translation memory in TMX."))
        case .truncated:
            .failure(
                error(
                    "\(name) ends in the middle, at line \(parser.line), after \(unitCount). Copy "
                        + "it or export it again."))
        case .refused(let problem):
            .failure(
                error(
                    "\(name), line \(parser.line): it is not TMX that can be read: \(problem); "
                        + "\(unitCount) came before. Correct it there, or export it again."))
        }
    }

    /// A memory without a pair is another one than was meant.
    private func endOfMemory() -> Result<Void, CalqueError> {
        let (units, languages) = (parser.units, parser.units.languages)
        guard units.count > 0 else {
            return .failure(
                error("There are no units in \(name). Name a translation memory in TMX."))
        }
        guard units.pairCount == 0 else { return .success(()) }
        return .failure(
            error(
                "\(name): none of its \(unitCount) has text in both \(languages.source) and "
                    + "\(languages.target). Choose two of its languages: "
                    + "\(languages.description)."))
    }

    private var unitCount: String {
        parser.units.count == 1 ? "1 unit" : "\(parser.units.count) units"
    }

    private func error(_ text: String) -> CalqueError { CalqueError(text, kind: .input) }
}
