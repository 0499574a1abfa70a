import CalqueKit

extension LineReader {
    /// The text of a line that was read, by a command that leaves no lines out.
    ///
    /// - Throws: `CalqueError` with file and line when it is not UTF-8.
    func text(of line: Line) throws(CalqueError) -> String {
        guard let text = line.text else {
            throw CalqueError(
                "\(name), line \(line.number): this is not UTF-8. Convert the file to UTF-8.")
        }
        return text
    }
}
