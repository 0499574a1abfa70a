import CKernels
import Foundation
import Testing

/// Parts of jobs that several threads do.
struct TeamKernelTests {
    /// Threads that help a leader until they go.
    private final class Helpers: @unchecked Sendable {
        let team: OpaquePointer
        private let recall = ck_recall_create()
        private let group = DispatchGroup()

        init(_ count: Int) throws {
            team = try #require(ck_team_create())
            for _ in 0..<count {
                group.enter()
                Thread { [self] in
                    while !ck_team_help(team, recall) {}
                    group.leave()
                }.start()
            }
            while ck_team_helpers(team) < count { usleep(100) }
        }

        func leave() {
            ck_recall_set(recall, true)
            group.wait()
            #expect(ck_team_helpers(team) == 0)
            ck_team_destroy(team)
            ck_recall_destroy(recall)
        }
    }

    /// Jobs that count how often each of their parts is done.
    private func expectEachPartOnce(_ team: OpaquePointer, jobs: Int) {
        var wrong: [Int] = []
        for job in 0..<jobs {
            let parts = 1 + job * 7 % 40
            var counts = [Int32](repeating: 0, count: parts)
            counts.withUnsafeMutableBytes { counts in
                ck_team_run(
                    team,
                    { counts, part in
                        UnsafeMutableRawPointer(mutating: counts)?
                            .assumingMemoryBound(to: Int32.self)[Int(part)] += 1
                    }, counts.baseAddress, Int64(parts))
            }
            if counts.contains(where: { $0 != 1 }) { wrong.append(job) }
        }
        #expect(wrong.isEmpty)
    }

    @Test(arguments: [0, 1, 2, 4])
    func everyPartIsDoneOnce(helpers count: Int) throws {
        let helpers = try Helpers(count)
        expectEachPartOnce(helpers.team, jobs: 3000)
        helpers.leave()
    }

    @Test func aHelperDoesPartsWhileTheLeaderDoesOthers() throws {
        let helpers = try Helpers(1)
        let start = ContinuousClock.now
        var isShared = false
        // A helper that has no core at the moment has one in a while.
        while !isShared, start.duration(to: .now) < .seconds(60) {
            var threads = [Int](repeating: 0, count: 8)
            threads.withUnsafeMutableBytes { threads in
                ck_team_run(
                    helpers.team,
                    { threads, part in
                        usleep(200)
                        UnsafeMutableRawPointer(mutating: threads)?
                            .assumingMemoryBound(to: Int.self)[Int(part)] =
                            ObjectIdentifier(Thread.current).hashValue
                    }, threads.baseAddress, 8)
            }
            isShared = Set(threads).count == 2
        }
        #expect(isShared)
        helpers.leave()
    }

    /// Seats are taken and left while jobs are offered there.
    @Test func helpersMayComeAndGo() throws {
        let helpers = try Helpers(1)
        let isOver = Flag()
        let group = DispatchGroup()
        let recall = Recall()
        func start(_ body: @escaping @Sendable () -> Void) {
            group.enter()
            Thread {
                while !isOver.isRaised { body() }
                group.leave()
            }.start()
        }
        for _ in 0..<2 { start { _ = ck_team_help(helpers.team, recall.pointer) } }
        start {
            ck_recall_set(recall.pointer, true)
            usleep(50)
            ck_recall_set(recall.pointer, false)
            usleep(200)
        }
        expectEachPartOnce(helpers.team, jobs: 10_000)
        isOver.raise()
        group.wait()
        helpers.leave()
    }

    private final class Recall: @unchecked Sendable {
        let pointer = ck_recall_create()
        deinit { ck_recall_destroy(pointer) }
    }

    private final class Flag: @unchecked Sendable {
        private let lock = NSLock()
        private var value = false
        var isRaised: Bool { lock.withLock { value } }
        func raise() { lock.withLock { value = true } }
    }

    @Test func whoHasNothingToDoGoesByHimself() throws {
        let team = try #require(ck_team_create())
        let recall = ck_recall_create()
        let start = ContinuousClock.now
        #expect(!ck_team_help(team, recall))
        #expect(start.duration(to: .now) < .seconds(5))
        ck_team_add_absent(team)
        // As he found nothing, he is left alone for a while; then he is to be woken when there has been
        // a job, and once.
        #expect(!ck_team_misses_helpers(team))
        #expect(ck_team_parts(team) == 1 && !ck_team_misses_helpers(team))
        usleep(50_000)
        #expect(!ck_team_misses_helpers(team))
        #expect(ck_team_parts(team) == 1)
        #expect(ck_team_misses_helpers(team) && !ck_team_misses_helpers(team))
        ck_recall_set(recall, true)
        #expect(ck_team_help(team, recall))
        ck_team_destroy(team)
        ck_recall_destroy(recall)
    }

    // MARK: Products

    /// Outputs of products that are computed together, and what there is of each that is no product.
    private static let widths: [[Int]] = [
        [640], [1, 700], [513, 64, 65], [130, 130, 131, 2], [64, 1000],
    ]

    @Test(arguments: widths, [0, 1, 2, 4])
    func productsInPartsAreTheSameToTheLastBit(widths: [Int], helpers count: Int) throws {
        var random = KernelRandom(4)
        let (inputs, rowCount) = (510, 3)
        let rows = Int8Rows(
            random.floats(rowCount * inputs, bound: 1), count: rowCount, columns: inputs)
        let matrices = widths.map {
            Int8Matrix(random.floats($0 * inputs, bound: 1), outputs: $0, inputs: inputs)
        }
        let biases = widths.map { KernelArray(.float32, random.floats($0, bound: 1)) }
        func results(_ team: OpaquePointer?) -> [[Float]] {
            let outs = widths.map { width in
                KernelArray(
                    .float32, [Float](repeating: -7, count: rowCount * (width + 3)))
            }
            let calls = widths.indices.map { place in
                ck_int8_call(
                    left: rows.kernel, right: matrices[place].kernel,
                    result: ck_int8_result(
                        bias: place == 1 ? nil : biases[place].floats, relu: place == 2 ? 1 : 0,
                        type: CK_FLOAT32, out: outs[place].data, stride: Int64(widths[place] + 3)))
            }
            ck_int8_products(team, calls, Int64(calls.count))
            return outs.map(\.values)
        }
        let expected = results(nil)
        let helpers = try Helpers(count)
        for _ in 0..<50 { #expect(results(helpers.team) == expected) }
        helpers.leave()
    }

    @Test(arguments: [1, 64, 600, 1025], [0, 1, 3])
    func outputsGatheredInPartsAreTheSame(chosen: Int, helpers count: Int) throws {
        var random = KernelRandom(6)
        let matrix = Int8Matrix(
            random.floats(700 * 512, bound: 1), outputs: 700, inputs: 512)
        let ids = (0..<chosen).map { Int32($0 * 37 % 700) }
        let expected = Int8Matrix(ids, of: matrix)
        let own = Int8Matrix(ids, of: matrix)
        let codeCount = Int(ck_int8_code_count(Int64(chosen), 512))
        own.codes.update(repeating: 5, count: codeCount)
        own.scales.floats.update(repeating: 5, count: chosen)
        own.codeSums.update(repeating: 5, count: chosen)
        let helpers = try Helpers(count)
        var kernel = matrix.kernel
        ck_int8_gather_together(
            helpers.team, &kernel, ids, Int64(chosen), own.codes, own.scales.floats, own.codeSums)
        helpers.leave()
        #expect((0..<codeCount).allSatisfy { own.codes[$0] == expected.codes[$0] })
        #expect(own.scales.values == expected.scales.values)
        #expect((0..<chosen).allSatisfy { own.codeSums[$0] == expected.codeSums[$0] })
    }
}
