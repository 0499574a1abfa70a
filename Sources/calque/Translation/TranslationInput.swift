import CalqueKit

/// The lines to translate, and what their translations begin with.
final class TranslationInput {
    private let lines: LineReader
    private let prefixes: LineReader?
    /// Takes what is to be said of a line.
    private let warn: (_ line: Int, _ warning: String) -> Void

    /// - Parameters:
    ///   - path: The lines' file, or `-` for standard input.
    ///   - prefixes: The file of a target prefix for every line.
    ///   - skipsInvalid: Whether a line that has a flaw is empty rather than an error.
    ///   - warn: Takes what is to be said of a line.
    init(
        path: String, prefixes: String?, skipsInvalid: Bool,
        warn: @escaping (_ line: Int, _ warning: String) -> Void
    ) throws {
        let flawed: LineReader.InvalidText = skipsInvalid ? .skip : .fail
        func reader(_ path: String) throws -> LineReader {
            try LineReader(path: path, invalidText: flawed, longLines: flawed)
        }
        lines = try reader(path)
        self.prefixes = try prefixes.map(reader)
        self.warn = warn
    }

    /// The next line, or nil after the last.
    ///
    /// - Throws: `CalqueError` when a file cannot be read, or there is not one prefix for every
    ///   line.
    func next() throws -> TranslationRequest? {
        let line = try lines.next()
        guard let prefixes else { return line.map { request($0, prefix: nil) } }
        switch (line, try prefixes.next()) {
        case (nil, nil): return nil
        case (let line?, let prefix?): return request(line, prefix: prefix)
        case (let line?, nil): throw mismatch("ends before line \(line.number)", prefixes)
        case (nil, let prefix?): throw mismatch("goes on with line \(prefix.number)", prefixes)
        }
    }

    /// The share of the lines that have been read; nil where nobody knows.
    var fractionRead: Double? { lines.fractionRead }

    /// Whether ``next()`` would answer without waiting for a pipe or terminal.
    ///
    /// - Throws: `CalqueError` when a file cannot be read.
    func answersAtOnce() throws -> Bool {
        try lines.answersAtOnce() && prefixes?.answersAtOnce() ?? true
    }

    private func request(_ line: Line, prefix: Line?) -> TranslationRequest {
        if let flaw = line.flaw { warn(line.number, "It \(flaw.predicate) and stays empty.") }
        if let flaw = prefix?.flaw {
            warn(line.number, "Its target prefix \(flaw.predicate) and was left out.")
        }
        return TranslationRequest(line.text ?? "", targetPrefix: prefix?.text ?? "")
    }

    private func mismatch(_ what: String, _ prefixes: LineReader) -> CalqueError {
        CalqueError(
            """
            \(prefixes.name) \(what), and \(lines.name) does not. Give one target prefix for every \
            line; an empty one is none.
            """, kind: .input)
    }
}
