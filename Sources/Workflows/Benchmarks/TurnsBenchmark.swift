package import Basics
package import Translation

/// Measures what lines that come one by one have of a translator that others use, too.
package struct TurnsBenchmark {
    /// What was measured.
    package struct Report: Encodable, Sendable {
        /// Lines of one request, and of as many requests at once, a second.
        package let together: Double
        package let oneByOne: Double
        /// Median and longest seconds of a batch on every worker, with nothing beside it.
        package let batch: Double
        package let longestBatch: Double
        /// Median and longest seconds of one line beside a request of all lines, and by itself.
        package let beside: Double
        package let longestBeside: Double
        package let alone: Double
        /// The lines of that request.
        package let lines: Int

        /// As text.
        package var text: String {
            func seconds(_ value: Double) -> String { "\((1000 * value).fixed(1)) ms" }
            return """
                one request:       \(together.fixed(0)) lines/s
                a request a line:  \(oneByOne.fixed(0)) lines/s, \
                \((100 * oneByOne / together).fixed(0))% of that
                a batch:           \(seconds(batch)) (longest \(seconds(longestBatch)))
                one line alone:    \(seconds(alone))
                one line beside \(lines.grouped) lines: \(seconds(beside)) (longest \
                \(seconds(longestBeside))), \((beside / batch).fixed(2)) times a batch

                """
        }
    }

    private let translator: Translator
    private let lines: [String]
    private let options: SearchOptions

    /// - Parameter text: What is translated. It is repeated where more is wanted.
    /// - Throws: `CalqueError` when it has no lines.
    package init(_ translator: Translator, _ text: TextLines, _ options: SearchOptions) throws {
        guard !text.lines.isEmpty else {
            throw CalqueError("\(text.name) has no lines. Name another file.", kind: .input)
        }
        self.translator = translator
        self.lines = text.lines
        self.options = options
    }

    /// - Parameters:
    ///   - count: The lines of the long request.
    ///   - times: How often a line is asked for beside it.
    package func run(beside count: Int, times: Int) async throws -> Report {
        // A batch for every worker.
        let batchLines = translator.limits.sentences * translator.pool.count
        _ = try await translator.translate(text(batchLines), options)
        let together = try await seconds { _ = try await translator.translate(lines, options) }
        let oneByOne = try await seconds { try await translateOneByOne() }
        let batch = try await repeated(times) { number in
            let batch = text(batchLines, from: number)
            _ = try await translator.translate(batch, options)
        }
        let alone = try await repeated(times, translateLine)
        let all = text(count)
        let long = Task { [translator, options] in try await translator.translate(all, options) }
        defer { long.cancel() }
        // All of it has to be cut into tokens before it waits as batches.
        try await Task.sleep(for: .seconds(5))
        let beside = try await repeated(times, translateLine)
        return Report(
            together: Double(lines.count) / together, oneByOne: Double(lines.count) / oneByOne,
            batch: batch.median, longestBatch: batch.longest, beside: beside.median,
            longestBeside: beside.longest, alone: alone.median, lines: count)
    }

    /// So many lines of the text, from one of them on.
    private func text(_ count: Int, from first: Int = 0) -> [String] {
        (0..<count).map { lines[(first + $0) % lines.count] }
    }

    private func translateLine(_ number: Int) async throws {
        _ = try await translator.translate(text(1, from: number), options)
    }

    private func translateOneByOne() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in lines.indices {
                group.addTask { try await translateLine(number) }
            }
            try await group.waitForAll()
        }
    }

    private func seconds(_ body: () async throws -> Void) async throws -> Double {
        let start = ContinuousClock.now
        try await body()
        return start.duration(to: .now).seconds
    }

    private func repeated(
        _ times: Int, _ body: (Int) async throws -> Void
    ) async throws -> (median: Double, longest: Double) {
        var all: [Double] = []
        for number in 0..<times {
            all.append(try await seconds { try await body(number * 97) })
        }
        all.sort()
        return (all[all.count / 2], all[all.count - 1])
    }
}
