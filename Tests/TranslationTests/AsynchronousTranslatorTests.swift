import Basics
import TestSupport
import Testing
import Text
import Translation

struct AsynchronousTranslatorTests {
    /// Of all lengths, in no order.
    private static func lines(_ seed: Int) -> [String] {
        (0..<60).map { index in
            String(repeating: "abc de ", count: (index + seed) * 37 % 11)
                + "\("xyz".dropFirst(index % 3))."
        }
    }

    @Test func manyTasksTranslateAtOnce() async throws {
        let translator = try Translator.copying(
            workers: 2, limits: BatchLimits(tokens: 200, sentences: 4))
        let results = try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
            for task in 0..<8 {
                group.addTask {
                    (task, try await translator.translate(Self.lines(task)).map(\.text))
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for task in 0..<8 { #expect(results[task] == Self.lines(task)) }
    }

    @Test func wrongOptionsAreErrors() async throws {
        let translator = try Translator.copying()
        await #expect(throws: CalqueError.self) {
            _ = try await translator.translate(["abc"], .with { $0.beamSize = 0 })
        }
    }

    @Test func aCancelledTaskThrowsAndTheWorkersGoOn() async throws {
        let translator = try Translator.copying(
            workers: 1, limits: BatchLimits(tokens: 200, sentences: 1))
        let lines = (0..<100).flatMap(Self.lines)
        let task = Task { try await translator.translate(lines) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await translator.translate(["abc"])[0].text == "abc")
    }

    /// Chunks of less than all lines, and one that is not full.
    @Test(arguments: [1, 7, 1000])
    func aStreamKeepsTheOrder(chunkLines: Int) async throws {
        let translator = try Translator.copying()
        let lines = Self.lines(0) + ["", " "]
        let (stream, continuation) = AsyncStream<String>.makeStream()
        for line in lines { continuation.yield(line) }
        continuation.finish()
        var texts: [String] = []
        let results = translator.translations(of: stream, chunks: .init(lines: chunkLines))
        for try await result in results { texts.append(result.text) }
        #expect(texts == Self.lines(0) + ["", ""])
    }

    @Test func linesBeforeAnErrorAreTranslated() async throws {
        struct Failure: Error {}
        let translator = try Translator.copying()
        let (stream, continuation) = AsyncThrowingStream<String, any Error>.makeStream()
        for line in ["abc", "de"] { continuation.yield(line) }
        continuation.finish(throwing: Failure())
        var results = translator.translations(of: stream).makeAsyncIterator()
        #expect(try await results.next()?.text == "abc")
        #expect(try await results.next()?.text == "de")
        await #expect(throws: Failure.self) { _ = try await results.next() }
        #expect(try await results.next() == nil)
    }

    /// Cancelled while it translates, with more lines to come.
    @Test func aStreamThatThrewIsOver() async throws {
        let translator = try Translator.copying()
        let (stream, continuation) = AsyncStream<String>.makeStream()
        for _ in 1...10 { continuation.yield("abc") }
        let task = Task {
            var results = translator.translations(of: stream, chunks: .init(lines: 2))
                .makeAsyncIterator()
            let first = try await results.next()?.text
            withUnsafeCurrentTask { $0?.cancel() }
            // What was translated is handed out yet.
            let second = try await results.next()?.text
            await #expect(throws: CancellationError.self) { _ = try await results.next() }
            return [first, second, try await results.next()?.text]
        }
        #expect(try await task.value == ["abc", "abc", nil])
        continuation.finish()
    }

    @Test func aStreamWithWrongOptionsFailsBeforeItReads() async throws {
        let translator = try Translator.copying()
        let (stream, continuation) = AsyncStream<String>.makeStream()
        continuation.yield("abc")
        var results = translator.translations(of: stream, .with { $0.beamSize = 0 })
            .makeAsyncIterator()
        await #expect(throws: CalqueError.self) { _ = try await results.next() }
        #expect(try await results.next() == nil)
        continuation.finish()
        let unread = await stream.reduce(into: []) { $0.append($1) }
        #expect(unread == ["abc"])
    }

    @Test(arguments: [1, 256])
    func aLineNeedNotWaitForTheNext(chunkLines: Int) async throws {
        let translator = try Translator.copying()
        let (stream, continuation) = AsyncStream<String>.makeStream()
        var results = translator.translations(of: stream, chunks: .init(lines: chunkLines))
            .makeAsyncIterator()
        for line in ["abc", "de", "f"] {
            continuation.yield(line)
            #expect(try await results.next()?.text == line)
        }
        continuation.finish()
        #expect(try await results.next() == nil)
    }

    /// Lines without end that count how many of them were read.
    private struct CountedLines: AsyncSequence, Sendable {
        struct AsyncIterator: AsyncIteratorProtocol {
            let counter: Counter
            mutating func next() async -> String? { String(repeating: "a", count: counter.next()) }
        }
        let counter = Counter()
        func makeAsyncIterator() -> AsyncIterator { AsyncIterator(counter: counter) }
    }

    @Test func noMoreThanAChunkIsReadAhead() async throws {
        let lines = CountedLines()
        var results = try Translator.copying()
            .translations(of: lines, .greedy, chunks: .init(lines: 5)).makeAsyncIterator()
        for number in 1...20 {
            #expect(try await results.next()?.text == String(repeating: "a", count: number))
            try await Task.sleep(for: .milliseconds(1))
            // The chunk that is handed out, and the one that is read.
            #expect(lines.counter.current <= number + 10)
        }
    }

    @Test func aCancelledTaskWaitsForNoLine() async throws {
        let translator = try Translator.copying()
        let (stream, continuation) = AsyncStream<String>.makeStream()
        let task = Task {
            var texts: [String] = []
            for try await result in translator.translations(of: stream) {
                texts.append(result.text)
            }
            return texts
        }
        continuation.yield("abc")
        try await Task.sleep(for: .milliseconds(20))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func nobodyReadsWhenTheResultsAreLetGo() async throws {
        let (stream, continuation) = AsyncStream<String>.makeStream()
        let (ended, end) = AsyncStream<Void>.makeStream()
        continuation.onTermination = { _ in end.finish() }
        do {
            var results = try Translator.copying().translations(of: stream).makeAsyncIterator()
            continuation.yield("abc")
            #expect(try await results.next()?.text == "abc")
        }
        for await _ in ended {}
    }
}
