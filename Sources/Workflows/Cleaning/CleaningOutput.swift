import Basics
public import Foundation
import Text

/// Where pairs go that cleaning has kept.
public enum CleaningOutput: Sendable {
    /// Two files, line by line.
    case files(source: URL, target: URL)
    /// One file, with a tab between source and target; a tab within a side becomes a space.
    case table(URL)

    /// Lets `body` write pairs; the files are there when all of them are.
    func write<Result>(
        _ body: ((ParallelLine) throws -> Void) throws -> Result
    ) throws -> Result {
        urls.forEach(AtomicFile.clearLeftovers)
        return switch self {
        case .files(let source, let target):
            try AtomicFile.write(to: source) { sources in
                try AtomicFile.write(to: target) { targets in
                    try body { line in
                        try Self.write(line.source ?? "", to: sources)
                        try Self.write(line.target ?? "", to: targets)
                    }
                }
            }
        case .table(let url):
            try AtomicFile.write(to: url) { file in
                try body { line in
                    try file.write(Self.withoutTabs(line.source ?? ""))
                    try file.write("\t")
                    try Self.write(Self.withoutTabs(line.target ?? ""), to: file)
                }
            }
        }
    }

    /// Throws `CalqueError` where a file would be written twice, or over a text that is read.
    ///
    /// - Parameters:
    ///   - others: What is written beside the pairs.
    ///   - corpora: The texts.
    func requireOtherFiles(_ others: [URL], than corpora: [ParallelCorpus]) throws {
        func place(_ url: URL) -> String { url.resolvingSymlinksInPath().standardizedFileURL.path }
        let read = Set(corpora.flatMap(\.files).map { place(URL(fileURLWithPath: $0.name)) })
        var written: Set<String> = []
        // Devices and pipes of the system take anything.
        for path in (urls + others).map(place) where !path.hasPrefix("/dev/") {
            guard !read.contains(path) else {
                throw CalqueError(
                    "\(path) is read, and would be written over. Write to another file.",
                    kind: .configuration)
            }
            guard written.insert(path).inserted else {
                throw CalqueError(
                    "\(path) would be written twice. The files to write have to be different.",
                    kind: .configuration)
            }
        }
    }

    private var urls: [URL] {
        switch self {
        case .files(let source, let target): [source, target]
        case .table(let url): [url]
        }
    }

    private static func write(_ text: String, to file: FileOutput) throws {
        try file.write(text)
        try file.write("\n")
    }

    /// A text that can be a column.
    static func withoutTabs(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\t")) else { return text }
        return text.replacing("\t", with: " ")
    }
}
