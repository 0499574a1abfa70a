extension LineReader {
    /// The text of a line that was read, for work that leaves no lines out.
    ///
    /// - Throws: `CalqueError` with file and line when it has a flaw.
    package func text(of line: Line) throws(CalqueError) -> String {
        guard let flaw = line.flaw else { return line.text ?? "" }
        throw CalqueError(
            "\(name), line \(line.number): this \(flaw.predicate). \(flaw.advice)", kind: .input)
    }
}

extension Line.Flaw {
    /// What is wrong with the line, in words.
    package var predicate: String {
        switch self {
        case .invalidText: "is not UTF-8"
        case .tooLong: "has more than \(LineReader.maximumLineBytes >> 20) MiB"
        }
    }

    fileprivate var advice: String {
        switch self {
        case .invalidText: "Convert the file to UTF-8."
        case .tooLong: "Shorten it."
        }
    }
}
