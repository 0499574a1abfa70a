import Foundation
import Ranks
import Tensors

/// The sum of gradients, which begins while they are computed.
extension RankExchange {
    /// Computes what all workers have to, and adds their gradients up with those of the other ranks.
    ///
    /// This thread has nothing to do while its workers compute. So it sends and adds up what is complete
    /// of all workers' gradients, the last layer's first; when they are done, they help with the rest.
    ///
    /// - Parameters:
    ///   - gradients: One vector a worker, which `share` fills in.
    ///   - share: Computes a worker's share.
    /// - Returns: What `share` returned, by worker.
    /// - Throws: What `share` throws, when all workers are done; or `CalqueError` when a rank does not
    ///   answer.
    func compute<Result: Sendable>(
        _ gradients: [ParameterVector],
        _ share: @escaping @Sendable (_ worker: Int, Context) throws -> Result
    ) throws -> [Result] {
        let complete = CompleteGradients(workers: pool.count, weights: store.count)
        try summation.begin(gradients)
        let run = pool.start { worker, context in
            let result = try context.hearingOfGradients {
                complete.note(from: $0, of: worker)
            } _: {
                try share(worker, context)
            }
            complete.note(from: 0, of: worker)
            return result
        }
        // Whatever happens here, they write to memory that has to be there.
        defer { run.wait() }
        try sumMeanwhile(run, complete)
        let results = try run.results()
        try finishSum()
        return results
    }

    private func sumMeanwhile<Result>(
        _ run: PoolRun<Result>, _ complete: CompleteGradients
    ) throws {
        guard overlaps else { return }
        while !run.wait(atMost: .nanoseconds(0)) {
            let progress = try summation.advance(completeFrom: complete.place, helpers: nil)
            if case .advanced = progress { continue }
            try communicator.attend()
            run.wait(atMost: Self.pause)
        }
    }

    private func finishSum() throws {
        while true {
            switch try summation.advance(completeFrom: 0, helpers: pool) {
            case .advanced: continue
            case .lacks(let message): try communicator.wait(for: message)
            case .lacksGradients: preconditionFailure("gradients that are never complete")
            case .done: return
            }
        }
    }

    /// The time between two looks at messages while workers compute. Each takes some microseconds
    /// from a worker.
    private static var pause: DispatchTimeInterval { .microseconds(500) }
}

/// From which weight on the gradients of all workers of a rank are complete.
///
/// The lock makes what a worker wrote before it noted a place visible to whoever reads the place.
private final class CompleteGradients: @unchecked Sendable {
    private let lock = NSLock()
    private var places: [Int]

    init(workers: Int, weights: Int) {
        places = Array(repeating: weights, count: workers)
    }

    func note(from place: Int, of worker: Int) {
        lock.withLock { places[worker] = place }
    }

    var place: Int { lock.withLock { places.max() ?? 0 } }
}
