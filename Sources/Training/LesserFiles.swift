import Basics

/// Writes what no training has to end for when it fails: log, curves, the end of older checkpoints.
final class LesserFiles {
    private let warn: (String) -> Void
    private var unwritten: Set<String> = []

    /// - Parameter warn: Is told what could not be written; once for each, until it can be again.
    init(warn: @escaping (String) -> Void) { self.warn = warn }

    /// Does something, or goes on without it.
    ///
    /// - Parameters:
    ///   - what: The name of what is written.
    ///   - body: Writes it.
    func write(_ what: String, _ body: () throws -> Void) {
        do {
            try body()
            unwritten.remove(what)
        } catch {
            guard unwritten.insert(what).inserted else { return }
            warn("\(error.explanation) Training goes on without.")
        }
    }
}
