import CalqueKit
import Foundation

/// How far a command has come with a long input, on one line of a terminal. Nothing where nobody
/// looks, or where somebody types the input or reads the results on the same terminal.
final class LineProgress {
    private let unit: String
    private let isShown: Bool
    private let start = ContinuousClock.now
    private var line = ProgressLine()

    /// - Parameters:
    ///   - unit: What is counted, in the plural.
    ///   - inputs: The paths of the files that are read, `-` for standard input.
    ///   - output: The path of the file that is written line by line, `-` for standard output; nil
    ///     if none is.
    init(_ unit: String, inputs: [String?], output: String?) {
        self.unit = unit
        let isTyped = inputs.contains("-") && isatty(STDIN_FILENO) == 1
        let isRead = output == "-" && StandardOutput.isTerminal
        isShown = StandardError.isTerminal && !isTyped && !isRead
    }

    deinit {
        line.clear()
    }

    /// Shows what is done.
    ///
    /// - Parameters:
    ///   - count: How many lines or pairs are done.
    ///   - earlier: How many of them were done before.
    ///   - fraction: The share of the input that they are; nil where nobody knows.
    func show(_ count: Int, earlier: Int = 0, fraction: @autoclosure () -> Double?) {
        guard isShown else { return }
        var figures = ["\(count.grouped) \(unit)"]
        let seconds = start.duration(to: .now).seconds
        if count > earlier, seconds > 0 {
            figures.append("\((Double(count - earlier) / seconds).abbreviated) \(unit)/s")
        }
        line.draw(fraction: fraction(), figures)
    }

    /// Writes a line to standard error.
    func say(_ text: String) {
        line.clear()
        StandardError.writeLine(text)
    }
}
