import Basics

/// The lines of files, one file after the other. A line that is no text keeps its place.
final class SentenceLines {
    private var files: [String]
    private var reader: LineReader?

    /// - Parameter files: Paths of files that are there.
    init(_ files: [String]) {
        self.files = files
    }

    /// The next line, which is empty where it is no text; nil after the last.
    ///
    /// - Throws: `CalqueError` when a file cannot be read.
    func next() throws -> String? {
        while true {
            if let line = try reader?.next() { return line.text ?? "" }
            guard !files.isEmpty else { return nil }
            reader = try LineReader(
                path: files.removeFirst(), invalidText: .skip, longLines: .skip)
        }
    }

    /// How many lines a file has.
    static func count(of file: String) throws -> Int {
        let lines = SentenceLines([file])
        var count = 0
        while try lines.next() != nil { count += 1 }
        return count
    }
}
