import Basics
import Foundation

/// Files of lines that take long to make, each line of an input: chunk by chunk, so that whoever was
/// stopped or killed goes on, and comes to the same file as if nothing had happened.
struct LineMaking {
    /// So few lines that it soon shows when nobody wants them any more.
    static let chunk = 500

    /// Asked before every chunk.
    let isCancelled: () -> Bool

    /// Makes a line of every input, in a file that goes on where it was; one that is there is finished.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - next: The next input; nil after the last.
    ///   - progress: Is told how many lines there are.
    ///   - work: Makes the lines of a chunk, which begins with the input of some number, from 0.
    /// - Throws: What `next` and `work` throw, `CalqueError` when the file cannot be written, and
    ///   `CancellationError` where nobody wants it any more.
    func make<Input>(
        _ file: URL, of next: () throws -> Input?, progress: (Int) -> Void,
        _ work: (_ inputs: [Input], _ first: Int) throws -> [String]
    ) throws {
        // It was finished, and what came to an end then was not noted any more.
        if FileManager.default.fileExists(atPath: file.path) { return }
        let lines = try ResumableLines(file, chunk: Self.chunk)
        for _ in 0..<lines.count { _ = try next() }
        while true {
            progress(lines.count)
            if isCancelled() { throw CancellationError() }
            var inputs: [Input] = []
            while inputs.count < Self.chunk, let input = try next() { inputs.append(input) }
            if inputs.isEmpty { break }
            try lines.append(work(inputs, lines.count))
        }
        try lines.finish()
    }
}
