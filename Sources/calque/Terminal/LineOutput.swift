import CalqueKit
import Foundation

/// Where a command writes what becomes of every line as soon as it is done: standard output or a
/// file.
enum LineOutput {
    /// Lets `body` write.
    ///
    /// When the work fails or a signal ends it, what a file would have had is kept beside it, and
    /// standard error says where.
    ///
    /// - Parameters:
    ///   - path: The file; nil or `-` for standard output.
    ///   - body: Is handed what writes the text of one line of input.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, and `CalqueError` when the file cannot be written.
    static func write<Result>(
        to path: String?, _ body: ((String) throws -> Void) throws -> Result
    ) throws -> Result {
        guard let path, path != "-" else { return try body { try StandardOutput.write($0) } }
        return try write(to: path.fileURL, body)
    }

    private static func write<Result>(
        to url: URL, _ body: ((String) throws -> Void) throws -> Result
    ) throws -> Result {
        for leftover in GrowingFile.leftovers(of: url) {
            StandardError.writeLine(
                "An earlier run that did not finish left a part of \(url.path) in \(leftover).")
        }
        let file = try GrowingFile(url: url)
        let signals = HeardSignals(saving: {
            // The cursor stands after the progress line or what the terminal shows of Ctrl-C.
            if StandardError.isTerminal { StandardError.offer("\n") }
            keep(file)
        })
        defer { signals.stop() }
        do {
            let result = try body(file.append)
            try file.finish()
            return result
        } catch {
            keep(file)
            throw error
        }
    }

    private static func keep(_ file: GrowingFile) {
        guard let kept = file.keep() else { return }
        let lines =
            kept.count == 1 ? "The first line is" : "The first \(kept.count.grouped) lines are"
        StandardError.offer("\(lines) done and kept in \(kept.path).\n")
    }
}
