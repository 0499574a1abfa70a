import Basics
import Foundation
import Models
import Tensors
import TestSupport
import Testing
import Text
import Translation

/// Requests that wait for the same workers.
struct BatchQueueTests {
    /// A model of which a test can see the batches, and hold them back.
    private final class Gate: @unchecked Sendable {
        private let condition = NSCondition()
        private var isOpen = false
        private var batches: [[[Int32]]] = []

        func pass(_ sentences: [[Int32]]) {
            condition.withLock {
                batches.append(sentences)
                condition.broadcast()
                while !isOpen { condition.wait() }
            }
        }

        func open() {
            condition.withLock {
                isOpen = true
                condition.broadcast()
            }
        }

        /// Waits until so many batches have begun, and returns them.
        func begun(_ count: Int) async throws -> [[[Int32]]] {
            while true {
                let begun = condition.withLock { batches }
                if begun.count >= count { return begun }
                try await Task.sleep(for: .milliseconds(1))
            }
        }
    }

    private static let vocabulary = 12

    /// Translates a sentence to its first token, and the end.
    private func translator(
        _ gate: Gate, workers: Int = 1, limits: BatchLimits = BatchLimits(tokens: 100, sentences: 4)
    ) -> TokenTranslator {
        var model = ToyModel(vocabulary: Self.vocabulary) { source, prefix in
            (0..<Self.vocabulary).map { Float($0 == Int(prefix.isEmpty ? source[0] : 0) ? 9 : 0) }
        }
        model.willEncode = { gate.pass($0) }
        return TokenTranslator(
            model, on: WorkerPool(count: workers, precision: .float32), limits: limits)
    }

    /// Does what blocks its thread on a thread of its own.
    private func onThread<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) -> Task<Value, any Error> {
        Task {
            try await withCheckedThrowingContinuation { continuation in
                Thread { continuation.resume(with: Result { try body() }) }.start()
            }
        }
    }

    private func firsts(_ results: [[SearchResult]]) -> [Int32] {
        results.map { $0[0].tokens.first ?? -1 }
    }

    @Test func batchesOfDifferentRequestsTakeTurns() async throws {
        let gate = Gate()
        let translator = translator(gate)
        let long = Array(repeating: [Int32(1), 0], count: 40)
        let all = onThread { try translator.translate(long, .greedy) }
        _ = try await gate.begun(1)
        // Other options, so that they share no batch.
        let one = onThread { try translator.translate([[2, 0]], .with { $0.beamSize = 2 }) }
        // Give it time to be queued.
        try await Task.sleep(for: .milliseconds(50))
        gate.open()
        #expect(firsts(try await one.value) == [2])
        #expect(firsts(try await all.value) == Array(repeating: 1, count: 40))
        let batches = try await gate.begun(11)
        #expect(batches.count == 11)
        let turn = try #require(batches.firstIndex { $0.contains([2, 0]) })
        #expect(turn <= 2, "after \(turn) batches")
    }

    @Test func linesThatComeOneByOneShareBatches() async throws {
        let gate = Gate()
        let translator = translator(gate)
        let first = onThread { try translator.translate([[1, 0]], .greedy) }
        _ = try await gate.begun(1)
        let others = (2..<10).map { token in
            onThread { try translator.translate([[Int32(token), 0]], .greedy) }
        }
        try await Task.sleep(for: .milliseconds(100))
        gate.open()
        for (task, token) in zip([first] + others, 1...) {
            #expect(firsts(try await task.value) == [Int32(token)])
        }
        // The one, and eight by four.
        #expect(try await gate.begun(3).map(\.count) == [1, 4, 4])
    }

    @Test func linesOfLikeLengthShareABatch() async throws {
        let gate = Gate()
        let translator = translator(gate)
        let first = onThread { try translator.translate([[1, 0]], .greedy) }
        _ = try await gate.begun(1)
        let lengths = [2, 20, 3, 19, 2, 18, 3, 17]
        let others = lengths.map { length in
            onThread { try translator.translate([Self.sentence(length)], .greedy) }
        }
        try await Task.sleep(for: .milliseconds(100))
        gate.open()
        for task in [first] + others { _ = try await task.value }
        let batches = try await gate.begun(3).dropFirst().map { $0.map(\.count).sorted() }
        #expect(Set(batches) == [[2, 2, 3, 3], [17, 18, 19, 20]])
    }

    @Test func whoIsUnlikeAllOthersIsNotPassedOverTwice() async throws {
        let gate = Gate()
        let translator = translator(gate)
        let first = onThread { try translator.translate([[1, 0]], .greedy) }
        _ = try await gate.begun(1)
        // So that each is queued before the next.
        var others: [Task<[[SearchResult]], any Error>] = []
        for lengths in [[2], [20], Array(repeating: 2, count: 30)] {
            others += lengths.map { length in
                onThread { try translator.translate([Self.sentence(length)], .greedy) }
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        gate.open()
        for task in [first] + others { _ = try await task.value }
        let batches = try await gate.begun(9).map { $0.map(\.count) }
        // The one that waits, the shortest, and then it is the first.
        #expect(batches.firstIndex { $0.contains(20) } == 2)
        #expect(batches[1] == [2, 2, 2, 2])
    }

    /// A sentence of as many tokens, its end among them.
    private static func sentence(_ length: Int) -> [Int32] {
        Array(repeating: 1, count: length - 1) + [0]
    }

    @Test func aCancelledTaskReturnsAtOnce() async throws {
        let gate = Gate()
        let translator = try Translator.copying { gate.pass($0) }
        let lines = Array(repeating: "abc", count: 30)
        let task = Task { try await translator.translate(lines, .greedy) }
        _ = try await gate.begun(1)
        task.cancel()
        // Nothing has passed the gate.
        await #expect(throws: CancellationError.self) { try await task.value }
        gate.open()
        #expect(try await translator.translate(["abc"], .greedy).count == 1)
    }

    @Test func nothingIsTranslatedToNothing() async throws {
        let gate = Gate()
        gate.open()
        #expect(try await translator(gate).translate([], .greedy).isEmpty)
    }
}

struct BatchLimitsTests {
    private let lengths = [3, 9, 1, 4, 4, 12, 2, 7, 5, 30]

    @Test func everySentenceIsInOneBatch() {
        let batches = BatchLimits(tokens: 12, sentences: 3).batches(of: lengths, workers: 2)
        #expect(batches.joined().sorted() == Array(lengths.indices))
    }

    @Test func theLongestComeFirstAndEqualOnesInOrder() {
        let batches = BatchLimits().batches(of: lengths, workers: 1)
        #expect(batches == [[9, 5, 1, 7, 8, 3, 4, 0, 6, 2]])
    }

    @Test func limitsHoldExceptForASingleSentence() {
        let batches = BatchLimits(tokens: 12, sentences: 3).batches(of: lengths, workers: 1)
        for batch in batches where batch.count > 1 {
            #expect(batch.count <= 3 && batch.reduce(0) { $0 + lengths[$1] } <= 12)
        }
        #expect(batches[0] == [9])
    }

    @Test func fewSentencesAreSharedByAllWorkers() {
        let batches = BatchLimits().batches(of: lengths, workers: 4)
        #expect(batches.map(\.count) == [3, 3, 3, 1])
    }

    @Test func noSentencesMakeNoBatches() {
        #expect(BatchLimits().batches(of: [], workers: 2).isEmpty)
    }
}
