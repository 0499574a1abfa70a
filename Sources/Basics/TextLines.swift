/// A text that is held whole, line by line, such as a test set.
public struct TextLines: Sendable, Equatable {
    /// What the text is called in errors: its path.
    public let name: String
    /// Its lines.
    public let lines: [String]

    /// A text of its lines.
    public init(name: String, _ lines: [String]) {
        self.name = name
        self.lines = lines
    }

    /// Reads a file, plain or compressed, or standard input for `-`.
    ///
    /// - Parameters:
    ///   - path: The file's path, or `-`.
    ///   - keepsByteOrderMark: Whether a byte order mark is part of the first line, as it is for
    ///     whoever compares texts character by character.
    /// - Throws: `CalqueError` when it cannot be read, or a line is not UTF-8 or too long.
    public init(path: String, keepsByteOrderMark: Bool = false) throws {
        let reader = try LineReader(
            path: path, invalidText: .skip, keepsByteOrderMark: keepsByteOrderMark)
        var lines: [String] = []
        while let line = try reader.next() { lines.append(try reader.text(of: line)) }
        self.init(name: path, lines)
    }
}
