import Basics
import Foundation

/// The words of Japanese text as MeCab finds them with the IPA dictionary: sacreBLEU's `ja-mecab`.
///
/// It runs the program `mecab`, which Calque does not have.
public struct MeCabSegmenter: LineSegmenter {
    /// The folders where Debian has the dictionary, and then MeCab's own choice.
    private static let dictionaries = ["/var/lib/mecab/dic/ipadic-utf8", nil]
    /// The words of the IPA dictionary 2.7.0: of MeCab's own files and of Debian's package.
    private static let dictionarySizes = [392_126, 392_127]
    /// A line of more bytes would be cut in two.
    private static let longestLine = 1 << 20

    /// `ja-mecab-`, the version of the program, and `-IPA`.
    public let name: String
    private let program: URL
    private let dictionary: String?

    /// Finds the program and its dictionary.
    ///
    /// - Parameter path: The folders where the program may be, with colons between them; nil for
    ///   those of the environment.
    /// - Throws: `CalqueError` when there is no such program, or no such dictionary, that says what
    ///   to install.
    public init(path: String? = nil) throws {
        let path = path ?? ProcessInfo.processInfo.environment["PATH"] ?? ""
        let programs = path.split(separator: ":").map { URL(fileURLWithPath: "\($0)/mecab") }
        guard
            let program = programs.first(where: {
                FileManager.default.isExecutableFile(atPath: $0.path)
            })
        else {
            throw CalqueError(
                """
                Japanese is cut into words by mecab, which is not installed. Install it and its \
                dictionary (Debian: mecab and mecab-ipadic-utf8), or cut with --tokenize char.
                """, kind: .unsupported)
        }
        self.program = program
        let known = try Self.dictionaries.first { folder in
            if let folder, !FileManager.default.fileExists(atPath: folder) { return false }
            // Its status is 1 even when all is well.
            let description = try Self.run(
                program, Self.choosing(folder) + ["-D"], input: "", statuses: 0...1)
            return Self.isKnown(description)
        }
        guard let known else {
            throw CalqueError(
                """
                \(program.path) does not have the IPA dictionary in UTF-8, which scores of Japanese \
                are computed with. Install it (Debian: mecab-ipadic-utf8), or cut with --tokenize \
                char.
                """, kind: .unsupported)
        }
        dictionary = known
        let version = try Self.run(program, ["--version"], input: "")
        name = "ja-mecab-\(version.split(whereSeparator: \.isWhitespace).last ?? "unknown")-IPA"
    }

    /// The words of every line.
    public func segmented(_ lines: [String]) throws -> [String] {
        guard !lines.isEmpty else { return [] }
        if let long = lines.firstIndex(where: { $0.utf8.count >= Self.longestLine }) {
            throw CalqueError(
                """
                Text \(long + 1) has \(lines[long].utf8.count) bytes; mecab takes less than \
                \(Self.longestLine) in a line.
                """, kind: .input)
        }
        let stripped = lines.map { line in
            var scalars = line.unicodeScalars.drop(while: \.isPythonWhitespace)
                // A line that is broken within itself would be several here.
                .map { $0 == "\n" ? " " : $0 }
            scalars.append("\n")
            return String(String.UnicodeScalarView(scalars))
        }
        let output = try Self.run(
            program,
            Self.choosing(dictionary) + ["-O", "wakati", "-b", "\(Self.longestLine)"],
            input: stripped.joined())
        // Not by characters: one is a carriage return and what follows it.
        var words = output.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        words.removeLast()
        guard words.count == lines.count else {
            throw CalqueError(
                "mecab made \(words.count) lines of \(lines.count).", kind: .system)
        }
        return words
    }

    private static func choosing(_ dictionary: String?) -> [String] {
        dictionary.map { ["-d", $0] } ?? []
    }

    /// Whether a description of dictionaries is that of the IPA dictionary in UTF-8 and no other.
    private static func isKnown(_ description: String) -> Bool {
        let fields = description.split(separator: "\n").map { line in
            line.split(separator: ":", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
        let sizes = fields.filter { $0.first == "size" }.compactMap { Int($0.last ?? "") }
        let charsets = fields.filter { $0.first == "charset" }.compactMap { $0.last?.lowercased() }
        return sizes.count == 1 && dictionarySizes.contains(sizes[0])
            && charsets.allSatisfy { $0 == "utf-8" || $0 == "utf8" }
    }

    /// What the program writes for an input.
    private static func run(
        _ program: URL, _ arguments: [String], input: String, statuses: ClosedRange<Int32> = 0...0
    ) throws -> String {
        let process = Process()
        let (given, written) = (Pipe(), Pipe())
        process.executableURL = program
        process.arguments = arguments
        process.standardInput = given
        process.standardOutput = written
        do {
            try process.run()
        } catch {
            throw CalqueError(
                "\(program.path) cannot be run: \(error.localizedDescription)", kind: .system)
        }
        let text = Data(input.utf8)
        Thread.detachNewThread {
            try? given.fileHandleForWriting.write(contentsOf: text)
            try? given.fileHandleForWriting.close()
        }
        let output = written.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard statuses.contains(process.terminationStatus) else {
            throw CalqueError(
                "\(program.path) failed with status \(process.terminationStatus).", kind: .system)
        }
        return String(decoding: output, as: UTF8.self)
    }
}
